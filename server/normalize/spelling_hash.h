#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace landfall::normalize {

// A hash of a text that is worked out in a step from that of a text one edit
// away: the letters are the digits of a number to a secret base, modulo 2^64.
// Good for a filter that may let too much through; the base is a secret of the
// store, so that nobody can prepare that. Two texts that differ in one letter
// have different hashes. Value type.
class SpellingHash {
 public:
  // REQUIRES: `base` is odd.
  explicit SpellingHash(uint64_t base) : base_(base) {}

  uint64_t base() const { return base_; }
  uint64_t Of(absl::string_view text) const {
    uint64_t hash = 0;
    for (const char c : text) hash = hash * base_ + static_cast<uint8_t>(c);
    return hash;
  }

 private:
  uint64_t base_;
};

}  // namespace landfall::normalize
