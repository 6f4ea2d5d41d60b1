// Turns a collection into a ranked drill-down. Entry points: ListEntries and
// WriteEntry.
#include "server/cards/listing.h"

#include <algorithm>
#include <limits>

#include "server/cards/collation.h"
#include "server/cards/totals.h"
#include "server/classify/message.h"
#include "server/verdict/evidence.h"
#include "server/verdict/explain.h"

namespace landfall::cards {
namespace {

using index::Micros;

// Things without a time come after all others.
constexpr Micros kLast = std::numeric_limits<Micros>::max();

Micros SinceOf(Micros since) { return since == index::kNoTime ? kLast : since; }

class Lister {
 public:
  Lister(const verdict::Context& context, const CardPlan& plan,
         std::optional<model::ReasonCode> reason, model::CardOrder order,
         verdict::RecordLookup lookup)
      : context_(context),
        plan_(plan),
        reason_(reason),
        order_(order),
        lookup_(lookup) {}

  void AddCustomer(const CountedCustomer& customer) {
    if (!HasReason(customer)) return;
    const verdict::Description who =
        verdict::Describe(context_.world, lookup_, customer.assessment.row,
                          plan_.question.as_of());
    Entry entry;
    entry.customer = &customer;
    entry.name = who.name;
    if (plan_.measure != Measure::kBlockedOrders) {
      entry.ref = who.ref;
      SetKey(customer.blocked, customer.assessment.expectation.since, &entry);
      entries_.push_back(std::move(entry));
      return;
    }
    for (const auto& blocked : BlockedOrdersOf(plan_, customer)) {
      const model::Record* record = lookup_(blocked.order->id);
      if (record == nullptr) continue;
      entry.ref = record->ref;
      entry.order = blocked;
      verdict::MoneySum sum;
      sum.Add(*blocked.order);
      SetKey(sum, blocked.order->placed, &entry);
      entries_.push_back(entry);
    }
  }

  void AddEvent(base::Hash128 id) {
    const model::Record* record = lookup_(id);
    if (record == nullptr) return;
    const auto& event = std::get<model::ErrorEvent>(record->body);
    if (reason_ &&
        classify::ClassifyMessage(event.message, event.code).code != *reason_) {
      return;
    }
    Entry entry;
    entry.event = id;
    entry.ref = record->ref;
    entry.name = event.flow.empty() ? event.map : event.flow;
    const index::EventRow* row = context_.world.events().Find(id);
    SetKey(verdict::MoneySum(), row->at, &entry);
    entries_.push_back(std::move(entry));
  }

  std::vector<Entry> Take() {
    std::sort(entries_.begin(), entries_.end(),
              [this](const Entry& a, const Entry& b) {
                return Before(order_, a.key, b.key);
              });
    return std::move(entries_);
  }

 private:
  bool HasReason(const CountedCustomer& customer) const {
    if (!reason_) return true;
    const auto codes = verdict::ReasonCodesOf(context_, customer.assessment,
                                              plan_.question, lookup_);
    return std::find(codes.begin(), codes.end(), *reason_) != codes.end();
  }

  void SetKey(const verdict::MoneySum& sum, Micros since, Entry* entry) {
    const model::Settings& settings = context_.world.rulebook().settings();
    entry->key.group = sum.OnlyUnpriced(settings) ? 1 : 0;
    entry->key.value = sum.InReportingCurrency(settings);
    entry->key.since = SinceOf(since);
    entry->key.record = entry->ref.ToString();
    if (order_ == model::CardOrder::kName) {
      entry->key.name = CollationKey(entry->name);
    }
  }

  const verdict::Context& context_;
  const CardPlan& plan_;
  const std::optional<model::ReasonCode> reason_;
  const model::CardOrder order_;
  verdict::RecordLookup lookup_;
  std::vector<Entry> entries_;
};

// The entity that a blocked order waits for; "" when several would do.
std::string EntityOf(const index::Rulebook& rulebook,
                     const verdict::BlockedOrder& blocked) {
  return blocked.entities.size() == 1 ? rulebook.entity(blocked.entities[0]).id
                                      : "";
}

void WriteOrders(const index::World& world, const Entry& entry,
                 verdict::RecordLookup lookup, model::CardRecord* out) {
  auto write = [&](const verdict::BlockedOrder& blocked) {
    const model::Record* record = lookup(blocked.order->id);
    if (record == nullptr) return;
    const auto& order = std::get<model::Order>(record->body);
    model::ListedOrder listed{record->ref.id, order.placed_at, order.amount,
                              order.currency,
                              EntityOf(world.rulebook(), blocked)};
    if (!blocked.order->has_amount) listed.amount.reset();
    out->orders.push_back(std::move(listed));
  };
  if (entry.order) {
    write(*entry.order);
    return;
  }
  for (const auto& blocked : entry.customer->assessment.blocked) {
    write(blocked);
  }
}

void CopyAnswer(model::CheckAnswer answer, model::CardRecord* out) {
  out->verdict = answer.verdict;
  out->explanation = std::move(answer.explanation);
  out->clarity = answer.clarity;
  out->entities = std::move(answer.entities);
  out->reasons = std::move(answer.reasons);
  out->counterparts = std::move(answer.counterparts);
  out->since = answer.since;
  out->blocked_value = answer.blocked_value;
  out->blocked_by_currency = std::move(answer.blocked_by_currency);
  out->unpriced_orders = answer.unpriced_orders;
}

}  // namespace

bool Before(model::CardOrder order, const SortKey& a, const SortKey& b) {
  switch (order) {
    case model::CardOrder::kBlockedValueDesc:
      if (a.group != b.group) return a.group < b.group;
      if (a.value != b.value) return a.value > b.value;
      if (a.since != b.since) return a.since < b.since;
      break;
    case model::CardOrder::kSince:
      if (a.since != b.since) return a.since < b.since;
      break;
    case model::CardOrder::kSinceDesc:
      if (a.since != b.since) {
        // Unknown times stay last in both directions.
        if (a.since == kLast || b.since == kLast) return b.since == kLast;
        return a.since > b.since;
      }
      break;
    case model::CardOrder::kName:
      if (a.name != b.name) return a.name < b.name;
      break;
  }
  return a.record < b.record;
}

std::vector<Entry> ListEntries(const verdict::Context& context,
                               const CardPlan& plan,
                               const Collection& collection,
                               std::optional<model::ReasonCode> reason,
                               model::CardOrder order,
                               verdict::RecordLookup lookup) {
  Lister lister(context, plan, reason, order, lookup);
  for (const CountedCustomer& customer : collection.customers) {
    if (!context.Spend(base::Budget::kLarge)) break;
    lister.AddCustomer(customer);
  }
  for (const base::Hash128& event : collection.events) {
    if (!context.Spend(base::Budget::kLarge)) break;
    lister.AddEvent(event);
  }
  return lister.Take();
}

model::CardRecord WriteEntry(const verdict::Context& context,
                             const CardPlan& plan, const Entry& entry,
                             verdict::RecordLookup lookup) {
  const index::Rulebook& rulebook = context.world.rulebook();
  const model::Settings& settings = rulebook.settings();
  model::CardRecord out;
  out.record = entry.ref;
  out.name = entry.name;
  out.source = entry.ref.source;
  if (const auto* source = settings.FindSource(out.source)) {
    out.channel = source->channel;
  }
  out.blocked_value.currency = settings.reporting_currency;
  if (entry.customer == nullptr) {
    if (const model::Record* record = lookup(entry.event)) {
      CopyAnswer(verdict::ExplainEvent(context, *record, plan.question, lookup),
                 &out);
    }
    return out;
  }
  verdict::Detail detail;
  detail.keys_and_near = false;
  CopyAnswer(verdict::ExplainCustomer(context, entry.customer->assessment,
                                      plan.question, lookup, detail),
             &out);
  if (entry.order) {
    verdict::MoneySum sum;
    sum.Add(*entry.order->order);
    out.blocked_value.amount = sum.InReportingCurrency(settings);
    out.blocked_by_currency = sum.ByCurrency();
    out.unpriced_orders = sum.UnpricedOrders();
    out.since = absl::FromUnixMicros(entry.order->order->placed);
  }
  WriteOrders(context.world, entry, lookup, &out);
  return out;
}

}  // namespace landfall::cards
