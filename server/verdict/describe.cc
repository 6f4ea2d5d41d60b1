#include "server/verdict/describe.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/index/derive.h"
#include "server/verdict/deep_link.h"

namespace landfall::verdict {
namespace {

// The order that speaks for a customer without a record: the newest that names
// it, else the newest; of several the one with the greatest id.
const model::Record* SpeakingOrder(const index::World& world,
                                   RecordLookup lookup, index::RowIndex row,
                                   index::Micros as_of) {
  const model::Record* best = nullptr;
  const auto better = [](const model::Record& a, const model::Record& b) {
    const auto& x = std::get<model::Order>(a.body);
    const auto& y = std::get<model::Order>(b.body);
    if (x.customer_name.empty() != y.customer_name.empty()) {
      return y.customer_name.empty();
    }
    const absl::Time at_x = x.placed_at.value_or(absl::InfinitePast());
    const absl::Time at_y = y.placed_at.value_or(absl::InfinitePast());
    return at_x != at_y ? at_x > at_y : b.ref < a.ref;
  };
  world.ForEachOrder(row, as_of, [&](const index::OrderRow& order) {
    if (order.placed > as_of) return;
    const model::Record* record = lookup(order.id);
    if (record == nullptr) return;
    if (best == nullptr || better(*record, *best)) best = record;
  });
  return best;
}

// True when every key that the index holds for `row` and that counts is among
// `outcomes`.
bool AllKeysAmong(const index::World& world, index::RowIndex row,
                  const std::vector<normalize::KeyOutcome>& outcomes) {
  std::vector<base::Hash128> known;
  for (const normalize::KeyOutcome& outcome : outcomes) {
    if (!outcome.key) continue;
    known.push_back(index::ExactHash(world.rulebook(), outcome.kind,
                                     outcome.key->scope(),
                                     outcome.key->text()));
  }
  uint32_t s = world.row(row).first_slot;
  for (; s != index::kNone; s = world.keys().slot(s).next_of_row) {
    const index::KeySlot& slot = world.keys().slot(s);
    if (slot.role != index::KeyRole::kExact || !world.Counts(slot)) continue;
    if (std::find(known.begin(), known.end(), slot.Id()) == known.end()) {
      return false;
    }
  }
  return true;
}

// The orders that may say of the customer's keys what `outcomes` do not say
// yet, newest first.
std::vector<const index::OrderRow*> TellingOrders(
    const index::World& world, index::RowIndex row, index::Micros as_of,
    const std::vector<normalize::KeyOutcome>& outcomes) {
  std::vector<const index::OrderRow*> orders;
  bool news = !AllKeysAmong(world, row, outcomes);
  world.ForEachOrderEver(row, as_of, [&](const index::OrderRow& order) {
    orders.push_back(&order);
    news = news || order.unusable_key || order.customer != row;
  });
  if (!news) return {};
  std::sort(orders.begin(), orders.end(),
            [](const index::OrderRow* a, const index::OrderRow* b) {
              return a->placed != b->placed ? a->placed > b->placed
                                            : a->id < b->id;
            });
  if (orders.size() > kMostOrders) orders.resize(kMostOrders);
  return orders;
}

model::RecordRef CustomerOf(const index::World& world,
                            const model::Record& record) {
  const auto& order = std::get<model::Order>(record.body);
  if (order.customer_id.empty()) {
    return index::GuestOf(world.rulebook(),
                          *world.rulebook().FindSource(record.ref.source),
                          record);
  }
  return {record.ref.source,
          order.customer_type.empty() ? "customer" : order.customer_type,
          order.customer_id};
}

}  // namespace

Description Describe(const index::World& world, RecordLookup lookup,
                     index::RowIndex row, index::Micros as_of) {
  if (world.row(row).Is(index::Row::kHeld)) {
    const model::Record* record = lookup(world.row(row).id);
    if (record != nullptr) return {record->ref, record->name};
    return {};
  }
  Description description;
  const model::Record* own = lookup(world.order(world.row(row).first_order).id);
  if (own == nullptr) return description;
  description.ref = CustomerOf(world, *own);
  if (const auto* speaking = SpeakingOrder(world, lookup, row, as_of)) {
    const auto& order = std::get<model::Order>(speaking->body);
    description.name =
        order.customer_name.empty() ? order.email : order.customer_name;
  }
  return description;
}

std::vector<normalize::KeyOutcome> OutcomesOf(const index::World& world,
                                              RecordLookup lookup,
                                              index::RowIndex row,
                                              index::Micros as_of) {
  const index::Rulebook& rulebook = world.rulebook();
  std::vector<normalize::KeyOutcome> outcomes;
  const bool held = world.row(row).Is(index::Row::kHeld);
  if (held) {
    if (const model::Record* record = lookup(world.row(row).id)) {
      outcomes = index::KeyOutcomes(rulebook, *record);
    }
  }
  for (const base::Hash128& id : world.LocationsOf(world.row(row))) {
    const model::Record* record = lookup(id);
    if (record == nullptr) continue;
    for (auto& outcome : index::KeyOutcomes(rulebook, *record)) {
      outcomes.push_back(std::move(outcome));
    }
  }
  const bool own_email = world.row(row).own_emails > 0;
  for (const index::OrderRow* order :
       TellingOrders(world, row, as_of, outcomes)) {
    const model::Record* record = lookup(order->id);
    if (record == nullptr) continue;
    for (auto& outcome : index::OrderKeyOutcomes(rulebook, *record)) {
      const bool counts = outcome.kind != model::KeyKind::kEmail ||
                          !own_email || world.row(row).Is(index::Row::kGuest);
      if (counts) outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

model::MasterMatch DescribeMaster(const index::World& world,
                                  RecordLookup lookup, index::RowIndex index) {
  const index::Row& row = world.row(index);
  model::MasterMatch match;
  match.blocked = row.Is(index::Row::kBlocked);
  const model::Record* record = lookup(row.id);
  if (record == nullptr) return match;
  match.record = record->ref;
  match.name = record->name;
  match.account = std::get<model::MasterCustomer>(record->body).account;
  match.url = DeepLink(*world.rulebook().SourceOf(row.entity).source,
                       world.rulebook().entity(row.entity), match.account);
  return match;
}

std::string SharedKeys(model::KeyKinds kinds) {
  std::vector<absl::string_view> names;
  if (kinds.Has(model::KeyKind::kEmail)) names.push_back("email");
  if (kinds.Has(model::KeyKind::kExternalId)) names.push_back("external ID");
  if (kinds.Has(model::KeyKind::kTaxId)) names.push_back("tax ID");
  return absl::StrCat("same ", absl::StrJoin(names, " and "));
}

}  // namespace landfall::verdict
