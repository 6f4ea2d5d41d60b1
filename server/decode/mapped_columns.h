#pragma once

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "server/model/settings.h"

namespace landfall::decode {

// The columns of a system that table maps carry. Of these it matters whether a
// row says that they are empty, or does not say anything: an empty one differs
// from what the other side has, and nobody can compare one that was not read.
// Points into the source, which must outlive it. Immutable, thread-safe.
class MappedColumns {
 public:
  explicit MappedColumns(const model::Source& source);

  // Without regard to case. A lookup has the names that it has in rows:
  // "_msdyn_paymentterm_value".
  bool Has(absl::string_view column) const;

 private:
  const absl::flat_hash_set<std::string>& shipped_;  // lower case
  const model::Source& source_;
};

}  // namespace landfall::decode
