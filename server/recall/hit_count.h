#pragma once

#include <atomic>
#include <cstdint>

namespace landfall::recall {

// How often something was remembered when somebody asked for it. Thread-safe.
class HitCount {
 public:
  // Counts one question and returns whether it was answered.
  bool Note(bool found) {
    (found ? hits_ : misses_).fetch_add(1, std::memory_order_relaxed);
    return found;
  }
  void Add(int64_t hits, int64_t misses) {
    hits_.fetch_add(hits, std::memory_order_relaxed);
    misses_.fetch_add(misses, std::memory_order_relaxed);
  }
  int64_t hits() const { return hits_.load(std::memory_order_relaxed); }
  int64_t misses() const { return misses_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> hits_{0};
  std::atomic<int64_t> misses_{0};
};

}  // namespace landfall::recall
