#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace landfall::normalize {

// The two halves of a wrapping, UTF-8.
struct Pair {
  absl::string_view open;
  absl::string_view close;
};

// Quotes stand around the whole of a text. Brackets stand around the whole, or
// around an address or a remark beside the rest; the angle is the first.
absl::Span<const Pair> Quotes();
absl::Span<const Pair> Brackets();

// True when `text` begins with one half, ends with the other, and has something
// between them.
bool IsInside(absl::string_view text, const Pair& pair);

// The same, and the bracket that `text` begins with is closed at its very end.
bool IsOnePair(absl::string_view text, const Pair& pair);

// True when `text` has an '@' or a link, where an '@' may be encoded.
bool MayHoldAddress(absl::string_view text);

// True for quotes and brackets beyond ASCII that are never part of an address;
// the typographic apostrophe may be one.
bool IsForeignWrapping(char32_t c);

}  // namespace landfall::normalize
