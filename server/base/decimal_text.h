#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::base {

// The parts of a number literal before they are combined: digits × 10^-scale.
struct DecimalLiteral {
  bool negative = false;
  std::string digits;  // without zeros at either end; empty: zero
  int scale = 0;       // may be negative
};

// Splits a number as Decimal::Parse describes it. False when it is none.
bool ReadDecimal(absl::string_view text, DecimalLiteral* out);

// Rounds to `decimals` places, half to even.
void RoundDecimal(int decimals, DecimalLiteral* literal);

}  // namespace landfall::base
