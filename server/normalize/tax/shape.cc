// Turns the digits of a number into a verdict on whether somebody made them up.
// Entry point: ShapeOf().
#include "server/normalize/tax/shape.h"

#include <algorithm>
#include <string>

#include "server/normalize/tax/checks.h"

namespace landfall::normalize::tax {
namespace {

constexpr size_t kFewestDigits = 4;
constexpr size_t kShortestRun = 6;

// "777777", and with period 2 "121212".
bool Repeats(absl::string_view digits, size_t period) {
  for (size_t i = period; i < digits.size(); ++i) {
    if (digits[i] != digits[i - period]) return false;
  }
  return true;
}

bool HasOneNonZero(absl::string_view digits) {
  return std::count(digits.begin(), digits.end(), '0') ==
         static_cast<int64_t>(digits.size()) - 1;
}

// How many digits from the start count up (step 1) or down (9), 0 after 9.
size_t RunLength(absl::string_view digits, int step) {
  size_t length = 1;
  while (length < digits.size() &&
         (DigitAt(digits, length - 1) + step) % 10 == DigitAt(digits, length)) {
    ++length;
  }
  return length;
}

}  // namespace

DigitShape ShapeOf(const Stem& stem, absl::string_view body) {
  if (stem.exempt || body.size() <= stem.skip) return DigitShape::kOrdinary;
  absl::string_view part = body.substr(stem.skip);
  if (stem.length != 0) part = part.substr(0, stem.length);
  std::string digits;
  std::copy_if(part.begin(), part.end(), std::back_inserter(digits), IsDigit);
  if (digits.size() < kFewestDigits) return DigitShape::kOrdinary;
  const bool pair = digits.size() >= kShortestRun && Repeats(digits, 2);
  if (Repeats(digits, 1) || pair || HasOneNonZero(digits)) {
    return DigitShape::kPlaceholder;
  }
  const size_t run = std::max(RunLength(digits, 1), RunLength(digits, 9));
  if (run == digits.size() && AllDigits(body)) return DigitShape::kRun;
  const bool sample =
      run >= kShortestRun && digits.size() - run <= stem.check_digits;
  return sample ? DigitShape::kRunAndCheck : DigitShape::kOrdinary;
}

}  // namespace landfall::normalize::tax
