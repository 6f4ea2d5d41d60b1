// Feeds arbitrary bytes to every function of the module and checks what must
// hold for any of them: a key is a fixed point of its own normalisation, a
// value is either a key or has a problem, and near forms never fail.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "server/normalize/near.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

void CheckForms(const KeyOutcome& outcome) {
  Require(outcome.key.has_value() == (outcome.problem == KeyProblem::kNone));
  if (!outcome.key.has_value()) return;
  Require(!outcome.key->text().empty());
  const auto forms = NearForms(*outcome.key);
  for (size_t i = 0; i < forms.size(); ++i) {
    for (size_t j = 0; j < i; ++j) Require(forms[i].rule != forms[j].rule);
  }
}

void FuzzEmails(absl::string_view raw) {
  const auto outcomes = NormalizeEmails(raw, {"contoso.com"});
  Require(!outcomes.empty());
  for (const KeyOutcome& outcome : outcomes) {
    CheckForms(outcome);
    if (!outcome.key.has_value()) continue;
    const auto again = NormalizeEmails(outcome.key->text(), {});
    Require(again.size() == 1 && again[0].key.has_value());
    Require(*again[0].key == *outcome.key);
    int edits = 0;
    ForEachEmailOneEdit(*outcome.key, [&](absl::string_view near) {
      Require(near != outcome.key->text());
      return ++edits < 100;
    });
  }
}

void FuzzTaxId(absl::string_view raw, absl::string_view country) {
  const KeyOutcome outcome = NormalizeTaxId(raw, country);
  CheckForms(outcome);
  for (const Repair& repair : TaxIdRepairs(raw, country)) {
    Require(!outcome.key.has_value());
    Require(!repair.key.text().empty());
  }
  if (!outcome.key.has_value()) return;
  Require(!DifferOnlyInBranch(*outcome.key, *outcome.key));
  const KeyOutcome again = NormalizeTaxId(outcome.key->text(), "");
  Require(again.key.has_value() && *again.key == *outcome.key);
}

void FuzzExternalId(absl::string_view raw, uint8_t choice) {
  const auto system = static_cast<model::System>(choice % 6);
  const KeyOutcome outcome = NormalizeExternalId("crm", system, "", raw);
  CheckForms(outcome);
  if (!outcome.key.has_value()) return;
  const std::string& scope = outcome.key->scope();
  const KeyOutcome again = NormalizeExternalId(
      "crm", system, absl::string_view(scope).substr(4), outcome.key->text());
  Require(again.key.has_value() && *again.key == *outcome.key);
}

void FuzzPlacesAndNames(absl::string_view raw, absl::string_view country) {
  if (const auto code = NormalizeCountry(raw); code.has_value()) {
    Require(NormalizeCountry(*code) == code);
  }
  if (const auto code = NormalizeSubdivision(country, raw); code.has_value()) {
    Require(NormalizeSubdivision(code->substr(0, 2), *code) == code);
  }
  const std::string postal = FoldPostalCode(raw);
  Require(FoldPostalCode(postal) == postal);
  FoldName(raw);
}

}  // namespace
}  // namespace landfall::normalize

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  const absl::string_view country(reinterpret_cast<const char*>(data), 2);
  const absl::string_view raw(reinterpret_cast<const char*>(data) + 3,
                              size - 3);
  landfall::normalize::FuzzEmails(raw);
  landfall::normalize::FuzzTaxId(raw, country);
  landfall::normalize::FuzzTaxId(raw, "");
  landfall::normalize::FuzzExternalId(raw, data[2]);
  landfall::normalize::FuzzPlacesAndNames(raw, country);
  return 0;
}
