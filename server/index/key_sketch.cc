// Turns the outcomes of a record's key fields into what can be said of them
// without their texts. Entry point: KeySketch.
#include "server/index/key_sketch.h"

#include <algorithm>

#include "server/base/check.h"

namespace landfall::index {
namespace {

using model::KeyKind;
using normalize::KeyOutcome;
using normalize::KeyProblem;

constexpr int kKindBits = 2;
constexpr int kKindMask = (1 << kKindBits) - 1;

bool ToldAlike(const KeyOutcome& a, const KeyOutcome& b) {
  if (a.kind != b.kind || a.key.has_value() != b.key.has_value()) return false;
  return a.key ? a.key->text() == b.key->text()
               : a.problem == b.problem && a.raw == b.raw;
}

// True when none of the outcomes before is told alike.
bool IsNews(const std::vector<KeyOutcome>& outcomes,
            std::vector<KeyOutcome>::const_iterator it) {
  return std::none_of(outcomes.begin(), it, [&](const KeyOutcome& other) {
    return ToldAlike(other, *it);
  });
}

char Pack(const KeyOutcome& outcome) {
  const auto problem =
      static_cast<int>(outcome.key ? KeyProblem::kNone : outcome.problem);
  LF_CHECK(problem < 1 << (8 - kKindBits));
  return static_cast<char>(problem << kKindBits |
                           static_cast<int>(outcome.kind));
}

uint32_t CountUsable(const std::vector<KeyOutcome>& outcomes) {
  uint32_t count = 0;
  for (auto it = outcomes.begin(); it != outcomes.end(); ++it) {
    const bool again = std::any_of(
        outcomes.begin(), it,
        [&](const KeyOutcome& other) { return other.key == it->key; });
    if (it->key && !again) ++count;
  }
  return count;
}

}  // namespace

std::vector<const KeyOutcome*> ToldOnce(
    const std::vector<KeyOutcome>& outcomes) {
  std::vector<const KeyOutcome*> told;
  for (auto it = outcomes.begin(); it != outcomes.end(); ++it) {
    if (IsNews(outcomes, it)) told.push_back(&*it);
  }
  return told;
}

KeySketch::KeySketch(const std::vector<KeyOutcome>& outcomes)
    : usable_keys_(CountUsable(outcomes)) {
  for (auto it = outcomes.begin(); it != outcomes.end(); ++it) {
    if (IsNews(outcomes, it)) values_.push_back(Pack(*it));
  }
}

std::vector<KeySketch::Value> KeySketch::Values() const {
  std::vector<Value> values;
  values.reserve(values_.size());
  for (const char value : values_) {
    const int packed = static_cast<unsigned char>(value);
    values.push_back({static_cast<KeyKind>(packed & kKindMask),
                      static_cast<KeyProblem>(packed >> kKindBits)});
  }
  return values;
}

}  // namespace landfall::index
