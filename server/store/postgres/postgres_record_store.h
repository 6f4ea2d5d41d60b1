#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/store/record_store.h"

namespace landfall::store {

// Opens the store in schema landfall of a PostgreSQL database; the schema is
// made when there is none, and brought up to date. `url` is a connection string
// of libpq. Every Commit is as durable as the database's commits are when it
// returns. The database belongs to one server at a time.
//
// INVALID_ARGUMENT: `url` is none; FAILED_PRECONDITION: the database is in use
// by another server, or of a newer version; PERMISSION_DENIED: the user may not
// make the schema; UNAVAILABLE: the database cannot be reached, although it was
// tried again and again for `patience`; DATA_LOSS: what is there is damaged. No
// error quotes a password.
//
// While the database cannot be reached, Commit and everything that reads answer
// UNAVAILABLE; both work again as soon as it can.
absl::StatusOr<std::unique_ptr<RecordStore>> OpenPostgresStore(
    const std::string& url, absl::Duration patience);

// Checks the form of `url` without connecting: INVALID_ARGUMENT.
absl::Status CheckPostgresUrl(const std::string& url);

}  // namespace landfall::store
