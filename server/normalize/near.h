#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "server/normalize/key.h"
#include "server/normalize/spelling_hash.h"

namespace landfall::normalize {

// Rules that would have made two different keys equal, best first. They only
// explain; nothing matches through them.
enum class NearRule {
  kEmailPlusTag,          // ann+shop@ ~ ann@
  kEmailGmailDots,        // a.nn@gmail.com ~ ann@gmail.com, googlemail.com
  kEmailNfkc,             // x²@ ~ x2@
  kEmailSharpS,           // strauß ~ strauss, ß domains, dotted I
  kEmailConfusable,       // Cyrillic look-alikes
  kEmailOneEdit,          // one letter added, lost, changed, or two swapped
  kTaxIdOtherIssuer,      // same digits, other country
  kTaxIdOtherBranch,      // same root, other branch or suffix
  kTaxIdOneEdit,          // one side fails its checksum, one edit apart
  kTaxIdRepair,           // letter O for 0, doubled prefix, missing AT "U", …
  kExternalIdZeros,       // 000123 ~ 123
  kExternalIdCase,        // c-1 ~ C-1
  kExternalIdPrefix,      // CUST-000123 ~ 123
  kExternalIdOtherScope,  // same id, other shop
  kExternalIdOtherObject,  // same number, customer vs company
};

// "EMAIL_PLUS_TAG" and so on.
absl::string_view NearRuleName(NearRule rule);

// The value of a key under a rule's coarser equality.
struct NearForm {
  NearRule rule;
  std::string text;
  friend bool operator==(const NearForm& a, const NearForm& b) {
    return a.rule == b.rule && a.text == b.text;
  }
};

// Every form of `key` under the rules that are equalities (all but the one-edit
// and repair rules). Two different keys are near by a rule when both have that
// form and it is equal. At most one form per rule. Pure.
std::vector<NearForm> NearForms(const NormalKey& key);

// Calls `visit` with the text of every key that is one edit away from an
// email's local part (of five characters or more; letters, digits, '.', '-',
// '_' of ASCII), about 80 per character. Some of the texts are those of no key,
// such as ".ann@contoso.com": nobody can hold them, and to find that out for
// each costs more than to look for it. Stops early when `visit` returns false.
void ForEachEmailOneEdit(const NormalKey& key,
                         absl::FunctionRef<bool(absl::string_view)> visit);
// The same for those texts only whose hash by `spelling` passes `may_be_held`,
// which is asked of all of them, so that hardly any is written out.
void ForEachEmailOneEdit(const NormalKey& key, const SpellingHash& spelling,
                         absl::FunctionRef<bool(uint64_t)> may_be_held,
                         absl::FunctionRef<bool(absl::string_view)> visit);

// How many texts ForEachEmailOneEdit visits at most.
size_t MostEmailOneEdits(const NormalKey& key);

// How many numbers TaxIdRepairs tries at most.
size_t MostTaxIdEdits(absl::string_view raw);

// For an unusable tax ID: the valid keys that it was probably meant to be
// (repairs and single edits within the issuer), with the rule, best first.
struct Repair {
  NearRule rule;
  NormalKey key;
};
std::vector<Repair> TaxIdRepairs(absl::string_view raw,
                                 absl::string_view country);

}  // namespace landfall::normalize
