// Turns what was collected into a page of its drill-down. Entry point: Listing.
#include "server/cards/listing.h"

#include <algorithm>
#include <limits>

#include "server/cards/collation.h"
#include "server/verdict/documents.h"
#include "server/verdict/explain.h"

namespace landfall::cards {
namespace {

using index::Micros;

// Things without a time come after all others.
constexpr Micros kLast = std::numeric_limits<Micros>::max();

Micros SinceOf(Micros since) { return since == index::kNoTime ? kLast : since; }

SortKey KeyOf(const rates::Prices& prices, const verdict::MoneySum& sum,
              const base::Decimal& value, Micros since) {
  SortKey key;
  key.group = sum.OnlyUnpriced(prices) ? 1 : 0;
  key.value = value;
  key.since = SinceOf(since);
  return key;
}

// In the order of their references.
std::vector<model::ListedDocument> ListDocuments(
    const verdict::Context& context, const model::Record& order,
    const verdict::Assessment& assessment, Micros as_of,
    verdict::RecordLookup lookup) {
  std::vector<model::ListedDocument> listed;
  for (const base::Hash128& id : verdict::DocumentsOf(
           context.world, order, assessment.match.masters, as_of)) {
    const model::Record* record = lookup(id);
    if (record == nullptr) continue;
    listed.push_back(
        {record->ref, std::get<model::Document>(record->body).number});
  }
  std::sort(listed.begin(), listed.end(), [](const auto& a, const auto& b) {
    return a.record.ToString() < b.record.ToString();
  });
  return listed;
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
  out->drift = std::move(answer.drift);
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

void Listing::AddEntries() {
  const rates::Prices& prices = collector_.prices();
  const auto passes = [this](model::ReasonCode code) {
    return !query_.reason || *query_.reason == code;
  };
  for (const CountedCustomer& customer : collector_.customers()) {
    if (query_.reason && !customer.reasons.Has(*query_.reason)) continue;
    Entry entry;
    entry.customer = &customer;
    if (plan_.measure != Measure::kBlockedOrders) {
      entry.key =
          KeyOf(prices, customer.blocked, customer.value, customer.since);
      entries_.push_back(entry);
      continue;
    }
    for (const CountedOrder& order : customer.orders) {
      entry.order = &order;
      entry.key = KeyOf(prices, order.sum, order.value, order.placed);
      entries_.push_back(entry);
    }
  }
  if (passes(model::ReasonCode::kInExpectedEntity)) {
    for (const PlainCustomer& customer : collector_.plain()) {
      Entry entry;
      entry.plain = &customer;
      entry.key.since = SinceOf(customer.since);
      entries_.push_back(std::move(entry));
    }
  }
  for (const CountedEvent& event : collector_.events()) {
    if (!passes(event.reason)) continue;
    Entry entry;
    entry.event = &event;
    entry.key.since = SinceOf(event.at);
    entries_.push_back(std::move(entry));
  }
}

void Listing::Rank() {
  entries_.clear();
  AddEntries();
  total_ = entries_.size();
  beyond_ = 0;
  // Names are not known yet.
  if (query_.order == model::CardOrder::kName) return;
  // Nobody's record is known yet: who differs in nothing else is equal.
  const auto before = [this](const Entry& a, const Entry& b) {
    return Before(query_.order, a.key, b.key);
  };
  // Those whom nothing but the record tells from the last one of the page
  // before, and who may have been on it.
  size_t ties = 0;
  if (query_.after) {
    Entry bound;
    bound.key = *query_.after;
    bound.key.record.clear();
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) {
                                    return before(entry, bound);
                                  }),
                   entries_.end());
    ties = static_cast<size_t>(std::count_if(
        entries_.begin(), entries_.end(),
        [&](const Entry& entry) { return !before(bound, entry); }));
  }
  const size_t most = query_.page_size + ties;
  if (entries_.size() <= most) return;
  const auto last = entries_.begin() + static_cast<ptrdiff_t>(most);
  std::nth_element(entries_.begin(), last, entries_.end(), before);
  const Entry bound = *last;
  const auto end =
      std::partition(last, entries_.end(),
                     [&](const Entry& entry) { return !before(bound, entry); });
  beyond_ = static_cast<size_t>(entries_.end() - end);
  entries_.erase(end, entries_.end());
}

bool Listing::IsThere(const verdict::Context& context,
                      const Entry& entry) const {
  return entry.event != nullptr ||
         context.world.Exists(context.world.row(entry.row()),
                              plan_.question.as_of());
}

void Listing::Describe(const verdict::Context& context,
                       verdict::RecordLookup lookup, GiveWay give_way) {
  for (Entry& entry : entries_) {
    give_way();
    if (!context.Spend(base::Budget::kLarge)) return;
    if (IsThere(context, entry)) DescribeEntry(context, lookup, &entry);
  }
}

void Listing::DescribeEntry(const verdict::Context& context,
                            verdict::RecordLookup lookup, Entry* entry) const {
  if (entry->event != nullptr) {
    entry->name = entry->event->channel;
    const model::Record* record = lookup(entry->event->id);
    if (record != nullptr) entry->ref = record->ref;
  } else {
    verdict::Description who = verdict::Describe(
        context.world, lookup, entry->row(), plan_.question.as_of());
    entry->name = std::move(who.name);
    entry->ref = std::move(who.ref);
  }
  if (entry->order != nullptr) {
    const model::Record* record = lookup(entry->order->id);
    if (record != nullptr) entry->ref = record->ref;
  }
  entry->key.record = entry->ref.ToString();
  if (query_.order == model::CardOrder::kName) {
    entry->key.name = CollationKey(entry->name);
  }
}

void Listing::Choose() {
  const auto before = [this](const Entry& a, const Entry& b) {
    return Before(query_.order, a.key, b.key);
  };
  if (query_.after) {
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) {
                                    return !Before(query_.order, *query_.after,
                                                   entry.key);
                                  }),
                   entries_.end());
  }
  const size_t size = std::min(query_.page_size, entries_.size());
  std::partial_sort(entries_.begin(),
                    entries_.begin() + static_cast<ptrdiff_t>(size),
                    entries_.end(), before);
  beyond_ += entries_.size() - size;
  entries_.resize(size);
}

std::optional<SortKey> Listing::next() const {
  if (beyond_ == 0) return std::nullopt;
  return entries_.back().key;
}

std::vector<model::CardRecord> Listing::Write(const verdict::Context& context,
                                              verdict::RecordLookup lookup,
                                              GiveWay give_way) const {
  std::vector<model::CardRecord> records;
  for (const Entry& entry : entries_) {
    give_way();
    if (!context.Spend(base::Budget::kLarge)) break;
    if (!IsThere(context, entry)) continue;
    records.push_back(WriteEntry(context, entry, lookup));
  }
  return records;
}

model::CardRecord Listing::WriteEntry(const verdict::Context& context,
                                      const Entry& entry,
                                      verdict::RecordLookup lookup) const {
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
  if (entry.event != nullptr) {
    if (const model::Record* record = lookup(entry.event->id)) {
      CopyAnswer(
          verdict::ExplainEvent(context, *record, plan_.question, lookup),
          &out);
    }
    return out;
  }
  const verdict::Assessment assessment =
      verdict::AssessCustomer(context, entry.row(), plan_.question);
  verdict::Detail detail;
  detail.keys_and_near = false;
  detail.table_maps = plan_.measure == Measure::kDrift;
  CopyAnswer(verdict::ExplainCustomer(context, assessment, plan_.question,
                                      lookup, detail),
             &out);
  if (plan_.measure == Measure::kDrift) {
    out.since = absl::FromUnixMicros(entry.customer->since);
  }
  const auto write_order = [&](base::Hash128 id, index::EntityIndex entity,
                               bool has_amount) {
    const model::Record* record = lookup(id);
    if (record == nullptr) return;
    const auto& order = std::get<model::Order>(record->body);
    model::ListedOrder listed;
    listed.id = record->ref.id;
    listed.placed_at = order.placed_at;
    if (has_amount) listed.amount = order.amount;
    listed.currency = order.currency;
    if (entity != index::kNoEntity) listed.entity = rulebook.entity(entity).id;
    listed.documents = ListDocuments(context, *record, assessment,
                                     plan_.question.as_of(), lookup);
    out.orders.push_back(std::move(listed));
  };
  if (entry.order == nullptr) {
    for (const verdict::BlockedOrder& blocked : assessment.blocked) {
      const bool one = blocked.entities.size() == 1;
      write_order(blocked.order->id,
                  one ? blocked.entities[0] : index::kNoEntity,
                  blocked.order->has_amount);
    }
    return out;
  }
  out.blocked_value.amount = entry.order->value;
  out.blocked_by_currency = entry.order->sum.ByCurrency();
  out.unpriced_orders = entry.order->sum.UnpricedOrders();
  out.since = absl::FromUnixMicros(entry.order->placed);
  write_order(entry.order->id, entry.order->entity,
              entry.order->sum.UnpricedOrders() == 0);
  return out;
}

}  // namespace landfall::cards
