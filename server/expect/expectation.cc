// Turns orders, companies and countries into the legal entities that must hold
// a customer. Entry points: the three ExpectFor functions.
#include "server/expect/expectation.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "server/normalize/normalize.h"

namespace landfall::expect {
namespace {

using index::EntitySet;
using index::Row;
using model::ExpectationClarity;
using model::ExpectedBecause;

// Adds one need to the customer's expectation.
void Add(Expectation* expectation, Need need) {
  if (need.entities.empty()) {
    expectation->unmapped = true;
  } else if (need.entities.size() == 1) {
    const auto known = std::find_if(
        expectation->clear.begin(), expectation->clear.end(),
        [&](const auto& other) { return other.first == need.entities[0]; });
    if (known == expectation->clear.end()) {
      expectation->clear.emplace_back(need.entities[0], need.because);
    } else {
      // Of two reasons for one entity the more specific kind is told.
      known->second = std::min(known->second, need.because);
    }
  } else {
    const auto known = std::find_if(
        expectation->ambiguous.begin(), expectation->ambiguous.end(),
        [&](const Need& other) { return other.entities == need.entities; });
    if (known == expectation->ambiguous.end()) {
      expectation->ambiguous.push_back(need);
    } else {
      known->because = std::min(known->because, need.because);
    }
  }
  expectation->needs.push_back(std::move(need));
}

void SetClarity(Expectation* expectation) {
  if (!expectation->ambiguous.empty()) {
    expectation->clarity = ExpectationClarity::kAmbiguous;
  } else if (expectation->unmapped) {
    expectation->clarity = ExpectationClarity::kUnmapped;
  } else if (!expectation->clear.empty()) {
    expectation->clarity = ExpectationClarity::kClear;
  }
  std::sort(expectation->clear.begin(), expectation->clear.end());
  std::sort(expectation->ambiguous.begin(), expectation->ambiguous.end(),
            [](const Need& a, const Need& b) {
              return std::lexicographical_compare(
                  a.entities.begin(), a.entities.end(), b.entities.begin(),
                  b.entities.end());
            });
}

Need NeedOf(const index::World& world, const Row& customer,
            const index::OrderRow& order) {
  Need need;
  need.order = &order;
  const index::Traits& traits = world.TraitsOf(customer);
  need.entities = world.entity_set(traits.override_set);
  // A guest's order may be tagged or overridden under the guest's own name.
  const Row& orderer = world.row(order.customer);
  index::Insert(&need.entities,
                world.entity_set(world.TraitsOf(orderer).override_set));
  if (!need.entities.empty()) {
    need.because = ExpectedBecause::kCustomerOverride;
    return need;
  }
  need.entities = world.entity_set(order.tag_set);
  index::Insert(&need.entities, world.entity_set(traits.tag_set));
  if (!need.entities.empty()) {
    need.because = ExpectedBecause::kTag;
    return need;
  }
  need.entities = world.entity_set(order.ship_from_customer ? traits.country_set
                                                            : order.ship_set);
  need.because = ExpectedBecause::kShipToCountry;
  return need;
}

// What the rules say of a Dataverse record itself.
Need RecordNeed(const index::World& world, const Row& row) {
  Need need;
  const index::Traits& traits = world.TraitsOf(row);
  need.entities = world.entity_set(traits.override_set);
  need.because = ExpectedBecause::kCustomerOverride;
  if (!need.entities.empty()) return need;
  if (const index::EntitySet* company = world.CompanyEntities(row)) {
    // An unknown company is a destination that we do not know; the country
    // would be a guess.
    need.entities = *company;
    need.because = ExpectedBecause::kCompany;
    return need;
  }
  need.entities = world.entity_set(traits.country_set);
  need.because = ExpectedBecause::kCountry;
  return need;
}

}  // namespace

bool Expectation::IsClear(index::EntityIndex entity) const {
  return std::any_of(clear.begin(), clear.end(), [&](const auto& expected) {
    return expected.first == entity;
  });
}

bool Expectation::IsCandidate(index::EntityIndex entity) const {
  return std::any_of(ambiguous.begin(), ambiguous.end(), [&](const Need& need) {
    return index::Contains(need.entities, entity);
  });
}

bool IsActive(const index::OrderRow& order, const Window& window) {
  return order.active && order.placed > window.start &&
         order.placed <= window.end &&
         (order.cancelled == index::kNoTime || order.cancelled > window.end);
}

OrderSummary SummarizeOrders(const index::World& world, index::RowIndex row,
                             const Window& window) {
  OrderSummary summary;
  world.ForEachOrder(row, window.end, [&](const index::OrderRow& order) {
    if (order.placed <= window.start || order.placed > window.end) return;
    if (IsActive(order, window)) {
      summary.active.push_back(&order);
    } else if (order.quote) {
      summary.quote = true;
    } else {
      summary.dead = true;
    }
  });
  std::sort(summary.active.begin(), summary.active.end(),
            [](const index::OrderRow* a, const index::OrderRow* b) {
              return a->placed != b->placed ? a->placed < b->placed
                                            : a->id < b->id;
            });
  return summary;
}

index::Micros FirstOrder(const index::World& world, index::RowIndex row,
                         index::Micros as_of) {
  index::Micros first = index::kNoTime;
  world.ForEachOrder(row, as_of, [&](const index::OrderRow& order) {
    if (order.quote || order.placed == index::kNoTime || order.placed > as_of) {
      return;
    }
    if (first == index::kNoTime || order.placed < first) first = order.placed;
  });
  return first;
}

index::Micros WaitsSince(const index::World& world, index::RowIndex index,
                         index::Micros as_of) {
  const Row& row = world.row(index);
  return row.Is(Row::kGuest) && !row.Is(Row::kHeld)
             ? FirstOrder(world, index, as_of)
             : row.created;
}

Expectation ExpectForOrders(const index::World& world, index::RowIndex row,
                            const OrderSummary& orders) {
  Expectation expectation;
  for (const index::OrderRow* order : orders.active) {
    Add(&expectation, NeedOf(world, world.row(row), *order));
  }
  if (!orders.active.empty()) expectation.since = orders.active[0]->placed;
  SetClarity(&expectation);
  return expectation;
}

Expectation ExpectForRecord(const index::World& world, index::RowIndex index) {
  const Row& row = world.row(index);
  Expectation expectation;
  expectation.since = row.created;
  Add(&expectation, RecordNeed(world, row));
  SetClarity(&expectation);
  return expectation;
}

QuickLook LookQuickly(const index::World& world, index::RowIndex index,
                      const Window& window, const recall::Presence& presence) {
  const Row& row = world.row(index);
  QuickLook look;
  const auto add = [&](const Need& need) {
    look.any = true;
    look.clear = look.clear && need.entities.size() == 1;
    // Several entities or none: presence in any of them, or anywhere, will do.
    look.met = look.met &&
               (need.entities.empty() ||
                std::any_of(presence.entities.begin(), presence.entities.end(),
                            [&](index::EntityIndex entity) {
                              return index::Contains(need.entities, entity);
                            }));
  };
  if (!world.rulebook().sources()[row.source].shop) {
    add(RecordNeed(world, row));
    look.since = row.created;
    return look;
  }
  const auto add_order = [&](const index::OrderRow& order) {
    if (!IsActive(order, window)) return;
    if (!look.any || order.placed < look.since) look.since = order.placed;
    add(NeedOf(world, row, order));
  };
  if (presence.alone) {
    world.ForEachOwnOrder(index, window.end, add_order);
  } else {
    world.ForEachOrder(index, window.end, add_order);
  }
  if (!look.any) look.since = WaitsSince(world, index, window.end);
  return look;
}

Expectation ExpectForCaller(const index::Rulebook& rulebook,
                            const std::vector<std::string>& entities,
                            absl::string_view ship_to_country) {
  Expectation expectation;
  for (const std::string& id : entities) {
    Need need;
    need.entities = {rulebook.FindEntity(id)};
    need.because = ExpectedBecause::kCallerRequest;
    Add(&expectation, std::move(need));
  }
  if (entities.empty() &&
      !absl::StripAsciiWhitespace(ship_to_country).empty()) {
    Need need;
    need.because = ExpectedBecause::kShipToCountry;
    if (auto country = normalize::NormalizeCountry(ship_to_country)) {
      need.entities = rulebook.CountryEntities(*country);
    }
    Add(&expectation, std::move(need));
  }
  SetClarity(&expectation);
  return expectation;
}

}  // namespace landfall::expect
