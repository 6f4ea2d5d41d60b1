#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/store/postgres/row.h"

namespace landfall::store::postgres {

// Reads the messages of a copy in binary, each of which holds a row at most.
// Not thread-safe.
class CopyReader {
 public:
  // The row of the next message, which must outlive it; nullopt when it is the
  // end. DATA_LOSS when it is neither.
  absl::StatusOr<std::optional<Row>> Read(absl::string_view message);

 private:
  bool began_ = false;
};

}  // namespace landfall::store::postgres
