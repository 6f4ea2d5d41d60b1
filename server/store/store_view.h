#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/base/hash128.h"
#include "server/model/record.h"
#include "server/store/store_batch.h"

namespace landfall::store {

// Everything in the store at one revision. Immutable, thread-safe; outlives the
// commits that follow. Must not outlive the store.
//
// Every call answers DATA_LOSS when stored bytes cannot be read, and
// UNAVAILABLE when the disk cannot.
class StoreView {
 public:
  virtual ~StoreView() = default;

  // The last commit that the view shows.
  virtual Revision revision() const = 0;

  // nullopt when not held.
  virtual absl::StatusOr<std::optional<model::Record>> Get(
      base::Hash128 id) const = 0;

  // Calls `visit` with every record in no particular order; stops at its first
  // error and returns it.
  virtual absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const = 0;

  // The named values, see StoreBatch.
  virtual absl::StatusOr<std::map<std::string, std::string>> Values() const = 0;

  // The work that is still due, see StoreBatch.
  virtual absl::StatusOr<std::map<std::string, std::string>> Intents()
      const = 0;
};

}  // namespace landfall::store
