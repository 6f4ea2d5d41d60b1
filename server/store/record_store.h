#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/followers.h"
#include "server/store/store_batch.h"
#include "server/store/store_view.h"

namespace landfall::store {

// The durable home of the records. Implementations: RocksDB (embedded) and, for
// tests, memory. Thread-safe.
class RecordStore {
 public:
  virtual ~RecordStore() = default;

  // Makes the whole batch durable together with its revision, or none of it,
  // then tells the followers and returns the revision. An empty batch changes
  // nothing and answers the newest revision. Commits of several threads are
  // made one after the other. RESOURCE_EXHAUSTED: disk full; UNAVAILABLE: the
  // store takes no more writes, with the way out.
  virtual absl::StatusOr<Revision> Commit(const StoreBatch& batch) = 0;

  // The view of everything committed so far. It is always the newest: the
  // embedded store keeps an older state only as long as a view of it is in use,
  // so there is nothing to ask for by number. Whoever needs an answer at one
  // revision keeps the view.
  virtual std::shared_ptr<const StoreView> View() const = 0;

  // From now on calls `sink` with every commit after revision `after`: in
  // order, each once, and until the result is destroyed. A snapshot plus the
  // changes after it is a start: take a view, follow from its revision, then
  // read the view. OUT_OF_RANGE when `after` is not the newest revision (in the
  // embedded store, which keeps no history): take another view.
  //
  // The committing thread calls the sink when the batch is durable and before
  // Commit returns, one call at a time. View() shows the commit by then. The
  // sink must not call Commit or Follow, must not end a following, and must not
  // throw.
  virtual absl::StatusOr<std::unique_ptr<Following>> Follow(Revision after,
                                                            Sink sink) = 0;

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
