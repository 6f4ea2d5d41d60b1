#pragma once

#include <atomic>
#include <cstdint>

namespace landfall::serve::calls {

// Bytes that peers make the server hold, all together and over all transports:
// bodies that are still coming, and answers that nobody has read yet.
// Thread-safe.
class MemoryBudget {
 public:
  explicit MemoryBudget(int64_t limit) : limit_(limit) {}

  // False, and nothing is taken, when that is more than there is.
  [[nodiscard]] bool TryTake(int64_t bytes) {
    if (used_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= limit_) {
      return true;
    }
    Give(bytes);
    return false;
  }
  // REQUIRES: they were taken.
  void Give(int64_t bytes) {
    used_.fetch_sub(bytes, std::memory_order_relaxed);
  }

  int64_t used() const { return used_.load(std::memory_order_relaxed); }
  int64_t limit() const { return limit_; }

 private:
  const int64_t limit_;
  std::atomic<int64_t> used_ = 0;
};

// What one request holds of a budget; given back at its end. Not thread-safe.
class HeldBytes {
 public:
  // `budget` must outlive this.
  explicit HeldBytes(MemoryBudget& budget) : budget_(budget) {}
  ~HeldBytes() { Clear(); }
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;

  // False when the budget has no more; what was held stays.
  [[nodiscard]] bool Add(int64_t bytes) {
    if (!budget_.TryTake(bytes)) return false;
    held_ += bytes;
    return true;
  }
  void Clear() {
    budget_.Give(held_);
    held_ = 0;
  }

 private:
  MemoryBudget& budget_;
  int64_t held_ = 0;
};

}  // namespace landfall::serve::calls
