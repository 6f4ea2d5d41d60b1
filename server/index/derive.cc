// Turns stored records into facts. Entry point: DeriveFacts.
#include "server/index/derive.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/base/time_text.h"
#include "server/index/internal/derive_parts.h"
#include "server/normalize/normalize.h"
#include "server/normalize/record_id.h"
#include "server/preflight/map_state.h"
#include "server/preflight/table_map.h"

namespace landfall::index {
namespace {

using model::ReasonCode;

// The rule that leaves a Dataverse row out, if one does.
std::optional<ReasonCode> DataverseScope(const model::Record& record,
                                         const model::UpstreamCustomer& row) {
  if (row.state == model::LifeState::kMerged) return ReasonCode::kMerged;
  if (row.state == model::LifeState::kInactive) return ReasonCode::kInactive;
  if (record.ref.type == "account" &&
      record.fields.Text("customertypecode") != "3") {
    return ReasonCode::kNotACustomerType;
  }
  if (record.ref.type == "contact") {
    const absl::string_view sellable = record.fields.Text("msdyn_sellable");
    if (!absl::EqualsIgnoreCase(sellable, "true") && sellable != "1") {
      return ReasonCode::kNotSellable;
    }
  }
  return std::nullopt;
}

std::optional<ReasonCode> ScopeReason(const SourceRules& source,
                                      const model::Record& record,
                                      const model::UpstreamCustomer& row) {
  if (source.source->system == model::System::kDataverse) {
    if (auto reason = DataverseScope(record, row)) return reason;
  } else if (row.state == model::LifeState::kMerged) {
    return ReasonCode::kMerged;
  } else if (row.state == model::LifeState::kInactive) {
    return ReasonCode::kInactive;
  }
  for (const SourceRules::Scope& rule : source.scope) {
    if (rule.type == record.ref.type && rule.exclude.Matches(record.fields)) {
      return ReasonCode::kOutOfScopeRule;
    }
  }
  return std::nullopt;
}

CustomerFacts CommonFacts(const Rulebook& rulebook, const SourceRules& source,
                          const model::Record& record,
                          absl::string_view postal_code) {
  CustomerFacts facts;
  facts.id = rulebook.RecordId(record.ref);
  facts.source = source.index;
  facts.created = internal::CreatedAt(*source.source, record);
  facts.deleted = internal::ToMicros(record.deleted);
  facts.name_hash = NameHash(rulebook, record.name);
  facts.postal_hash = PostalHash(rulebook, postal_code);
  bool own = !source.master;  // an upstream record's own id comes first
  const std::vector<normalize::KeyOutcome> outcomes =
      KeyOutcomes(rulebook, record);
  if (!source.master) facts.key_sketch = KeySketch(outcomes);
  for (const normalize::KeyOutcome& outcome : outcomes) {
    if (outcome.key) {
      for (KeyFact& key : HashKey(rulebook, *outcome.key, source.master)) {
        key.own = own;
        internal::AddKey(&facts.keys, key);
      }
    }
    own = false;
  }
  return facts;
}

Facts UpstreamFacts(const Rulebook& rulebook, const SourceRules& source,
                    const model::Record& record,
                    const model::UpstreamCustomer& row) {
  CustomerFacts facts = CommonFacts(rulebook, source, record, row.postal_code);
  if (auto reason = ScopeReason(source, record, row)) {
    facts.in_scope = false;
    facts.scope_reason = *reason;
  }
  if (source.source->system == model::System::kDataverse) {
    const preflight::TableMaps& maps = rulebook.table_maps();
    const filter::Filter* send = maps.SendFilter(record.ref.type);
    facts.sendable = send == nullptr || send->Matches(record.fields);
    if (maps.OfCustomers(record.ref.type) != nullptr) {
      facts.mapped_values = std::make_shared<const preflight::MappedValues>(
          preflight::MappedValuesOf(maps, record));
      facts.changed = internal::ChangedAt(record);
    }
  }
  facts.override_set = rulebook.OverrideEntities(facts.id);
  facts.tag_set = rulebook.TagEntities(row.tags);
  facts.company = row.company;
  if (auto country = normalize::NormalizeCountry(row.country)) {
    facts.country_set = rulebook.CountryEntities(*country);
  }
  if (record.ref.type == "company") {
    facts.is_company = true;
    facts.group = internal::GroupId(rulebook, source, record.ref.id);
  } else if (!row.shop_company.empty()) {
    facts.group = internal::GroupId(rulebook, source, row.shop_company);
  }
  return facts;
}

Facts MasterFacts(const Rulebook& rulebook, const SourceRules& source,
                  const model::Record& record,
                  const model::MasterCustomer& row) {
  CustomerFacts facts = CommonFacts(rulebook, source, record, row.postal_code);
  facts.master = true;
  facts.blocked = row.blocked;
  facts.catch_all =
      source.catch_all.contains(absl::AsciiStrToUpper(row.account));
  auto it = source.entities.find(absl::AsciiStrToLower(row.entity));
  // A customer of a company that is no configured entity proves nothing here.
  if (it == source.entities.end()) return std::monostate();
  facts.entity = it->second;
  return facts;
}

Facts ActivityFactsOf(const Rulebook& rulebook, const model::Record& record,
                      const model::Activity& row) {
  ActivityFacts facts;
  facts.id = rulebook.RecordId(record.ref);
  facts.open = row.open;
  facts.created = internal::ToMicros(record.created);
  facts.deleted = internal::ToMicros(record.deleted);
  for (const auto& [type, id] : row.customers) {
    facts.customers.push_back(rulebook.RecordId(record.ref.source, type, id));
  }
  return facts;
}

Facts LocationFactsOf(const Rulebook& rulebook, const SourceRules& source,
                      const model::Record& record,
                      const model::CompanyLocation& row) {
  LocationFacts facts;
  facts.id = rulebook.RecordId(record.ref);
  facts.group = internal::GroupId(rulebook, source, row.company_id);
  for (const normalize::KeyOutcome& outcome : KeyOutcomes(rulebook, record)) {
    if (!outcome.key) continue;
    for (KeyFact& key : HashKey(rulebook, *outcome.key, false)) {
      internal::AddKey(&facts.keys, key);
    }
  }
  return facts;
}

Facts EventFactsOf(const Rulebook& rulebook, const SourceRules& source,
                   const model::Record& record, const model::ErrorEvent& row) {
  EventFacts facts;
  facts.id = rulebook.RecordId(record.ref);
  facts.source = source.index;
  facts.at = internal::ToMicros(record.created);
  facts.entity = rulebook.FindEntity(row.entity);
  if (!row.record.id.empty()) {
    for (const SourceRules& candidate : rulebook.sources()) {
      const bool named = row.record.source == candidate.source->id;
      const bool any = row.record.source.empty() &&
                       candidate.source->system == model::System::kDataverse;
      if (!named && !any) continue;
      for (const std::string& id :
           normalize::MeantIds(rulebook.settings(), *candidate.source,
                               row.record.type, row.record.id, row.entity)) {
        facts.subjects.push_back(
            rulebook.RecordId(candidate.source->id, row.record.type, id));
      }
    }
  }
  if (row.customer) {
    for (const auto& outcome : KeyOutcomes(rulebook, *row.customer)) {
      if (!outcome.key) continue;
      facts.subjects.push_back(HashKey(rulebook, *outcome.key, false)[0].hash);
    }
  }
  return facts;
}

// What a master lists, and which maps run, is today's: of a row that was
// deleted nothing is left. What a lookup stood for is not forgotten: rows still
// name it.
Facts ReferenceFactsOf(const SourceRules& source, const model::Record& record,
                       const model::Reference& row) {
  const bool is_map = record.ref.type == preflight::kTableMapType;
  const bool is_list = is_map || model::IsMaster(source.source->system);
  if (record.deleted && is_list) return std::monostate();
  std::string code = row.code;
  if (is_map) {
    code = preflight::PromotionOf(record.fields);
    if (code.empty()) return std::monostate();
  }
  return ReferenceFacts{source.index, record.ref.type,
                        absl::AsciiStrToLower(record.ref.id), std::move(code),
                        absl::AsciiStrToLower(row.entity)};
}

}  // namespace

Facts DeriveFacts(const Rulebook& rulebook, const model::Record& record) {
  const SourceRules* source = rulebook.FindSource(record.ref.source);
  if (source == nullptr) return std::monostate();
  if (auto* row = std::get_if<model::UpstreamCustomer>(&record.body)) {
    return UpstreamFacts(rulebook, *source, record, *row);
  }
  if (auto* row = std::get_if<model::MasterCustomer>(&record.body)) {
    return MasterFacts(rulebook, *source, record, *row);
  }
  if (auto* row = std::get_if<model::Order>(&record.body)) {
    return internal::DeriveOrder(rulebook, *source, record, *row);
  }
  if (auto* row = std::get_if<model::Activity>(&record.body)) {
    return ActivityFactsOf(rulebook, record, *row);
  }
  if (auto* row = std::get_if<model::Reference>(&record.body)) {
    return ReferenceFactsOf(*source, record, *row);
  }
  if (auto* row = std::get_if<model::CompanyLocation>(&record.body)) {
    return LocationFactsOf(rulebook, *source, record, *row);
  }
  if (auto* row = std::get_if<model::Document>(&record.body)) {
    return internal::DeriveDocument(rulebook, *source, record, *row);
  }
  return EventFactsOf(rulebook, *source, record,
                      std::get<model::ErrorEvent>(record.body));
}

}  // namespace landfall::index
