#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "server/base/hash128.h"
#include "server/model/record.h"

namespace landfall::store {

// One atomic change: records to write or erase, and small named values. An id
// that is both erased and put is written; of two puts of an id the last counts.
struct StoreBatch {
  struct Put {
    base::Hash128 id;
    model::Record record;
  };
  std::vector<Put> puts;
  std::vector<base::Hash128> erases;
  std::map<std::string, std::string> meta_puts;
};

// A view of the store at one revision. Immutable, thread-safe; outlives the
// batches applied after it was taken. Must not outlive the store.
class StoreView {
 public:
  virtual ~StoreView() = default;
  // nullopt when not held. DATA_LOSS when the stored bytes cannot be read.
  virtual absl::StatusOr<std::optional<model::Record>> Get(
      base::Hash128 id) const = 0;
};

// The durable home of the records. Implementations: RocksDB (embedded) and, for
// tests, memory. Thread-safe, but only one thread may call Apply at a time.
class RecordStore {
 public:
  virtual ~RecordStore() = default;

  // Makes the whole batch durable, or none of it. RESOURCE_EXHAUSTED: disk
  // full; UNAVAILABLE: the store takes no more writes, with the way out.
  virtual absl::Status Apply(const StoreBatch& batch) = 0;

  // The view of everything applied so far.
  virtual std::shared_ptr<const StoreView> View() const = 0;

  // Calls `visit` with every record in no particular order; stops at its first
  // error and returns it.
  virtual absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const = 0;

  // Small named values: read times, revision, cursors.
  virtual absl::StatusOr<std::map<std::string, std::string>> Meta() const = 0;

  // Secret of this store for hashing ids and keys; made when the store was.
  virtual const std::string& secret() const = 0;

  // Rewrites what erasures left behind on disk, so that no file holds it.
  // UNAVAILABLE: a view from before an erasure is still in use; release it and
  // call again.
  virtual absl::Status Purge() = 0;

  // Bytes of all files of the store on disk, as far as they can be seen.
  virtual int64_t SizeBytes() const = 0;
};

}  // namespace landfall::store
