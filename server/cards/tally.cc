// Turns a collection into a card. Entry points: Tally and CompareTwin.
#include "server/cards/tally.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/container/flat_hash_set.h"
#include "server/cards/totals.h"

namespace landfall::cards {
namespace {

using base::Decimal;
using index::EntityIndex;

struct Line {
  int count = 0;
  Decimal amount;
};
using Lines = std::map<std::string, Line>;

void AddLine(Lines* lines, const std::string& key, const Decimal& amount) {
  Line& line = (*lines)[key];
  ++line.count;
  line.amount += amount;
}

// Largest first, then by key.
std::vector<model::Breakdown> Sorted(const Lines& lines) {
  std::vector<model::Breakdown> list;
  for (const auto& [key, line] : lines) {
    list.push_back({key, line.count, line.amount});
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const model::Breakdown& a, const model::Breakdown& b) {
                     return a.count > b.count;
                   });
  return list;
}

class Tallier {
 public:
  Tallier(const index::Rulebook& rulebook, const CardPlan& plan,
          const Collection& collection)
      : rulebook_(rulebook), plan_(plan), collection_(collection) {}

  void Fill(model::Card* card) {
    for (const CountedCustomer& customer : collection_.customers) {
      AddCustomer(customer, card);
    }
    AddPlain(card);
    for (const CountedEvent& event : collection_.events) AddEvent(event);
    card->by_channel = Sorted(by_channel_);
    card->by_source = Sorted(by_source_);
    card->by_entity = Sorted(by_entity_);
    card->by_reason = Sorted(by_reason_);
    card->blocked_by_currency = blocked_.ByCurrency();
    if (collection_.prices != nullptr) {
      card->unpriced_currencies = blocked_.Unpriced(*collection_.prices);
      card->exchange_rates = blocked_.RatesUsed(*collection_.prices);
    }
    card->unpriced_orders = blocked_.UnpricedOrders();
  }

 private:
  void AddCustomer(const CountedCustomer& customer, model::Card* card) {
    const bool of_orders = plan_.measure == Measure::kBlockedOrders;
    const int things = of_orders ? static_cast<int>(customer.orders.size()) : 1;
    if (things == 0) return;
    if (of_orders) {
      AddOrders(customer);
    } else {
      AddCounted(customer);
    }
    if (customer.ambiguous) card->ambiguous_entity += things;
    if (customer.also_in_dataverse) card->also_in_dataverse += things;
    if (customer.open_activity) card->with_open_activity += things;
  }

  void AddCounted(const CountedCustomer& customer) {
    const model::Source& source = *rulebook_.sources()[customer.source].source;
    AddLine(&by_channel_, source.channel, customer.value);
    AddLine(&by_source_, source.id, customer.value);
    for (const auto& [line, value] : customer.lines) {
      AddLine(&by_entity_, LineName(rulebook_, line), value);
    }
    AddReasons(customer, customer.value);
    blocked_.Add(customer.blocked);
  }

  // Counts the blocked orders of a customer.
  void AddOrders(const CountedCustomer& customer) {
    const model::Source& source = *rulebook_.sources()[customer.source].source;
    for (const CountedOrder& order : customer.orders) {
      AddLine(&by_channel_, source.channel, order.value);
      AddLine(&by_source_, source.id, order.value);
      AddLine(&by_entity_, LineName(rulebook_, order.line), order.value);
      AddReasons(customer, order.value);
      blocked_.Add(order.sum);
    }
  }

  void AddReasons(const CountedCustomer& customer, const Decimal& value) {
    customer.reasons.ForEach([&](model::ReasonCode code) {
      AddLine(&by_reason_, std::string(model::ReasonName(code)), value);
    });
  }

  // Customers who landed have no entity to name and no money that waits.
  void AddPlain(model::Card* card) {
    std::map<uint16_t, int> by_source;
    for (const PlainCustomer& customer : collection_.plain) {
      ++by_source[customer.source];
      card->with_open_activity += customer.open_activity;
    }
    for (const auto& [index, count] : by_source) {
      const model::Source& source = *rulebook_.sources()[index].source;
      by_channel_[source.channel].count += count;
      by_source_[source.id].count += count;
      by_reason_[std::string(
                     model::ReasonName(model::ReasonCode::kInExpectedEntity))]
          .count += count;
    }
  }

  void AddEvent(const CountedEvent& event) {
    const Decimal none;
    AddLine(&by_channel_, event.channel, none);
    AddLine(&by_source_, event.source, none);
    if (!event.entity.empty()) AddLine(&by_entity_, event.entity, none);
    AddLine(&by_reason_, std::string(model::ReasonName(event.reason)), none);
  }

  const index::Rulebook& rulebook_;
  const CardPlan& plan_;
  const Collection& collection_;
  Lines by_channel_, by_source_, by_entity_, by_reason_;
  verdict::MoneySum blocked_;
};

// True when a card counts what the upstream source holds.
bool CountsOf(const CardPlan& plan, const index::SourceRules& source) {
  if (source.master || !plan.Passes(source)) return false;
  switch (plan.population) {
    case Population::kDataverse:
    case Population::kChanged:
      return !source.shop;
    case Population::kShop:
      return source.shop;
    case Population::kNewCustomers:
    case Population::kEvents:
      return true;
  }
  return true;
}

}  // namespace

model::Card Tally(const index::Rulebook& rulebook, const CardPlan& plan,
                  const Collection& collection) {
  model::Card card;
  card.id = plan.card->id;
  card.title = plan.card->title;
  SetTime(plan, &card);
  const Totals totals = TotalsOf(plan, collection);
  card.count = totals.count;
  card.stages = totals.stages;
  card.blocked_value = {rulebook.settings().reporting_currency,
                        totals.blocked_value};
  card.alert.above = plan.card->alert_above;
  card.alert.firing = totals.alert_firing;
  Tallier(rulebook, plan, collection).Fill(&card);
  return card;
}

void SetTime(const CardPlan& plan, model::Card* card) {
  card->window_start = absl::FromUnixMicros(plan.question.window.start);
  card->window_end = absl::FromUnixMicros(plan.question.window.end);
  card->as_of = card->window_end;
}

Decimal LargestValue(const CardPlan& plan, const CountedCustomer& customer) {
  if (plan.measure != Measure::kBlockedOrders) return customer.value;
  Decimal largest;
  for (const CountedOrder& order : customer.orders) {
    largest = std::max(largest, order.value);
  }
  return largest;
}

std::vector<const CountedCustomer*> LargestOf(
    const CardPlan& plan, const std::vector<CountedCustomer>& customers) {
  std::vector<const CountedCustomer*> best;
  Decimal value;
  for (const CountedCustomer& customer : customers) {
    const Decimal own = LargestValue(plan, customer);
    if (own.IsZero() || own < value) continue;
    const bool better = own > value || customer.since < best[0]->since;
    if (better) best.clear();
    if (best.empty() || customer.since == best[0]->since) {
      best.push_back(&customer);
    }
    value = own;
  }
  return best;
}

std::optional<CardPlan> TwinPlan(const index::Rulebook& rulebook,
                                 const CardPlan& plan) {
  const model::CardSettings* twin =
      rulebook.settings().FindCard(plan.card->twin);
  if (twin == nullptr || (plan.question.keys == twin->keys &&
                          plan.card->count_awaiting == twin->count_awaiting)) {
    return std::nullopt;
  }
  CardPlan other = plan;
  other.card = twin;
  other.question.keys = twin->keys;
  return other;
}

std::optional<model::TwinReport> CompareTwin(const index::Rulebook& rulebook,
                                             const CardPlan& plan,
                                             const Collection& here,
                                             const Collection* there) {
  const model::CardSettings* twin =
      rulebook.settings().FindCard(plan.card->twin);
  if (twin == nullptr) return std::nullopt;
  model::TwinReport report;
  report.card = twin->id;
  report.count = CountOf(plan, there == nullptr ? here : *there);
  if (there == nullptr) return report;
  absl::flat_hash_set<index::RowIndex> rows;
  const auto for_each_row = [](const Collection& collection, auto visit) {
    for (const CountedCustomer& customer : collection.customers) {
      visit(customer.row);
    }
    for (const PlainCustomer& customer : collection.plain) visit(customer.row);
  };
  for_each_row(*there, [&](index::RowIndex row) { rows.insert(row); });
  for_each_row(here, [&](index::RowIndex row) {
    if (rows.erase(row) == 0) ++report.only_here;
  });
  report.only_there = static_cast<int>(rows.size());
  report.agrees = report.only_here == 0 && report.only_there == 0;
  for (model::KeyKind kind :
       {model::KeyKind::kEmail, model::KeyKind::kExternalId,
        model::KeyKind::kTaxId}) {
    if (plan.question.keys.Has(kind) != twin->keys.Has(kind)) {
      report.differing_keys.push_back(std::string(model::KeyKindName(kind)));
    }
  }
  return report;
}

std::vector<std::string> StaleSources(const verdict::Context& context,
                                      const CardPlan& plan) {
  const index::Rulebook& rulebook = context.world.rulebook();
  std::set<std::string> stale;
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    const EntityIndex entity = static_cast<EntityIndex>(i);
    // A card about one entity hangs on that entity alone.
    if (plan.entity != index::kNoEntity && plan.entity != entity) continue;
    if (!context.freshness.CanAnswer(rulebook, entity, plan.question.as_of())) {
      stale.insert(rulebook.SourceOf(entity).source->id);
    }
  }
  for (const index::SourceRules& source : rulebook.sources()) {
    if (CountsOf(plan, source) &&
        !context.freshness.IsCurrent(source, plan.question.as_of())) {
      stale.insert(source.source->id);
    }
  }
  return {stale.begin(), stale.end()};
}

}  // namespace landfall::cards
