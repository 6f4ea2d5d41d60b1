#pragma once

#include <utility>
#include <vector>

#include "server/index/world.h"
#include "server/model/query.h"
#include "server/model/verdict.h"
#include "server/recall/presence_memory.h"

namespace landfall::expect {

// What the rules say of one order (or of one Dataverse record, or of a caller's
// question): no entity is unmapped, one is clear, several disagree.
struct Need {
  index::EntitySet entities;
  model::ExpectedBecause because = model::ExpectedBecause::kNone;
  const index::OrderRow* order = nullptr;  // nullptr: the record itself
};

// Where a customer must be. Value type; pointers live as long as the world.
struct Expectation {
  model::ExpectationClarity clarity = model::ExpectationClarity::kAny;
  // Entities that must hold it, with the reason.
  std::vector<std::pair<index::EntityIndex, model::ExpectedBecause>> clear;
  // Each needs the customer in at least one of its entities.
  std::vector<Need> ambiguous;
  bool unmapped = false;    // an order to which no rule applies
  std::vector<Need> needs;  // one per active order in the window
  index::Micros since = index::kNoTime;

  bool IsClear(index::EntityIndex entity) const;
  bool IsCandidate(index::EntityIndex entity) const;
  // True when presence in `entity` is what some need asks for.
  bool Expects(index::EntityIndex entity) const {
    return IsClear(entity) || IsCandidate(entity) || Anywhere();
  }
  // True when presence in any entity satisfies some need.
  bool Anywhere() const {
    return unmapped || clarity == model::ExpectationClarity::kAny;
  }
};

// What became of a shop customer's orders in a window.
struct OrderSummary {
  std::vector<const index::OrderRow*> active;
  bool dead = false;   // one that is cancelled, failed or archived
  bool quote = false;  // one that is only a quote
};

struct Window {
  index::Micros start = 0;  // exclusive
  index::Micros end = 0;    // inclusive: asOf
};

// True when the order counts at the end of the window.
bool IsActive(const index::OrderRow& order, const Window& window);

// Sorts the orders of a customer that were placed in the window.
OrderSummary SummarizeOrders(const index::World& world, index::RowIndex row,
                             const Window& window);

// When the first order of a customer that exists at `as_of` was placed (quotes
// do not count); kNoTime when there is none.
index::Micros FirstOrder(const index::World& world, index::RowIndex row,
                         index::Micros as_of);

// Since when a shop customer without an active order waits: since it began, a
// guest with its first order.
index::Micros WaitsSince(const index::World& world, index::RowIndex row,
                         index::Micros as_of);

// Expectation of a shop customer from its active orders.
Expectation ExpectForOrders(const index::World& world, index::RowIndex row,
                            const OrderSummary& orders);

// Expectation of a Dataverse record: override, else its company, else its
// country.
Expectation ExpectForRecord(const index::World& world, index::RowIndex row);

// What a full expectation would say of a customer whose presence is known,
// without writing it down.
struct QuickLook {
  bool any = false;   // its record or an active order expects it somewhere
  bool met = true;    // … and it is there
  bool clear = true;  // each of them names exactly one entity
  index::Micros since = index::kNoTime;  // as Expectation::since
};
QuickLook LookQuickly(const index::World& world, index::RowIndex row,
                      const Window& window, const recall::Presence& presence);

// Expectation that a caller states; without entities and country any counts.
// REQUIRES: every entity is configured.
Expectation ExpectForCaller(const index::Rulebook& rulebook,
                            const std::vector<std::string>& entities,
                            absl::string_view ship_to_country);

}  // namespace landfall::expect
