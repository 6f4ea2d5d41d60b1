// Hashes of spellings -> whether any of them may be that one. Entry points: Add
// and MayHold.
#include "server/index/spelling_filter.h"

#include "server/base/check.h"

namespace landfall::index {
namespace {

constexpr size_t kFirstLines = size_t{1} << 11;  // 128 KiB
constexpr size_t kGrowth = 4;
constexpr size_t kBitsOfSpelling = 16;
constexpr size_t kBitsOfLine = 512;
constexpr int kProbes = 6;
constexpr int kProbeBits = 9;  // one of kBitsOfLine

// The low bits of a spelling's hash hang on few of its letters.
uint64_t Mix(uint64_t spelling) {
  uint64_t mixed = (spelling ^ spelling >> 32) * 0x9e3779b97f4a7c15;
  mixed = (mixed ^ mixed >> 29) * 0xbf58476d1ce4e5b9;
  return mixed ^ mixed >> 32;
}

// Calls `probe` with the word and the bit of each place until it returns false.
template <typename Probe>
bool ForEachBit(uint64_t mixed, Probe probe) {
  // The line is chosen by the high bits.
  for (int i = 0; i < kProbes; ++i) {
    const uint64_t place = mixed & (kBitsOfLine - 1);
    mixed >>= kProbeBits;
    if (!probe(place / 64, uint64_t{1} << (place % 64))) return false;
  }
  return true;
}

// 64 - 6 * 9 bits would choose among a thousand lines only.
size_t LineOf(uint64_t mixed, size_t lines) {
  return (mixed * 0x94d049bb133111eb >> 32) & (lines - 1);
}

}  // namespace

void SpellingFilter::Add(uint64_t spelling) {
  if (MayHold(spelling)) return;
  if (layers_.empty() || layers_.back().room == 0) {
    const size_t lines =
        layers_.empty() ? kFirstLines : layers_.back().lines.size() * kGrowth;
    LF_CHECK(lines <= size_t{1} << 32);
    layers_.push_back(
        {std::vector<Line>(lines), lines * kBitsOfLine / kBitsOfSpelling});
  }
  Layer& layer = layers_.back();
  --layer.room;
  const uint64_t mixed = Mix(spelling);
  Line& line = layer.lines[LineOf(mixed, layer.lines.size())];
  ForEachBit(mixed, [&](size_t word, uint64_t bit) {
    line.words[word] |= bit;
    return true;
  });
}

bool SpellingFilter::MayHold(uint64_t spelling) const {
  const uint64_t mixed = Mix(spelling);
  for (const Layer& layer : layers_) {
    const Line& line = layer.lines[LineOf(mixed, layer.lines.size())];
    const bool held = ForEachBit(mixed, [&](size_t word, uint64_t bit) {
      return (line.words[word] & bit) != 0;
    });
    if (held) return true;
  }
  return false;
}

size_t SpellingFilter::bytes() const {
  size_t bytes = 0;
  for (const Layer& layer : layers_) bytes += layer.lines.size() * sizeof(Line);
  return bytes;
}

}  // namespace landfall::index
