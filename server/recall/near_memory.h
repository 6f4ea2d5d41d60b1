#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/match/near_blocks.h"
#include "server/match/near_finder.h"

namespace landfall::recall {

// The near masters of customers, each filed under the blocks by which a master
// that changes may be near to it, see match/near_blocks.h. When there is no
// more room all go. Thread-safe.
class NearMemory {
 public:
  // False when there is nothing to forget. May be asked at any time; the answer
  // is sure while no reader is at work.
  bool remembers() const { return remembers_.load(std::memory_order_relaxed); }

  // nullptr when they are not kept.
  match::NearHits Find(index::RowIndex row) const;
  void Keep(index::RowIndex row, match::NearHits hits,
            const std::vector<match::NearBlock>& blocks);

  void Forget(index::RowIndex row);
  // Everybody who is filed under one of them.
  void Forget(const std::vector<match::NearBlock>& blocks);
  void Clear();

 private:
  // So many customers. A customer has some 20 blocks of 20 bytes each.
  static constexpr size_t kMostRows = 100000;
  static constexpr size_t kMostFiled = size_t{2} << 20;

  // A customer under one block, and the next one under it. It stays when the
  // customer is forgotten in another way, until all go.
  struct Filed {
    index::RowIndex row;
    uint32_t next;
  };

  void Empty() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  std::atomic<bool> remembers_{false};
  absl::flat_hash_map<index::RowIndex, match::NearHits> known_
      ABSL_GUARDED_BY(mutex_);
  std::vector<Filed> filed_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<match::NearBlock, uint32_t> first_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::recall
