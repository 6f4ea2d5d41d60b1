#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model/record.h"
#include "server/model/settings.h"

namespace landfall::normalize {

// The one place that says what the id of a record looks like. Whoever takes a
// reference (a call, the configuration, a batch of records, an error event)
// reads it here, so that what one of them hands out all of them accept.

// The one spelling of an id: GUIDs in lower case without braces, a Shopify gid
// as its number, `area:Account` with the area in lower case, and of Business
// Central `<legal entity id in lower case>:<system id>`, whatever name of the
// company stands in front of the colon; the system id alone where the source
// has one company only. A guest of a shop is `guest-` and 16 hex digits.
// INVALID_ARGUMENT when the id cannot be one of that type, naming what is
// allowed. `source` is one of `settings`. Pure, thread-safe.
absl::StatusOr<std::string> CanonicalId(const model::Settings& settings,
                                        const model::Source& source,
                                        absl::string_view type,
                                        absl::string_view id);

// True for the canonical id of a guest: somebody whom only orders know, so
// that no record can be stored under it.
bool IsGuestId(const model::Source& source, absl::string_view type,
               absl::string_view id);

// The ids that an error event may mean. Events are written by others and name
// a record as well as they can: a system id alone is that of the company that
// the event names (`entity`), else of every company. An id that is none stays
// as it is.
std::vector<std::string> MeantIds(const model::Settings& settings,
                                  const model::Source& source,
                                  absl::string_view type, absl::string_view id,
                                  absl::string_view entity);

// The company (or F&O area) that a master customer or a document says it is of,
// as written; "" for every other record. Pure.
absl::string_view CompanyOf(const model::Record& record);

// The canonical id of a stored record, which may have been written before its
// company was configured, or by a version with another spelling.
absl::StatusOr<std::string> CanonicalId(const model::Settings& settings,
                                        const model::Source& source,
                                        const model::Record& record);

}  // namespace landfall::normalize
