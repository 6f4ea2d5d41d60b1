#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace landfall::index {

// Keeps each of the values that many have in common once, by a number. Number 0
// is T(). Numbers stay valid. Not thread-safe; const methods may run
// concurrently.
template <typename T>
class Interned {
 public:
  Interned() { Add(T()); }

  uint32_t Add(const T& value) {
    const auto [it, inserted] =
        numbers_.try_emplace(value, static_cast<uint32_t>(values_.size()));
    if (inserted) values_.push_back(value);
    return it->second;
  }

  const T& operator[](uint32_t number) const { return values_[number]; }

 private:
  std::vector<T> values_;
  absl::flat_hash_map<T, uint32_t> numbers_;
};

}  // namespace landfall::index
