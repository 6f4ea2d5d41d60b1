#include "server/base/decimal_text.h"

#include <algorithm>

namespace landfall::base {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes a sign off the front; true when it was a minus.
bool TakeSign(absl::string_view* text) {
  if (text->empty() || ((*text)[0] != '+' && (*text)[0] != '-')) return false;
  const bool negative = (*text)[0] == '-';
  text->remove_prefix(1);
  return negative;
}

// Reads the exponent that follows 'e'; false when it is malformed or absurd.
bool ReadExponent(absl::string_view text, int* exponent) {
  const bool negative = TakeSign(&text);
  if (text.empty() || text.size() > 3) return false;
  int value = 0;
  for (char c : text) {
    if (!IsDigit(c)) return false;
    value = value * 10 + (c - '0');
  }
  *exponent = negative ? -value : value;
  return true;
}

void Trim(DecimalLiteral* literal) {
  std::string& digits = literal->digits;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    --literal->scale;
  }
  if (digits.empty()) *literal = DecimalLiteral();
}

// Adds one to the number that the digits spell.
void Increment(std::string* digits) {
  for (auto it = digits->rbegin(); it != digits->rend(); ++it) {
    if (*it != '9') {
      ++*it;
      return;
    }
    *it = '0';
  }
  digits->insert(digits->begin(), '1');
}

}  // namespace

bool ReadDecimal(absl::string_view text, DecimalLiteral* out) {
  out->negative = TakeSign(&text);
  int exponent = 0;
  const size_t e = text.find_first_of("eE");
  if (e != absl::string_view::npos) {
    if (!ReadExponent(text.substr(e + 1), &exponent)) return false;
    text = text.substr(0, e);
  }
  bool point = false;
  for (char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (IsDigit(c)) {
      out->digits.push_back(c);
      if (point) ++out->scale;
    } else {
      return false;
    }
  }
  if (out->digits.empty()) return false;
  out->scale -= exponent;
  Trim(out);
  return true;
}

void RoundDecimal(int decimals, DecimalLiteral* literal) {
  if (literal->scale <= decimals) return;
  std::string& digits = literal->digits;
  const size_t drop = static_cast<size_t>(literal->scale - decimals);
  if (drop > digits.size()) digits.insert(0, drop - digits.size(), '0');
  const std::string tail = digits.substr(digits.size() - drop);
  digits.resize(digits.size() - drop);
  const bool odd = !digits.empty() && (digits.back() - '0') % 2 == 1;
  const std::string half = "5" + std::string(drop - 1, '0');
  if (tail > half || (tail == half && odd)) Increment(&digits);
  literal->scale = decimals;
  Trim(literal);
}

}  // namespace landfall::base
