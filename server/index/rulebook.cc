// Turns validated settings into look-up tables. Entry point: Rulebook::Create.
#include "server/index/rulebook.h"

#include <openssl/sha.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/base/status_macros.h"

namespace landfall::index {
namespace {

std::string Bytes(base::Hash128 hash) {
  return absl::StrCat(absl::Hex(hash.high), ".", absl::Hex(hash.low));
}

EntitySet Find(const absl::flat_hash_map<std::string, EntitySet>& map,
               absl::string_view key) {
  auto it = map.find(key);
  return it == map.end() ? EntitySet() : it->second;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Rulebook>> Rulebook::Create(
    model::Settings settings, base::Hasher hasher) {
  std::shared_ptr<Rulebook> rulebook(
      new Rulebook(std::move(settings), std::move(hasher)));
  LF_RETURN_IF_ERROR(rulebook->AddSources());
  rulebook->AddRules();
  rulebook->AddDocumentRules();
  return std::shared_ptr<const Rulebook>(std::move(rulebook));
}

absl::Status Rulebook::AddSources() {
  for (const model::Source& source : settings_.sources) {
    SourceRules rules;
    rules.source = &source;
    rules.index = static_cast<uint16_t>(sources_.size());
    rules.master = model::IsMaster(source.system);
    rules.shop = model::IsShop(source.system);
    rules.active_states.insert(source.active_states.begin(),
                               source.active_states.end());
    for (const std::string& account : source.catch_all) {
      rules.catch_all.insert(absl::AsciiStrToUpper(account));
    }
    for (const model::ScopeRule& scope : settings_.scope) {
      if (scope.source != source.id) continue;
      LF_ASSIGN_OR_RETURN(filter::Filter exclude,
                          filter::Filter::Parse(scope.exclude));
      rules.scope.push_back({scope.type, std::move(exclude), scope.because});
    }
    sources_.push_back(std::move(rules));
  }
  for (size_t i = 0; i < settings_.legal_entities.size(); ++i) {
    const model::LegalEntity& entity = settings_.legal_entities[i];
    const EntityIndex index = static_cast<EntityIndex>(i);
    entities_.emplace(absl::AsciiStrToLower(entity.id), index);
    source_of_entity_.push_back(sources_.size());
    for (SourceRules& rules : sources_) {
      if (rules.source->id != entity.source) continue;
      source_of_entity_.back() = rules.index;
      for (const std::string* name :
           {&entity.id, &entity.name, &entity.company}) {
        if (!name->empty()) {
          rules.entities.emplace(absl::AsciiStrToLower(*name), index);
        }
      }
    }
  }
  return absl::OkStatus();
}

void Rulebook::AddRules() {
  for (const model::ExpectationRule& rule : settings_.expectation) {
    const EntityIndex entity = FindEntity(rule.entity);
    switch (rule.kind) {
      case model::RuleKind::kCustomerOverride:
        Insert(&overrides_[Bytes(RecordId(rule.customer))], entity);
        break;
      case model::RuleKind::kTag:
        Insert(&tags_[absl::AsciiStrToLower(rule.tag)], entity);
        break;
      case model::RuleKind::kShipToCountry:
        for (const std::string& country : rule.countries) {
          Insert(&countries_[country], entity);
        }
        break;
    }
  }
}

void Rulebook::AddDocumentRules() {
  uint16_t columns = 0;
  for (const model::DocumentRule& rule : settings_.documents) {
    SourceRules* ledger = nullptr;
    SourceRules* shop = nullptr;
    for (SourceRules& rules : sources_) {
      if (rules.source->id == rule.in) ledger = &rules;
      if (rules.source->id == rule.orders) shop = &rules;
    }
    if (ledger == nullptr || shop == nullptr) continue;
    auto& of_ledger = ledger->document_columns;
    auto column = std::find_if(
        of_ledger.begin(), of_ledger.end(), [&](const DocumentColumn& known) {
          return absl::EqualsIgnoreCase(known.field, rule.document_field);
        });
    if (column == of_ledger.end()) {
      of_ledger.push_back({rule.document_field, columns++});
      column = of_ledger.end() - 1;
    }
    shop->document_links.push_back({rule.order_field, column->number});
  }
}

const SourceRules* Rulebook::FindSource(absl::string_view id) const {
  for (const SourceRules& rules : sources_) {
    if (rules.source->id == id) return &rules;
  }
  return nullptr;
}

EntityIndex Rulebook::FindEntity(absl::string_view id) const {
  auto it = entities_.find(absl::AsciiStrToLower(id));
  return it == entities_.end() ? kNoEntity : it->second;
}

const SourceRules& Rulebook::SourceOf(EntityIndex entity) const {
  const size_t source = source_of_entity_[entity];
  LF_CHECK(source < sources_.size());
  return sources_[source];
}

EntitySet Rulebook::OverrideEntities(base::Hash128 customer) const {
  if (overrides_.empty()) return {};
  return Find(overrides_, Bytes(customer));
}

EntitySet Rulebook::TagEntities(const std::vector<std::string>& tags) const {
  EntitySet set;
  if (tags_.empty()) return set;
  for (const std::string& tag : tags) {
    Insert(&set,
           Find(tags_, absl::AsciiStrToLower(absl::StripAsciiWhitespace(tag))));
  }
  return set;
}

EntitySet Rulebook::CountryEntities(absl::string_view iso2) const {
  return Find(countries_, iso2);
}

base::Hash128 Rulebook::RecordId(const model::RecordRef& ref) const {
  return RecordId(ref.source, ref.type, ref.id);
}

base::Hash128 Rulebook::RecordId(absl::string_view source,
                                 absl::string_view type,
                                 absl::string_view id) const {
  return hasher_.Hash({"record", source, type, id});
}

model::RecordRef Rulebook::GuestRef(absl::string_view source,
                                    absl::string_view email) const {
  const std::string text = absl::StrCat(source, "\n", email);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest);
  const std::string hex = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<char*>(digest), 8));
  return {std::string(source), "customer", absl::StrCat("guest-", hex)};
}

uint16_t PackCurrency(absl::string_view code) {
  if (code.size() != 3) return 0;
  uint16_t packed = 0;
  for (char c : code) {
    const char upper = absl::ascii_toupper(c);
    if (upper < 'A' || upper > 'Z') return 0;
    packed = static_cast<uint16_t>(packed * 32 + (upper - 'A' + 1));
  }
  return packed;
}

std::string UnpackCurrency(uint16_t packed) {
  std::string code;
  for (int shift = 10; shift >= 0; shift -= 5) {
    const int letter = (packed >> shift) & 31;
    if (letter != 0) code.push_back(static_cast<char>('A' + letter - 1));
  }
  return code;
}

}  // namespace landfall::index
