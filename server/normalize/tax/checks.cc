// Turns digits into the yes or no of the checksums that tax authorities use.
// No single entry point: arithmetic for the tables of this folder.
#include "server/normalize/tax/checks.h"

#include <algorithm>
#include <string>

namespace landfall::normalize::tax {
namespace {

bool FitsShape(char c, char shape) {
  switch (shape) {
    case '9':
      return IsDigit(c);
    case 'A':
      return IsLetter(c);
    case 'N':
      return IsDigit(c) || IsLetter(c);
    default:
      return c == shape;
  }
}

}  // namespace

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), IsDigit);
}

KeyProblem ExpectDigits(absl::string_view body,
                        std::initializer_list<size_t> lengths) {
  if (!AllDigits(body)) return KeyProblem::kBadCharset;
  const bool fits =
      std::find(lengths.begin(), lengths.end(), body.size()) != lengths.end();
  return fits ? KeyProblem::kNone : KeyProblem::kBadLength;
}

bool HasShape(absl::string_view body, absl::string_view shape) {
  return body.size() == shape.size() &&
         std::equal(body.begin(), body.end(), shape.begin(), FitsShape);
}

KeyProblem ExpectShape(absl::string_view body, absl::string_view shape) {
  const size_t shared = std::min(body.size(), shape.size());
  if (!HasShape(body.substr(0, shared), shape.substr(0, shared))) {
    return KeyProblem::kBadCharset;
  }
  return body.size() == shape.size() ? KeyProblem::kNone
                                     : KeyProblem::kBadLength;
}

int WeightedSum(absl::string_view digits, std::initializer_list<int> weights) {
  int sum = 0;
  size_t i = 0;
  for (int weight : weights) sum += weight * DigitAt(digits, i++);
  return sum;
}

int Modulo(absl::string_view digits, int modulus) {
  int rest = 0;
  for (char c : digits) rest = (rest * 10 + (c - '0')) % modulus;
  return rest;
}

bool Luhn(absl::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int digit = DigitAt(digits, i) * (twice ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

bool Mod11And10(absl::string_view digits) {
  int product = 10;
  for (size_t i = 0; i + 1 < digits.size(); ++i) {
    int sum = (DigitAt(digits, i) + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (DigitAt(digits, digits.size() - 1) + product) % 10 == 1;
}

bool IsDate(int year, int month, int day) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool InList(absl::string_view word, absl::string_view list) {
  for (size_t i = 0; i + word.size() <= list.size(); i += word.size() + 1) {
    if (list.substr(i, word.size()) == word) return true;
  }
  return false;
}

void PadLeft(std::string& body, size_t length) {
  if (body.size() < length) body.insert(0, length - body.size(), '0');
}

}  // namespace landfall::normalize::tax
