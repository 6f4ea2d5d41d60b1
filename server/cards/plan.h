#pragma once

#include <string>

#include "absl/status/statusor.h"
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

// The plan of a card; its window ends at `query.as_of`. NOT_FOUND: unknown card
// (the message lists the known ones). INVALID_ARGUMENT: unknown entity, source
// or channel, or a window outside 1 to 366 days.
absl::StatusOr<CardPlan> PlanCard(const index::Rulebook& rulebook,
                                  const model::CardQuery& query);

}  // namespace landfall::cards
