#pragma once

#include <vector>

#include "server/cards/plan.h"
#include "server/model/card.h"
#include "server/verdict/assess.h"

namespace landfall::cards {

// A counted customer with its value.
struct CountedCustomer {
  verdict::Assessment assessment;
  verdict::MoneySum blocked;
  base::Decimal value;  // blocked, in the reporting currency, rounded
};

// The population of a card, judged.
struct Collection {
  model::Stages stages;
  std::vector<CountedCustomer> customers;  // the counted ones, in row order
  // Counted as well: landed, and there is nothing else to tell about them.
  std::vector<index::RowIndex> plain;
  std::vector<base::Hash128> events;  // flow-failures, oldest first
};

// Whether customers about whom there is nothing to tell are only numbered.
enum class Plain { kNumbered, kInFull };

// Judges everybody in the card's window. Its cost grows with the window's
// content, not with the customer base. With kInFull `plain` stays empty. Pure.
Collection Collect(const verdict::Context& context, const CardPlan& plan,
                   Plain plain);

}  // namespace landfall::cards
