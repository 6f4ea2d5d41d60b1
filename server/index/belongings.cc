// Records -> who they belong to. Entry points: OwnersOf; Add, Remove, Of.
#include "server/index/belongings.h"

#include <variant>

#include "server/index/derive.h"

namespace landfall::index {
namespace {

bool IsEvent(const model::Record& record) {
  return std::holds_alternative<model::ErrorEvent>(record.body);
}

// The world finds every order but those that count for nothing.
bool IsInWorld(const model::Record& record) {
  const auto* order = std::get_if<model::Order>(&record.body);
  return order != nullptr && !order->ignored;
}

}  // namespace

std::vector<base::Hash128> OwnersOf(const Rulebook& rulebook,
                                    const model::Record& record) {
  const std::string& source = record.ref.source;
  std::vector<base::Hash128> owners;
  if (const auto* row = std::get_if<model::Activity>(&record.body)) {
    for (const auto& [type, id] : row->customers) {
      owners.push_back(rulebook.RecordId(source, type, id));
    }
  } else if (const auto* place =
                 std::get_if<model::CompanyLocation>(&record.body)) {
    owners.push_back(rulebook.RecordId(source, "company", place->company_id));
  } else if (const auto* document =
                 std::get_if<model::Document>(&record.body)) {
    const SourceRules* rules = rulebook.FindSource(source);
    if (rules != nullptr && !document->customer.empty()) {
      owners.push_back(CustomerOfDocument(rulebook, *rules, *document));
    }
  } else if (const auto* order = std::get_if<model::Order>(&record.body)) {
    if (const SourceRules* rules = rulebook.FindSource(source)) {
      owners.push_back(CustomerIdOf(rulebook, *rules, record, *order));
    }
  }
  return owners;
}

void Belongings::Add(const Rulebook& rulebook, const model::Record& record) {
  if (IsEvent(record)) events_.insert(rulebook.RecordId(record.ref));
  if (IsInWorld(record)) return;
  for (const base::Hash128& owner : OwnersOf(rulebook, record)) {
    owned_.emplace(owner, rulebook.RecordId(record.ref));
  }
}

void Belongings::Remove(const Rulebook& rulebook, const model::Record& record) {
  if (IsEvent(record)) events_.erase(rulebook.RecordId(record.ref));
  if (IsInWorld(record)) return;
  for (const base::Hash128& owner : OwnersOf(rulebook, record)) {
    owned_.erase({owner, rulebook.RecordId(record.ref)});
  }
}

std::vector<base::Hash128> Belongings::Of(base::Hash128 owner) const {
  std::vector<base::Hash128> records;
  for (auto it = owned_.lower_bound({owner, base::Hash128()});
       it != owned_.end() && it->first == owner; ++it) {
    records.push_back(it->second);
  }
  return records;
}

}  // namespace landfall::index
