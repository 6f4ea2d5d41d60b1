#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/index/entity_set.h"
#include "server/index/interned.h"
#include "server/index/key_sketch.h"
#include "server/index/references.h"
#include "server/index/rulebook.h"
#include "server/preflight/table_map.h"

namespace landfall::index {

// Number of an interned EntitySet; 0 is the empty one.
using EntitySetId = uint32_t;

// What many customers have in common; a row holds the number of its traits.
struct Traits {
  uint32_t company = 0;  // interned lookup, 0: none
  EntitySetId override_set = 0;
  EntitySetId tag_set = 0;
  EntitySetId country_set = 0;
  uint32_t key_sketch = 0;     // see TraitsTable::KeySketchOf
  uint32_t mapped_values = 0;  // see TraitsTable::MappedValuesOf
  model::ReasonCode scope_reason = model::ReasonCode::kOutOfScopeRule;

  friend bool operator==(const Traits& a, const Traits& b) {
    return a.company == b.company && a.override_set == b.override_set &&
           a.tag_set == b.tag_set && a.country_set == b.country_set &&
           a.key_sketch == b.key_sketch && a.mapped_values == b.mapped_values &&
           a.scope_reason == b.scope_reason;
  }
  template <typename H>
  friend H AbslHashValue(H state, const Traits& t) {
    return H::combine(std::move(state), t.company, t.override_set, t.tag_set,
                      t.country_set, t.key_sketch, t.mapped_values,
                      t.scope_reason);
  }
};

// Keeps once what many customers have in common and gives it a number: sets of
// entities, traits, and what those consist of. Numbers stay
// valid. Not thread-safe; const methods may run concurrently.
class TraitsTable {
 public:
  // Both must outlive the table.
  TraitsTable(const Rulebook* rulebook, const References* references);

  EntitySetId Intern(const EntitySet& set);
  uint32_t Intern(const Traits& traits) { return traits_.Add(traits); }
  uint32_t Intern(const KeySketch& sketch) { return sketches_.Add(sketch); }
  uint32_t Intern(const preflight::MappedValues& values) {
    return mapped_values_.Add(values);
  }
  // 0 for an empty lookup.
  uint32_t InternCompany(uint16_t source, const model::Lookup& company);

  const EntitySet& entity_set(EntitySetId id) const { return sets_[id]; }
  const Traits& traits(uint32_t id) const { return traits_[id]; }
  // Of the customers with traits `id`: what their records say of their keys
  // (of masters nothing), and what the table maps look at in Dataverse rows.
  const KeySketch& KeySketchOf(uint32_t id) const {
    return sketches_[traits_[id].key_sketch];
  }
  const preflight::MappedValues& MappedValuesOf(uint32_t id) const {
    return mapped_values_[traits_[id].mapped_values];
  }
  // The legal entities that a company is; nullptr for company 0.
  const EntitySet* CompanyEntities(uint32_t company) const {
    return company == 0 ? nullptr : &companies_[company].entities;
  }
  // Looks again which entities the companies are. To be called when references
  // change.
  void ResolveCompanies();

 private:
  struct Company {
    uint16_t source = 0;
    model::Lookup lookup;
    EntitySet entities;
  };
  EntitySet Resolve(uint16_t source, const model::Lookup& lookup) const;

  const Rulebook& rulebook_;
  const References& references_;
  std::vector<EntitySet> sets_;
  absl::flat_hash_map<std::string, EntitySetId> set_ids_;
  Interned<Traits> traits_;
  Interned<KeySketch> sketches_;
  Interned<preflight::MappedValues> mapped_values_;
  std::vector<Company> companies_;
  absl::flat_hash_map<std::string, uint32_t> company_ids_;
};

}  // namespace landfall::index
