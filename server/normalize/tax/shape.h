#pragma once

#include "absl/strings/string_view.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {

// What the digits of a number look like, whatever its checksum says.
enum class DigitShape {
  kOrdinary,
  kPlaceholder,  // one digit or pair repeated, or a single non-zero digit
  kRun,          // nothing but digits that count up or down
  kRunAndCheck,  // such a run and its check digits or letters: a sample
};

// The shape of a body in normal form. Ordinary for bodies of fewer than four
// digits and for issuers whose digits are dates.
DigitShape ShapeOf(const Stem& stem, absl::string_view body);

}  // namespace landfall::normalize::tax
