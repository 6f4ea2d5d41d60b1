// Turns the fields of a record, or keys that somebody typed, into normal keys.
// Entry points: KeysInFields, KeysAsTyped.

#include "tests/oracle/naive_keys.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "server/normalize/normalize.h"

namespace landfall::oracle {
namespace {

std::string IsoCountry(const std::string& written) {
  return normalize::NormalizeCountry(written).value_or("");
}

// The tax IDs under a path: those beside a country, else the bare ones.
void AddTaxIds(const model::Record& record, const std::string& path,
               const std::string& country, KeyOutcomes* keys) {
  bool qualified = false;
  for (const model::QualifiedTaxId& tax : record.tax_ids) {
    if (tax.field != path) continue;
    qualified = true;
    keys->push_back(
        normalize::NormalizeTaxId(tax.value, IsoCountry(tax.country)));
  }
  if (qualified) return;
  for (absl::string_view value : record.fields.All(path)) {
    keys->push_back(normalize::NormalizeTaxId(value, IsoCountry(country)));
  }
}

}  // namespace

void Append(const KeyOutcomes& more, KeyOutcomes* all) {
  all->insert(all->end(), more.begin(), more.end());
}

KeyOutcomes KeysOfEmail(const model::Settings& settings,
                        const std::string& email) {
  return normalize::NormalizeEmails(email, settings.placeholder_domains);
}

KeyOutcomes QualifiedTaxIds(const model::Record& record) {
  KeyOutcomes keys;
  for (const model::QualifiedTaxId& tax : record.tax_ids) {
    keys.push_back(
        normalize::NormalizeTaxId(tax.value, IsoCountry(tax.country)));
  }
  return keys;
}

KeyOutcomes KeysInFields(const model::Settings& settings,
                         const model::Record& record,
                         const std::string& country) {
  const model::Source* source = settings.FindSource(record.ref.source);
  KeyOutcomes keys;
  for (const std::string& path : source->keys.email) {
    for (absl::string_view value : record.fields.All(path)) {
      Append(KeysOfEmail(settings, std::string(value)), &keys);
    }
  }
  for (const std::string& path : source->keys.tax_id) {
    AddTaxIds(record, path, country, &keys);
  }
  for (const model::ExternalIdField& field : source->keys.external_id) {
    const model::Source* giver = settings.FindSource(field.of);
    if (giver == nullptr) continue;
    for (absl::string_view value : record.fields.All(field.field)) {
      keys.push_back(
          normalize::NormalizeExternalId(giver->id, giver->system, "", value));
    }
  }
  return keys;
}

normalize::KeyOutcome OwnId(const model::Settings& settings,
                            const model::RecordRef& ref) {
  const model::Source* source = settings.FindSource(ref.source);
  return normalize::NormalizeExternalId(source->id, source->system, ref.type,
                                        ref.id);
}

KeyOutcomes KeysAsTyped(const model::Settings& settings,
                        const model::GivenKeys& given) {
  KeyOutcomes keys;
  for (const std::string& email : given.emails) {
    Append(KeysOfEmail(settings, email), &keys);
  }
  for (const model::GivenKeys::TaxId& tax : given.tax_ids) {
    const std::string country =
        tax.country.empty() ? given.country : tax.country;
    keys.push_back(normalize::NormalizeTaxId(tax.value, IsoCountry(country)));
  }
  for (const model::GivenKeys::ExternalId& id : given.external_ids) {
    const model::Source* giver = settings.FindSource(id.source);
    if (giver == nullptr) continue;
    keys.push_back(
        normalize::NormalizeExternalId(giver->id, giver->system, "", id.value));
  }
  return keys;
}

std::vector<normalize::NormalKey> UsableKeys(const KeyOutcomes& outcomes,
                                             model::KeyKinds kinds) {
  std::vector<normalize::NormalKey> keys;
  for (const normalize::KeyOutcome& outcome : outcomes) {
    if (!outcome.key.has_value() || !kinds.Has(outcome.kind)) continue;
    if (std::find(keys.begin(), keys.end(), *outcome.key) == keys.end()) {
      keys.push_back(*outcome.key);
    }
  }
  return keys;
}

bool Holds(const KeyOutcomes& outcomes, const normalize::NormalKey& key) {
  for (const normalize::KeyOutcome& outcome : outcomes) {
    if (outcome.key.has_value() && *outcome.key == key) return true;
  }
  return false;
}

bool HasUsableEmail(const KeyOutcomes& outcomes) {
  return !UsableKeys(outcomes, model::KeyKinds().With(model::KeyKind::kEmail))
              .empty();
}

}  // namespace landfall::oracle
