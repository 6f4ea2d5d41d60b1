#include "server/index/traits.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace landfall::index {

TraitsTable::TraitsTable(const Rulebook* rulebook, const References* references)
    : rulebook_(*rulebook), references_(*references) {
  sets_.push_back({});       // set 0 is the empty one
  companies_.push_back({});  // company 0 is none
}

EntitySetId TraitsTable::Intern(const EntitySet& set) {
  if (set.empty()) return 0;
  std::string key(reinterpret_cast<const char*>(set.data()),
                  set.size() * sizeof(EntityIndex));
  auto [it, inserted] = set_ids_.try_emplace(
      std::move(key), static_cast<EntitySetId>(sets_.size()));
  if (inserted) sets_.push_back(set);
  return it->second;
}

uint32_t TraitsTable::InternCompany(uint16_t source,
                                    const model::Lookup& company) {
  if (company.empty()) return 0;
  auto [it, inserted] = company_ids_.try_emplace(
      absl::StrCat(source, "\n", company.id, "\n", company.code),
      static_cast<uint32_t>(companies_.size()));
  if (inserted) {
    companies_.push_back({source, company, Resolve(source, company)});
  }
  return it->second;
}

void TraitsTable::ResolveCompanies() {
  for (Company& company : companies_) {
    company.entities = Resolve(company.source, company.lookup);
  }
}

EntitySet TraitsTable::Resolve(uint16_t source,
                               const model::Lookup& lookup) const {
  std::string code = lookup.code;
  if (code.empty()) code = references_.CodeOf(source, "cdm_company", lookup.id);
  if (const EntityIndex entity = rulebook_.FindEntity(code);
      entity != kNoEntity) {
    return {entity};
  }
  // A Business Central link names the company, not an entity id.
  EntitySet set;
  const std::string name = absl::AsciiStrToLower(code);
  for (const SourceRules& rules : rulebook_.sources()) {
    auto it = rules.entities.find(name);
    if (it != rules.entities.end()) Insert(&set, it->second);
  }
  return set;
}

}  // namespace landfall::index
