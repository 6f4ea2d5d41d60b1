#pragma once

#include <cstdint>
#include <functional>

namespace landfall::bench {

inline constexpr int kRounds = 5;

// Seconds of processor that `work` takes on this thread: what other programs do
// on the machine touches it only through the shared caches.
double Seconds(const std::function<void()>& work);

// The median of kRounds runs in seconds of processor.
double MedianSeconds(const std::function<void(int round)>& work);

// How fast something writes records. Not thread-safe.
struct Writing {
  int64_t records = 0;
  double processor = 0;
  double wall = 0;  // with the wait for the disk

  void Add(const std::function<void()>& work);
  double PerProcessorSecond() const {
    return static_cast<double>(records) / processor;
  }
  double PerSecond() const { return static_cast<double>(records) / wall; }
};

// The resident set of this process.
int64_t ResidentBytes();

}  // namespace landfall::bench
