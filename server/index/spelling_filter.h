#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace landfall::index {

// Tells of nearly every spelling that nobody has it, without looking for it:
// Bloom filters of 16 bits a spelling, each in one cache line. What was added
// stays; a spelling that nobody has any more, and about one in 200 that nobody
// ever had, costs a look-up in vain. Example: of the 2,000 addresses that are
// one edit away from ann@contoso.com, the filter leaves ten to be looked up.
//
// It grows by further filters, each four times as large, because spellings are
// not kept to fill a larger one from. Not thread-safe; const methods may run
// concurrently.
class SpellingFilter {
 public:
  // `spelling`: a normalize::SpellingHash.
  void Add(uint64_t spelling);
  // False only for what was never added.
  bool MayHold(uint64_t spelling) const;

  size_t bytes() const;

 private:
  struct alignas(64) Line {
    std::array<uint64_t, 8> words{};
  };
  struct Layer {
    std::vector<Line> lines;  // a power of two
    size_t room;              // so many more fit
  };

  std::vector<Layer> layers_;  // the one that is filled last
};

}  // namespace landfall::index
