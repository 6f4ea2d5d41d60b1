#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace landfall::index {

// A vector that grows by chunks, so that growing neither copies the elements
// nor needs twice the memory at its peak. Elements never move. Not thread-safe;
// const access is safe from many threads.
template <typename T>
class ChunkedVector {
 public:
  size_t size() const { return size_; }

  T& operator[](size_t i) { return chunks_[i >> kBits][i & kMask]; }
  const T& operator[](size_t i) const { return chunks_[i >> kBits][i & kMask]; }

  // Appends and returns the index of the new element.
  size_t Add(T value) {
    if ((size_ & kMask) == 0) chunks_.push_back(std::make_unique<T[]>(kChunk));
    (*this)[size_] = std::move(value);
    return size_++;
  }

 private:
  static constexpr size_t kBits = 14;
  static constexpr size_t kChunk = size_t{1} << kBits;
  static constexpr size_t kMask = kChunk - 1;

  std::vector<std::unique_ptr<T[]>> chunks_;
  size_t size_ = 0;
};

}  // namespace landfall::index
