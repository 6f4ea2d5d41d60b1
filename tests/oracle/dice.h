#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace landfall::oracle {

// Reproducible choices: the same seed gives the same ones with every compiler,
// which the distributions of <random> do not promise. Not thread-safe.
class Dice {
 public:
  explicit Dice(uint64_t seed) : engine_(seed) {}

  // A number of [0, n). REQUIRES: n > 0.
  int Below(int n) { return static_cast<int>(engine_() % n); }
  // [low, high], both included.
  int Between(int low, int high) { return low + Below(high - low + 1); }
  // True once in `n` times on average.
  bool OneIn(int n) { return Below(n) == 0; }
  bool Coin() { return OneIn(2); }

  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(static_cast<int>(from.size()))];
  }
  template <typename T>
  void Shuffle(std::vector<T>* items) {
    for (size_t i = items->size(); i > 1; --i) {
      std::swap((*items)[i - 1], (*items)[Below(static_cast<int>(i))]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace landfall::oracle
