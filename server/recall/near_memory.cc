// Keeps the near masters of customers until a change may be near to them. Entry
// points: the functions of NearMemory.
#include "server/recall/near_memory.h"

#include <utility>

namespace landfall::recall {

match::NearHits NearMemory::Find(index::RowIndex row) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto known = known_.find(row);
  return known == known_.end() ? nullptr : known->second;
}

void NearMemory::Keep(index::RowIndex row, match::NearHits hits,
                      const std::vector<match::NearBlock>& blocks) {
  absl::MutexLock lock(&mutex_);
  // Two readers may have found the same.
  if (known_.contains(row)) return;
  if (known_.size() >= kMostRows ||
      filed_.size() + blocks.size() > kMostFiled) {
    Empty();
  }
  known_.emplace(row, std::move(hits));
  for (const match::NearBlock block : blocks) {
    const auto [first, inserted] = first_.try_emplace(block, index::kNone);
    filed_.push_back({row, first->second});
    first->second = static_cast<uint32_t>(filed_.size() - 1);
  }
  remembers_.store(true, std::memory_order_relaxed);
}

void NearMemory::Forget(index::RowIndex row) {
  if (!remembers()) return;
  absl::MutexLock lock(&mutex_);
  known_.erase(row);
}

void NearMemory::Forget(const std::vector<match::NearBlock>& blocks) {
  if (!remembers()) return;
  absl::MutexLock lock(&mutex_);
  for (const match::NearBlock block : blocks) {
    const auto first = first_.find(block);
    if (first == first_.end()) continue;
    for (uint32_t i = first->second; i != index::kNone; i = filed_[i].next) {
      known_.erase(filed_[i].row);
    }
    first_.erase(first);
  }
}

void NearMemory::Clear() {
  if (!remembers()) return;
  absl::MutexLock lock(&mutex_);
  Empty();
  remembers_.store(false, std::memory_order_relaxed);
}

void NearMemory::Empty() {
  known_.clear();
  filed_.clear();
  first_.clear();
}

}  // namespace landfall::recall
