#pragma once

#include <vector>

#include "server/base/budget.h"
#include "server/expect/expectation.h"
#include "server/index/world.h"
#include "server/match/matcher.h"
#include "server/match/subject.h"
#include "server/rates/price_table.h"
#include "server/recall/recall.h"
#include "server/verdict/decide.h"
#include "server/verdict/freshness.h"
#include "server/verdict/money.h"

namespace landfall::verdict {

// What every assessment looks at; the world, the read times behind `freshness`,
// the prices and what is pointed to must outlive it. `recall` may be nullptr:
// nothing is remembered then. Unless `consulted` is, the near masters that an
// answer looked at are added to it, whether or not they existed at the time in
// question. `budget` is that of a long question; one that has ended makes its
// answer void.
struct Context {
  const index::World& world;
  const Freshness freshness;
  const rates::PriceTable& prices;
  recall::Recall* recall = nullptr;
  std::vector<index::RowIndex>* consulted = nullptr;
  base::Budget* budget = nullptr;

  // See Budget::Spend. True when there is no budget.
  bool Spend(int cost) const {
    return budget == nullptr || budget->Spend(cost);
  }
};

// How a customer is to be judged.
struct Question {
  model::KeyKinds keys;
  expect::Window window;  // its end is asOf
  // A shop customer without an active order is judged against any entity
  // instead of being out of scope.
  bool without_orders_any = false;

  index::Micros as_of() const { return window.end; }
};

// An order that waits for its customer to land, and for which entity.
inline constexpr index::EntityIndex kAmbiguousLine = 0xfffe;
inline constexpr index::EntityIndex kUnmappedLine = 0xfffd;
struct BlockedOrder {
  const index::OrderRow* order;
  index::EntityIndex line;    // entity, or one of the two above
  index::EntitySet entities;  // those that would do; empty: unmapped
};

// Everything decided about one customer, without texts. Value type.
struct Assessment {
  index::RowIndex row = index::kNone;  // kNone for typed keys
  bool in_scope = true;
  model::ReasonCode scope_reason = model::ReasonCode::kNoActiveOrders;
  expect::Expectation expectation;
  match::MatchResult match;
  Standing standing;
  std::vector<BlockedOrder> blocked;

  model::Verdict verdict() const {
    return in_scope ? standing.verdict : model::Verdict::kOutOfScope;
  }
};

// Judges an upstream customer that exists at asOf. REQUIRES: `row` is not a
// master and is what World::Registered returns for itself.
Assessment AssessCustomer(const Context& context, index::RowIndex row,
                          const Question& question);

// The same with a stated expectation instead of the customer's own.
Assessment AssessCustomer(const Context& context, index::RowIndex row,
                          const Question& question,
                          const expect::Expectation& expectation);

// Judges keys that a caller typed.
Assessment AssessKeys(const Context& context, const match::Subject& subject,
                      const Question& question,
                      const expect::Expectation& expectation);

// True when there is nothing to tell about a customer that has landed but where
// it is: no doubtful or blocked master and no counterpart in Dataverse.
bool IsPlain(const index::World& world, const Assessment& assessment);

// True when `other` is a Dataverse customer of another source than `row`.
bool IsDataverseCounterpart(const index::World& world, const index::Row& row,
                            const index::Row& other);

// The value of the blocked orders.
MoneySum BlockedValue(const Assessment& assessment);
// The lines of the entity breakdown that a customer counts under: what it
// misses.
std::vector<index::EntityIndex> EntityLines(const Assessment& assessment);

}  // namespace landfall::verdict
