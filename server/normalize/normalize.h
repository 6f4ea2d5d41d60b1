#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/model/system.h"
#include "server/normalize/key.h"

namespace landfall::normalize {

// The public functions of the module. All are pure and thread-safe, accept any
// bytes, and never fail: an unusable value says why it is not a key.

// Normalises an email field, which may hold several addresses (split at ';',
// ',' and line ends outside quotes): one outcome per address in their order,
// one kEmpty outcome for a blank field. `placeholder_domains` are rejected in
// addition to the built-in ones.
std::vector<KeyOutcome> NormalizeEmails(
    absl::string_view raw, const std::vector<std::string>& placeholder_domains);

// Normalises a tax ID. `country` is the country of the record as an ISO 3166-1
// alpha-2 code ("GR" and "EL" both work), or "" when unknown: then only a
// prefix in the value can name the issuer. A bare number without country is
// kCountryUnknown.
KeyOutcome NormalizeTaxId(absl::string_view raw, absl::string_view country);

// Normalises an id that source `source_id` gave out. `object` is the record
// type that the id names where the caller knows it ("customer", "company",
// "account"); a Shopify gid in `raw` overrides it.
KeyOutcome NormalizeExternalId(absl::string_view source_id,
                               model::System system, absl::string_view object,
                               absl::string_view raw);

// ISO 3166-1 alpha-2 of a country as people and systems write it: alpha-2,
// alpha-3, numeric, English and native names, habits ("USA", "England", "EL").
// nullopt when unknown or ambiguous: never a guess.
std::optional<std::string> NormalizeCountry(absl::string_view raw);

// ISO 3166-2 code ("US-ID") of a subdivision of `country` (alpha-2) given as
// code, suffix or name. nullopt when unknown.
std::optional<std::string> NormalizeSubdivision(absl::string_view country,
                                                absl::string_view raw);

// A company or person name for comparison: NFKC case fold, marks, punctuation
// and legal form (GmbH, Inc, "Limited Liability Company", …) removed, words
// kept in order. "" if nothing remains, as of a name that is only a legal form.
std::string FoldName(absl::string_view name);

// Free text for comparison: case folded, runs of blanks of any script one,
// marks kept. Undecodable bytes stay as they are.
std::string FoldText(absl::string_view text);

// A postcode for comparison: upper case, letters and digits only. "" if none.
std::string FoldPostalCode(absl::string_view code);

// True when both are tax IDs of one issuer that differ only in a branch,
// program or suffix (class C of the key rules: GB 12 vs 9 digits, NL B01 vs
// B02, CA RT0001 vs RC0001, BR and SIRET branches, IN same PAN, VN 13 vs 10):
// not the same key, but no contradiction either.
bool DifferOnlyInBranch(const NormalKey& a, const NormalKey& b);

}  // namespace landfall::normalize
