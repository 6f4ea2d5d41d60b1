#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/normalize/key.h"

namespace landfall::normalize::tax {

// The part of a tax ID after the issuer's prefix.
absl::string_view BodyOf(const NormalKey& key);

// The part of a tax ID that all branches, programs and schemes of one taxpayer
// share ("" when the issuer has no such thing). Comparable within a scope.
std::string BranchRootOf(const NormalKey& key);

// As BranchRootOf, but comparable across the kinds of number of one country
// (French VAT number, SIREN and SIRET; ABN and ACN), led by the country.
std::string FamilyRootOf(const NormalKey& key);

}  // namespace landfall::normalize::tax
