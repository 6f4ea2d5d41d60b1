// Turns the key fields of a record into normalised keys and their hashes, by
// the field map of its source. Entry points: KeyOutcomes and HashKey.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/base/time_text.h"
#include "server/index/derive.h"
#include "server/index/internal/derive_parts.h"
#include "server/normalize/near.h"
#include "server/normalize/normalize.h"

namespace landfall::index {
namespace {

using model::KeyKind;
using normalize::KeyOutcome;

// Country code of an issuer packed into 15 bits; longer scopes ("SIREN") get
// the top bit and a small hash, which is unique among the few that exist.
uint16_t IssuerCode(absl::string_view scope) {
  if (scope.size() == 2) {
    return static_cast<uint16_t>((scope[0] & 0x7f) << 8 | (scope[1] & 0xff));
  }
  uint32_t hash = 17;
  for (char c : scope) hash = hash * 31 + static_cast<unsigned char>(c);
  return static_cast<uint16_t>(0x8000 | (hash & 0x7fff));
}

uint32_t Fold32(const Rulebook& rulebook, absl::string_view kind,
                absl::string_view text) {
  if (text.empty()) return 0;
  const uint32_t hash =
      static_cast<uint32_t>(rulebook.hasher().Hash({kind, text}).low);
  return hash == 0 ? 1 : hash;
}

void AddEmails(const Rulebook& rulebook, absl::string_view raw,
               std::vector<KeyOutcome>* outcomes) {
  for (KeyOutcome& outcome : normalize::NormalizeEmails(
           raw, rulebook.settings().placeholder_domains)) {
    if (outcome.problem != normalize::KeyProblem::kEmpty) {
      outcomes->push_back(std::move(outcome));
    }
  }
}

void AddTaxId(absl::string_view raw, absl::string_view country,
              std::vector<KeyOutcome>* outcomes) {
  KeyOutcome outcome = normalize::NormalizeTaxId(raw, country);
  if (outcome.problem != normalize::KeyProblem::kEmpty) {
    outcomes->push_back(std::move(outcome));
  }
}

void AddExternalId(const Rulebook& rulebook, absl::string_view of,
                   absl::string_view object, absl::string_view raw,
                   std::vector<KeyOutcome>* outcomes) {
  const SourceRules* source = rulebook.FindSource(of);
  if (source == nullptr) return;
  KeyOutcome outcome =
      normalize::NormalizeExternalId(of, source->source->system, object, raw);
  if (outcome.problem != normalize::KeyProblem::kEmpty) {
    outcomes->push_back(std::move(outcome));
  }
}

void AddTaxIds(const model::Source& source, const model::Record& record,
               std::vector<KeyOutcome>* outcomes) {
  const std::string country = RecordCountry(record);
  for (const std::string& field : source.keys.tax_id) {
    bool qualified = false;
    for (const model::QualifiedTaxId& tax_id : record.tax_ids) {
      if (tax_id.field != field) continue;
      qualified = true;
      AddTaxId(tax_id.value,
               normalize::NormalizeCountry(tax_id.country).value_or(country),
               outcomes);
    }
    if (qualified) continue;
    for (absl::string_view value : record.fields.All(field)) {
      AddTaxId(value, country, outcomes);
    }
  }
}

bool IsUpstream(const model::Record& record) {
  return std::holds_alternative<model::UpstreamCustomer>(record.body);
}

}  // namespace

std::string RecordCountry(const model::Record& record) {
  absl::string_view raw;
  if (auto* row = std::get_if<model::UpstreamCustomer>(&record.body)) {
    raw = row->country;
  } else if (auto* row = std::get_if<model::MasterCustomer>(&record.body)) {
    raw = row->country;
  } else if (auto* row = std::get_if<model::CompanyLocation>(&record.body)) {
    raw = row->country;
  } else if (auto* row = std::get_if<model::Order>(&record.body)) {
    raw = row->billing_country.empty() && !row->ship_countries.empty()
              ? absl::string_view(row->ship_countries[0])
              : absl::string_view(row->billing_country);
  }
  return normalize::NormalizeCountry(raw).value_or("");
}

std::vector<KeyOutcome> KeyOutcomes(const Rulebook& rulebook,
                                    const model::Record& record) {
  std::vector<KeyOutcome> outcomes;
  const SourceRules* rules = rulebook.FindSource(record.ref.source);
  if (rules == nullptr) return outcomes;
  const model::Source& source = *rules->source;
  if (IsUpstream(record)) {
    AddExternalId(rulebook, source.id, record.ref.type, record.ref.id,
                  &outcomes);
  }
  for (const std::string& field : source.keys.email) {
    for (absl::string_view value : record.fields.All(field)) {
      AddEmails(rulebook, value, &outcomes);
    }
  }
  for (const model::ExternalIdField& field : source.keys.external_id) {
    // A company's free-text id is an id of its own kind; everybody else's ids
    // name customers.
    const absl::string_view object =
        IsUpstream(record) ? absl::string_view(record.ref.type) : "";
    for (absl::string_view value : record.fields.All(field.field)) {
      AddExternalId(rulebook, field.of, object, value, &outcomes);
    }
  }
  AddTaxIds(source, record, &outcomes);
  return outcomes;
}

std::vector<KeyOutcome> KeyOutcomes(const Rulebook& rulebook,
                                    const model::GivenKeys& given) {
  std::vector<KeyOutcome> outcomes;
  const std::string country =
      normalize::NormalizeCountry(given.country).value_or("");
  for (const std::string& email : given.emails) {
    AddEmails(rulebook, email, &outcomes);
  }
  for (const model::GivenKeys::ExternalId& id : given.external_ids) {
    for (const SourceRules& source : rulebook.sources()) {
      // An exported error names an account number, not who gave it out.
      const bool any = id.source.empty() &&
                       source.source->system == model::System::kDataverse;
      if (any || id.source == source.source->id) {
        AddExternalId(rulebook, source.source->id, "", id.value, &outcomes);
      }
    }
  }
  for (const model::GivenKeys::TaxId& tax_id : given.tax_ids) {
    AddTaxId(tax_id.value,
             normalize::NormalizeCountry(tax_id.country).value_or(country),
             &outcomes);
  }
  return outcomes;
}

base::Hash128 ExactHash(const Rulebook& rulebook, KeyKind kind,
                        absl::string_view scope, absl::string_view text) {
  return KeyHash(
      rulebook.hasher().Hash({"key", model::KeyKindName(kind), scope, text}));
}

std::vector<KeyFact> HashKey(const Rulebook& rulebook,
                             const normalize::NormalKey& key, bool near_forms) {
  KeyFact exact;
  exact.kind = key.kind();
  exact.weak = key.weak();
  exact.hash = ExactHash(rulebook, key.kind(), key.scope(), key.text());
  if (key.kind() == KeyKind::kTaxId) exact.issuer = IssuerCode(key.scope());
  std::vector<KeyFact> facts = {exact};
  if (near_forms && key.kind() == KeyKind::kEmail) {
    facts[0].spelling = rulebook.spelling().Of(key.text());
  }
  if (!near_forms && key.kind() != KeyKind::kTaxId) return facts;
  for (const normalize::NearForm& form : normalize::NearForms(key)) {
    KeyFact fact = exact;
    fact.weak = false;
    fact.hash = NearHash(rulebook, form, key);
    if (form.rule == normalize::NearRule::kTaxIdOtherBranch) {
      fact.role = KeyRole::kTaxRoot;
      facts.push_back(fact);
    } else if (near_forms && IsIndexedNearForm(form, key)) {
      fact.role = KeyRole::kNear;
      facts.push_back(fact);
    }
  }
  return facts;
}

std::string NearText(const normalize::NearForm& form,
                     const normalize::NormalKey& key) {
  switch (form.rule) {
    case normalize::NearRule::kExternalIdZeros:
    case normalize::NearRule::kExternalIdPrefix:
      return form.text.substr(key.scope().size() + 1);
    case normalize::NearRule::kExternalIdCase:
      // Most ids have no small letters, so that this spelling is most ids' own.
      return absl::AsciiStrToUpper(form.text.substr(key.scope().size() + 1));
    default:
      return form.text;
  }
}

bool IsIndexedNearForm(const normalize::NearForm& form,
                       const normalize::NormalKey& key) {
  switch (form.rule) {
    case normalize::NearRule::kEmailPlusTag:
    case normalize::NearRule::kEmailGmailDots:
    case normalize::NearRule::kEmailNfkc:
    case normalize::NearRule::kEmailSharpS:
    case normalize::NearRule::kExternalIdZeros:
    case normalize::NearRule::kExternalIdCase:
    case normalize::NearRule::kExternalIdPrefix:
      return NearText(form, key) != key.text();
    case normalize::NearRule::kEmailConfusable:
      // Nearly every ASCII address has a skeleton of its own; only a foreign
      // letter makes one worth the memory.
      for (char c : key.text()) {
        if (!absl::ascii_isascii(c)) return true;
      }
      return false;
    case normalize::NearRule::kEmailOneEdit:
    case normalize::NearRule::kTaxIdOtherIssuer:
    case normalize::NearRule::kTaxIdOtherBranch:
    case normalize::NearRule::kTaxIdOneEdit:
    case normalize::NearRule::kTaxIdRepair:
    case normalize::NearRule::kExternalIdOtherScope:
    case normalize::NearRule::kExternalIdOtherObject:
      return false;  // found by asking for the other spellings instead
  }
  return false;
}

base::Hash128 NearHash(const Rulebook& rulebook,
                       const normalize::NearForm& form,
                       const normalize::NormalKey& key) {
  // Tax IDs of different issuers have one form in common.
  const absl::string_view scope =
      key.kind() == KeyKind::kExternalId ? key.scope() : absl::string_view();
  return KeyHash(
      rulebook.hasher().Hash({"near", normalize::NearRuleName(form.rule), scope,
                              NearText(form, key)}));
}

uint32_t NameHash(const Rulebook& rulebook, absl::string_view name) {
  return Fold32(rulebook, "name", normalize::FoldName(name));
}

uint32_t PostalHash(const Rulebook& rulebook, absl::string_view code) {
  return Fold32(rulebook, "postal", normalize::FoldPostalCode(code));
}

namespace internal {

Micros ToMicros(const std::optional<absl::Time>& time) {
  if (!time) return kNoTime;
  return absl::ToUnixMicros(*time);
}

Seconds ChangedAt(const model::Record& record) {
  const auto& time = record.modified ? record.modified : record.created;
  if (!time) return 0;
  const int64_t seconds = absl::ToUnixSeconds(*time);
  constexpr int64_t kLast = std::numeric_limits<Seconds>::max();
  return seconds < 1 || seconds > kLast ? 0 : static_cast<Seconds>(seconds);
}

Micros CreatedAt(const model::Source& source, const model::Record& record) {
  for (const std::string& field : source.created) {
    if (auto time = base::ParseTime(record.fields.Text(field))) {
      return ToMicros(time);
    }
  }
  return ToMicros(record.created);
}

void AddKey(std::vector<KeyFact>* keys, const KeyFact& key) {
  for (const KeyFact& known : *keys) {
    if (known == key) return;
  }
  keys->push_back(key);
}

base::Hash128 GroupId(const Rulebook& rulebook, const SourceRules& source,
                      absl::string_view company_id) {
  return rulebook.hasher().Hash({"group", source.source->id, company_id});
}

}  // namespace internal

}  // namespace landfall::index
