#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/cards/collect.h"
#include "server/model/card.h"
#include "server/verdict/describe.h"

namespace landfall::cards {

// Where an entry stands in its order; entries of one list compare strictly.
// Value type.
struct SortKey {
  int group = 0;        // 1: only unpriced value, after all others
  base::Decimal value;  // descending
  index::Micros since = 0;
  std::string name;    // collation key
  std::string record;  // reference as text, the last tie-break
};

// True when `a` comes before `b` in `order`.
bool Before(model::CardOrder order, const SortKey& a, const SortKey& b);

// One counted thing before it is written out.
struct Entry {
  SortKey key;
  model::RecordRef ref;
  std::string name;
  const CountedCustomer* customer = nullptr;   // nullptr for error events
  std::optional<verdict::BlockedOrder> order;  // orders-blocked only
  base::Hash128 event;                         // flow-failures only
};

// The counted things of a card in the asked order, those without `reason`
// left out. `collection` must outlive the entries.
std::vector<Entry> ListEntries(const verdict::Context& context,
                               const CardPlan& plan,
                               const Collection& collection,
                               std::optional<model::ReasonCode> reason,
                               model::CardOrder order,
                               verdict::RecordLookup lookup);

// Writes one entry out in full.
model::CardRecord WriteEntry(const verdict::Context& context,
                             const CardPlan& plan, const Entry& entry,
                             verdict::RecordLookup lookup);

}  // namespace landfall::cards
