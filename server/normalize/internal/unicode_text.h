#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace landfall::normalize {

// Text primitives that the normalisers share. All are pure and thread-safe.

// True when no byte is above 0x7F.
bool IsAscii(absl::string_view text);

// Decodes strict UTF-8 (no surrogates, no overlong forms); nullopt for anything
// else.
std::optional<std::u32string> DecodeUtf8(absl::string_view text);
std::string EncodeUtf8(const std::u32string& text);
void AppendUtf8(char32_t c, std::string& out);

// Canonical composition.
std::u32string Nfc(const std::u32string& text);

// White space of any script, NBSP and the ideographic space included; control
// characters below U+0020 count as well.
bool IsBlank(char32_t c);
// Zero-width, soft hyphen, fillers and direction marks: they come along with
// copied text and mean nothing. Variation selectors are no such characters:
// they choose the look of the sign in front of them.
bool IsInvisible(char32_t c);
bool IsVariationSelector(char32_t c);

// Maps full-width ASCII (U+FF01…U+FF5E) to ASCII; other characters stay.
char32_t HalfWidth(char32_t c);

// Without the blank and invisible characters of both ends.
std::u32string TrimBlank(const std::u32string& text);
absl::string_view TrimBlank(absl::string_view text);

// For lookups and comparison only, never for a key: compatibility case fold,
// no marks (é is e, ø is o). Undecodable bytes are read as U+FFFD.
std::u32string FoldForLookup(absl::string_view text);

}  // namespace landfall::normalize
