#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "server/model/key_kind.h"
#include "server/normalize/key.h"

namespace landfall::index {

// The outcomes that an answer tells apart, in their order: each key of a kind
// once by its text, each value that is no key once by what is wrong with it.
// They point into `outcomes`. Pure.
std::vector<const normalize::KeyOutcome*> ToldOnce(
    const std::vector<normalize::KeyOutcome>& outcomes);

// What a record says of its customer's keys, without the keys: of each value
// that an answer tells apart its kind, and whether it is usable or why not.
// Most records say one of a few things, so that the world keeps each sketch
// once and an answer that shows no key texts need not read the record. Value
// type.
class KeySketch {
 public:
  struct Value {
    model::KeyKind kind;
    normalize::KeyProblem problem;  // kNone: usable
  };

  // The sketch of a record that says nothing.
  KeySketch() = default;
  explicit KeySketch(const std::vector<normalize::KeyOutcome>& outcomes);

  // In the order of the record's outcomes.
  std::vector<Value> Values() const;
  // How many different keys are usable: the index holds each of them.
  uint32_t usable_keys() const { return usable_keys_; }

  friend bool operator==(const KeySketch& a, const KeySketch& b) {
    return a.usable_keys_ == b.usable_keys_ && a.values_ == b.values_;
  }
  template <typename H>
  friend H AbslHashValue(H state, const KeySketch& sketch) {
    return H::combine(std::move(state), sketch.usable_keys_, sketch.values_);
  }

 private:
  // May exceed the usable values: keys of two scopes can have one text.
  uint32_t usable_keys_ = 0;
  std::string values_;  // a byte each: problem and kind
};

}  // namespace landfall::index
