#pragma once

#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "server/normalize/key.h"
#include "server/normalize/tax/clean.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {

// One way to understand a field: as a number of this issuer.
struct Reading {
  const Issuer* issuer = nullptr;
  std::string raw_body;  // as written, without prefix and label
  std::string body;      // in normal form when `problem` says it is valid
  KeyProblem problem = KeyProblem::kNone;

  // Valid for its issuer, a sample by its digits or not.
  bool IsValid() const {
    return problem == KeyProblem::kNone ||
           problem == KeyProblem::kSuspectSequence;
  }
  NormalKey Key() const;
};

using Readings = absl::InlinedVector<Reading, 4>;

// Judges a body for one issuer: generics and shapes first, then the checksum.
Reading ReadAs(const Issuer& issuer, absl::string_view body);

// All readings of a text: its prefix names the issuer, or the record's country
// (two upper-case letters or "") does; with and without labels.
Readings ReadAll(const CleanText& text, absl::string_view country);

// The one key of the readings, or the problem of the closest.
struct Conclusion {
  const Reading* reading = nullptr;
  KeyProblem problem = KeyProblem::kNone;
};
Conclusion Conclude(const Readings& readings);

}  // namespace landfall::normalize::tax
