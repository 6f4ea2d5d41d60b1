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
  kChanged,       // Dataverse rows of mapped tables, by last change
  kEvents,        // error events instead of customers
};

// What a card counts of its population.
enum class Measure {
  kAbsent,
  kPresent,
  kEverybody,
  kBlockedOrders,
  kDrift,  // who has landed and differs from a master in a mapped field
  kEvents
};

// A card with everything that a query fixes. Value type.
struct CardPlan {
  const model::CardSettings* card = nullptr;  // must outlive the plan
  Population population = Population::kShop;
  Measure measure = Measure::kAbsent;
  verdict::Question question;
  index::EntityIndex entity = index::kNoEntity;  // filter, kNoEntity: all
  std::string source;                            // filter, "": all
  std::string channel;                           // filter, "": all

  // True when the filters let a source pass.
  bool Passes(const index::SourceRules& rules) const {
    return (source.empty() || rules.source->id == source) &&
           (channel.empty() || rules.source->channel == channel);
  }
  // True when the card counts an in-window customer with this verdict; a card
  // of drift, if it drifts.
  bool Counts(model::Verdict verdict) const;
};

// True when two plans differ in nothing but the time that they are about.
bool AskSame(const CardPlan& a, const CardPlan& b);

// The lines of those of whom it is not clear who must hold them.
inline constexpr char kAmbiguousName[] = "AMBIGUOUS";
inline constexpr char kUnmappedName[] = "UNMAPPED";

// The name of a line of the entity breakdown: that of the entity, or of what
// stands for several or none, see verdict::BlockedOrder.
std::string LineName(const index::Rulebook& rulebook, index::EntityIndex line);

// The plan of a card; its window ends at `query.as_of`. NOT_FOUND: unknown card
// (the message lists the known ones). INVALID_ARGUMENT: unknown entity, source
// or channel, or a window outside 1 to 366 days.
absl::StatusOr<CardPlan> PlanCard(const index::Rulebook& rulebook,
                                  const model::CardQuery& query);

}  // namespace landfall::cards
