#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace landfall::normalize::tax {

// A tax ID field reduced to what counts: upper-case ASCII letters and digits,
// '&', '+', '*', byte 0xD1 for Ñ, and byte 1 for any other letter.
struct CleanText {
  bool decodable = true;  // false for broken UTF-8
  std::string compact;
  // Bit i: a separator (any; a slash) stood before compact[i]. Only the first
  // 64 characters are tracked, which is more than any number has.
  uint64_t breaks = 0;
  uint64_t slashes = 0;

  bool BreakBefore(size_t i) const {
    return i < 64 && ((breaks >> i) & 1) != 0;
  }
};

// Removes separators and decoration and unifies the spelling of digits and
// letters: full-width forms, digits of other scripts, Cyrillic and Greek
// letters that look like Latin ones. Pure.
CleanText Clean(absl::string_view raw);

// The length of the label ("VAT", "USTIDNR", "CIF") that starts at `begin`, 0
// when none does. A label ends at a separator, before a digit or at the end.
size_t LabelLength(const CleanText& text, size_t begin);

// True when the label of the field, if any, says that the number is of a kind
// that is not a tax key: customs number, social security number, Steuernummer.
bool HasOtherKindLabel(const CleanText& text);

// True when the whole text is a word that people write for "none".
bool IsPlaceholderWord(absl::string_view compact);

}  // namespace landfall::normalize::tax
