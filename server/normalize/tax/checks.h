#pragma once

#include <initializer_list>

#include "absl/strings/string_view.h"
#include "server/normalize/key.h"

namespace landfall::normalize::tax {

// The arithmetic that tax authorities share. All functions are pure; those on
// digits REQUIRE that the text holds only ASCII digits where they look.

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
inline bool IsLetter(char c) { return c >= 'A' && c <= 'Z'; }
inline int DigitAt(absl::string_view text, size_t i) { return text[i] - '0'; }

bool AllDigits(absl::string_view text);

// kNone when the body has one of the lengths and only digits, else kBadCharset
// or kBadLength.
KeyProblem ExpectDigits(absl::string_view body,
                        std::initializer_list<size_t> lengths);

// True when the body has the shape: '9' a digit, 'A' a letter, 'N' a letter or
// digit, anything else itself.
bool HasShape(absl::string_view body, absl::string_view shape);

// kNone when the body has the shape, else kBadLength (if only that differs) or
// kBadCharset.
KeyProblem ExpectShape(absl::string_view body, absl::string_view shape);

// kNone or kBadChecksum.
inline KeyProblem Checksum(bool passes) {
  return passes ? KeyProblem::kNone : KeyProblem::kBadChecksum;
}
// kNone or kBadComponent.
inline KeyProblem Component(bool possible) {
  return possible ? KeyProblem::kNone : KeyProblem::kBadComponent;
}

// Σ digit × weight over the first weights.size() digits.
int WeightedSum(absl::string_view digits, std::initializer_list<int> weights);

// The number that the digits spell, modulo `modulus`.
int Modulo(absl::string_view digits, int modulus);

// Luhn's test with the check digit last.
bool Luhn(absl::string_view digits);
// ISO 7064 MOD 11,10 with the check digit last.
bool Mod11And10(absl::string_view digits);

// True for a day of the Gregorian calendar.
bool IsDate(int year, int month, int day);
// Two digits as a number.
inline int TwoDigits(absl::string_view text, size_t i) {
  return DigitAt(text, i) * 10 + DigitAt(text, i + 1);
}

// True when `list` ("AB CD EF", words of equal length) holds `word`.
bool InList(absl::string_view word, absl::string_view list);

// Pads the body with zeros on the left to `length`.
void PadLeft(std::string& body, size_t length);

}  // namespace landfall::normalize::tax
