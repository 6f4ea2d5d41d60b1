#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/postgres/connection.h"

namespace landfall::store::postgres {

// Keeps other servers from opening a database that is in use: an advisory lock
// in a transaction that stays open on a connection of its own, so that it works
// behind a pooler too, and ends with the process. Whoever lost it without
// noticing is kept from writing by the epoch in table head. Not thread-safe.
class Ownership {
 public:
  // FAILED_PRECONDITION when another server has the database, also after
  // `patience`: one that was killed may have it for a moment longer. Else
  // errors as Connection.
  static absl::StatusOr<std::unique_ptr<Ownership>> Take(
      const std::string& url, absl::Duration patience);

  // Has the lock taken again if the connection was lost. Call every few seconds
  // at least, or a limit for idle transactions may end it. Errors as Take.
  absl::Status Keep();

 private:
  explicit Ownership(std::string url) : url_(std::move(url)) {}

  absl::Status Lock();

  const std::string url_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace landfall::store::postgres
