#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/model/query.h"
#include "server/model/verdict.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {

// One thing that must hold for the customer to be promoted: it is present in
// at least one of `entities`. One entity: clear. Several that two rules
// disagree about: ambiguous. `anywhere`: every configured one.
struct NaiveRequirement {
  std::vector<const model::LegalEntity*> entities;
  bool anywhere = false;
  model::ExpectedBecause because = model::ExpectedBecause::kNone;
  const model::Record* order = nullptr;  // whose requirement it is

  bool Names(const model::LegalEntity* entity) const {
    return std::find(entities.begin(), entities.end(), entity) !=
           entities.end();
  }
  bool clear() const { return !anywhere && entities.size() == 1; }
  bool ambiguous() const { return !anywhere && entities.size() > 1; }
};

struct NaiveExpectation {
  model::ExpectationClarity clarity = model::ExpectationClarity::kClear;
  std::vector<NaiveRequirement> requirements;
};

struct NaiveWindow {
  absl::Time start;  // exclusive
  absl::Time end;    // inclusive: as of
  bool Contains(absl::Time time) const { return start < time && time <= end; }
};
NaiveWindow WindowOf(absl::Time as_of, int days);

// Placed in the window and neither dead, a quote, nor in a state that the
// source does not count as active.
bool IsActiveOrder(const NaiveView& view, const NaiveCustomer& customer,
                   const model::Record& order, const NaiveWindow& window);
std::vector<const model::Record*> ActiveOrders(const NaiveView& view,
                                               const NaiveCustomer& customer,
                                               const NaiveWindow& window);

// Where the customer must be, by its active orders in the window or, in
// Dataverse, by its row.
NaiveExpectation ExpectedByRules(const NaiveView& view,
                                 const NaiveCustomer& customer,
                                 const NaiveWindow& window);
// The caller names the entities, or the country, or leaves it open.
NaiveExpectation ExpectedByCaller(const NaiveView& view,
                                  const model::CheckQuery& query);
// Every entity counts.
NaiveExpectation ExpectedAnywhere(const NaiveView& view);

}  // namespace landfall::oracle
