#pragma once

#include <string>
#include <vector>

#include "server/model/card.h"
#include "server/model/query.h"
#include "server/model/settings.h"
#include "server/verdict/assess.h"

namespace landfall::cards {

// Which customers a card looks at.
enum class Population {
  kDataverse,     // by creation
  kShop,          // with an order in the window
  kNewCustomers,  // of both, by creation
  kEvents,        // error events instead of customers
};

// What a card counts of its population.
enum class Measure { kAbsent, kPresent, kEverybody, kBlockedOrders, kEvents };

// A card with everything that a query fixes. Value type.
struct CardPlan {
  const model::CardSettings* card = nullptr;  // must outlive the plan
  Population population = Population::kShop;
  Measure measure = Measure::kAbsent;
  verdict::Question question;
  index::EntityIndex entity = index::kNoEntity;  // filter, kNoEntity: all
  std::string source;                            // filter, "": all
  std::string channel;                           // filter, "": all
};

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

// The plan of a card; its window ends at `query.as_of`. NOT_FOUND: unknown card
// (the message lists the known ones). INVALID_ARGUMENT: unknown entity, source
// or channel, or a window outside 1 to 366 days.
absl::StatusOr<CardPlan> PlanCard(const index::Rulebook& rulebook,
                                  const model::CardQuery& query);

// Whether customers about whom there is nothing to tell are only numbered.
enum class Plain { kNumbered, kInFull };

// Judges everybody in the card's window. Its cost grows with the window's
// content, not with the customer base. With kInFull `plain` stays empty. Pure.
Collection Collect(const verdict::Context& context, const CardPlan& plan,
                   Plain plain);

}  // namespace landfall::cards
