#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/normalize/key.h"

namespace landfall::normalize::tax {

// Brings the body of a number (upper-case ASCII without separators and without
// the issuer's prefix; byte 0xD1 stands for Ñ) into its normal form in place
// and says why it has none. After a failure the body may be anything.
using CheckBody = KeyProblem (*)(std::string& body);

// Which digits of a normal form a made-up number repeats or counts up.
// `length` 0 means to the end; `check_digits` follow the counted part.
struct Stem {
  size_t skip = 0;
  size_t length = 0;
  size_t check_digits = 1;
  bool exempt = false;  // digits are dates: no shape rule applies
};

// One authority that gives out numbers. The normal form is prefix + body.
struct Issuer {
  absl::string_view scope;   // NormalKey::scope
  absl::string_view prefix;  // of the normal form
  CheckBody check;
  bool weak = false;  // no check digit: proof only with a second field
  Stem stem = {};
};

// The issuers whose numbers a value with this prefix or a record of this
// country can carry, the usual one first. `code` is a two-letter ISO code or
// EL, XI, EU, UK; empty when no issuer is known. Aliases share an issuer: GR
// and EL, GB, XI and IM, FR and MC, CH and LI.
absl::Span<const Issuer* const> IssuersOf(absl::string_view code);

// The issuer of a register number whose kind is spelled in front of it
// ("SIREN", "ACN"), and the length of that word; nullptr if there is none.
const Issuer* RegisterIssuer(absl::string_view text, size_t& word_length);

// The issuer with this scope, nullptr if there is none.
const Issuer* IssuerOfScope(absl::string_view scope);

// Numbers that a government gave out for "nobody in particular".
bool IsGovernmentGeneric(const Issuer& issuer, absl::string_view body);

// The tables of the regions; issuers.cc puts them together.
absl::Span<const Issuer> EuropeAtoE();
absl::Span<const Issuer> EuropeFtoM();
absl::Span<const Issuer> EuropeNtoZ();
absl::Span<const Issuer> EuropeOutsideEu();
absl::Span<const Issuer> Americas();
absl::Span<const Issuer> AsiaPacific();
absl::Span<const Issuer> MiddleEastAfrica();
absl::Span<const Issuer> Registers();

}  // namespace landfall::normalize::tax
