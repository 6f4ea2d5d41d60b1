#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/followers.h"
#include "server/store/store_batch.h"
#include "server/store/store_view.h"

namespace landfall::store {

enum class Purged {
  kDone,
  kInUse,  // not yet: somebody still reads what has to go
};

// The durable home of the records. Implementations: RocksDB (embedded) and, for
// tests, memory. Thread-safe.
class RecordStore {
 public:
  virtual ~RecordStore() = default;

  // Makes the whole batch durable together with its revision, or none of it,
  // then tells the followers and returns the revision. An empty batch changes
  // nothing and answers the newest revision. Commits of several threads are
  // made one after the other. RESOURCE_EXHAUSTED: disk full; UNAVAILABLE: the
  // store takes no more writes, with the way out; ABORTED: see
  // StoreBatch::worked_out_at.
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

  // Rewrites what erasures left behind on disk. After kDone no file holds what
  // commits up to revision `through` erased or replaced. kInUse: a view from
  // before `through`, or a scan that began before the rewriting, still needs
  // it; release it and call again in a moment.
  //
  // Takes long (it writes the whole store once) and is meant for a thread of
  // its own: commits, reads and views go on. Several calls are made one after
  // the other; one that asks for what an earlier call has rewritten returns at
  // once, so that one purge serves many erasures. CANCELLED soon after
  // `cancelled` was set; else errors as Commit. After an error, call again.
  // REQUIRES: `through` is a revision of this store.
  virtual absl::StatusOr<Purged> Purge(Revision through,
                                       std::atomic<bool>& cancelled) = 0;

  // Bytes of all files of the store on disk, as far as they can be seen.
  virtual int64_t SizeBytes() const = 0;
};

}  // namespace landfall::store
