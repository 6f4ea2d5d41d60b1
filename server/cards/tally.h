#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/cards/collection.h"
#include "server/cards/plan.h"
#include "server/model/card.h"
#include "server/verdict/assess.h"

namespace landfall::cards {

// The whole card from what was collected for it with a breakdown: counts,
// breakdowns, value. The largest customer, the twin, stale sources and the
// revision are left to the caller. Pure; looks at no world.
model::Card Tally(const index::Rulebook& rulebook, const CardPlan& plan,
                  const Collection& collection);

// Says of a card of the same plan but an earlier time that it is of the plan's.
void SetTime(const CardPlan& plan, model::Card* card);

// What a card shows as the value of its largest customer: of a card of orders,
// that of the largest order. Pure.
base::Decimal LargestValue(const CardPlan& plan,
                           const CountedCustomer& customer);

// Who may be the card's largest customer: those of the highest value who have
// waited longest. Of several it is the one whose reference comes first. Empty
// when no value is blocked. Pure.
std::vector<const CountedCustomer*> LargestOf(
    const CardPlan& plan, const std::vector<CountedCustomer>& customers);

// The plan that the card's twin has; nullopt when there is none, or it asks the
// very same question. `plan` must outlive it.
std::optional<CardPlan> TwinPlan(const index::Rulebook& rulebook,
                                 const CardPlan& plan);

// Compares a card with its twin; `there` is nullptr when the twin asks the very
// same question. nullopt: the card has no twin. Pure.
std::optional<model::TwinReport> CompareTwin(const index::Rulebook& rulebook,
                                             const CardPlan& plan,
                                             const Collection& here,
                                             const Collection* there);

// Master sources that cannot say what exists at asOf. Pure.
std::vector<std::string> StaleSources(const verdict::Context& context,
                                      const CardPlan& plan);

}  // namespace landfall::cards
