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
  // How long those waited who landed in the time that was asked about.
  std::vector<index::Micros> waits;
};

// Whether customers about whom there is nothing to tell are only numbered.
enum class Plain { kNumbered, kInFull };

// Judges everybody in the card's window. Its cost grows with the window's
// content, not with the customer base. With kInFull `plain` stays empty. Part
// of it when the context's budget ends before. Pure.
//
// `waits` are those of customers in scope whose first master in an entity that
// is expected (with an entity filter: in that one) was created after
// `landed_after`, by asOf, and not before they were expected there. Both times
// must be known.
Collection Collect(const verdict::Context& context, const CardPlan& plan,
                   Plain plain, index::Micros landed_after = index::kForever);

}  // namespace landfall::cards
