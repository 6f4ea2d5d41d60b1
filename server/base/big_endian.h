#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

// Numbers as bytes, the most significant first, so that texts sort as the
// numbers do.

namespace landfall::base {

template <typename T>
void PutNumber(T value, std::string* out) {
  for (size_t i = sizeof(T); i-- > 0;) {
    out->push_back(static_cast<char>(value >> (8 * i)));
  }
}

// REQUIRES: in->size() >= sizeof(T).
template <typename T>
T TakeNumber(absl::string_view* in) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(value << 8 | static_cast<uint8_t>((*in)[i]));
  }
  in->remove_prefix(sizeof(T));
  return value;
}

}  // namespace landfall::base
