// The part of World about orders, and about the groups through which a company
// lends its keys.
#include <algorithm>

#include "server/base/check.h"
#include "server/index/guests.h"
#include "server/index/walked.h"
#include "server/index/world.h"

namespace landfall::index {
namespace {

// A document is that of an order that shares its name with nobody.
void TouchNamesakes(const World& world, const std::vector<uint64_t>& names,
                    WorldMemory* memory) {
  if (memory == nullptr) return;
  for (uint64_t name : names) {
    if (world.documents().OfName(name) == nullptr) continue;
    world.documents().ForEachOrder(name, [&](OrderIndex order) {
      memory->OnTouched(world, world.order(order).customer,
                        WorldMemory::When::kAfter);
    });
  }
}

}  // namespace

void World::ApplyOrder(const OrderFacts* before, const OrderFacts* after) {
  if (before != nullptr) RemoveOrder(*before);
  if (after != nullptr) AddOrder(*after);
}

void World::AddOrder(const OrderFacts& facts) {
  const RowIndex customer = RowFor(facts.customer);
  Touch(customer, WorldMemory::When::kBefore);
  UnindexCreation(customer);
  OrderIndex index = free_order_;
  if (index == kNone) {
    index = static_cast<OrderIndex>(orders_.Add(OrderRow()));
  } else {
    free_order_ = orders_[index].next;
  }
  OrderRow& order = orders_[index];
  order = OrderRow();
  order.id = facts.id;
  order.placed = facts.placed;
  order.cancelled = facts.cancelled;
  order.deleted = facts.deleted;
  order.amount = facts.amount;
  order.scale = facts.scale;
  order.currency = facts.currency;
  order.customer = customer;
  order.tag_set = traits_.Intern(facts.tag_set);
  order.ship_set = traits_.Intern(facts.ship_set);
  order.name_hash = facts.implied.name_hash;
  order.active = facts.active;
  order.quote = facts.quote;
  order.rank = facts.rank;
  order.has_amount = facts.has_amount;
  order.ship_from_customer = facts.ship_from_customer;
  order.unusable_key = facts.unusable_key;
  Row& row = rows_[customer];
  order.next = row.first_order;
  row.first_order = index;
  row.source = facts.source;
  row.Set(Row::kGuest, facts.guest);
  order_by_id_.Insert(index);
  documents_.AddOrder(index, facts.names);
  TouchNamesakes(*this, facts.names, memory_);
  by_placement_.insert({facts.placed, index});
  AddKeys(customer, facts.implied.keys);
  if (!row.Is(Row::kHeld)) {
    SetOverride(customer, facts.implied.override_set);
    row.Set(Row::kCompany, facts.implied.is_company);
    if (ExtraOf(row).group == kNone) JoinGroup(customer, facts.implied.group);
  }
  RefreshImplied(customer);
  IndexCreation(customer);
  Touch(customer, WorldMemory::When::kAfter);
}

void World::RemoveOrder(const OrderFacts& facts) {
  const OrderIndex index = order_by_id_.Find(facts.id);
  LF_CHECK(index != kNone);
  const RowIndex customer = orders_[index].customer;
  Touch(customer, WorldMemory::When::kBefore);
  UnindexCreation(customer);
  order_by_id_.Erase(facts.id);
  documents_.RemoveOrder(index, facts.names);
  TouchNamesakes(*this, facts.names, memory_);
  by_placement_.erase({orders_[index].placed, index});
  OrderIndex* link = &rows_[customer].first_order;
  while (*link != index) link = &orders_[*link].next;
  *link = orders_[index].next;
  orders_[index].next = free_order_;
  free_order_ = index;
  RemoveKeys(customer, facts.implied.keys);
  RefreshImplied(customer);
  IndexCreation(customer);
  Touch(customer, WorldMemory::When::kAfter);
}

void World::RefreshImplied(RowIndex index) {
  Row& row = rows_[index];
  if (row.Is(Row::kHeld)) return;
  row.Set(Row::kInScope, row.first_order != kNone);
}

bool World::HasOrderBy(const Row& row, Micros as_of) const {
  for (OrderIndex i = row.first_order; i != kNone; i = orders_[i].next) {
    // kNoTime sorts before every time: such an order has always existed.
    if (orders_[i].placed <= as_of && !orders_[i].DeletedBy(as_of)) return true;
  }
  return false;
}

bool World::Exists(const Row& row, Micros as_of) const {
  if (row.Is(Row::kGroup)) return false;
  if (!row.Is(Row::kHeld)) return HasOrderBy(row, as_of);
  if (row.created != kNoTime && row.created > as_of) return false;
  const Micros deleted = ExtraOf(row).deleted;
  return deleted == kNoTime || deleted > as_of;
}

void World::ForEachOrder(RowIndex customer, Micros as_of,
                         absl::FunctionRef<void(const OrderRow&)> visit) const {
  ForEachOrderEver(customer, as_of, [&](const OrderRow& order) {
    if (!order.DeletedBy(as_of)) visit(order);
  });
}

void World::ForEachOwnOrder(
    RowIndex customer, Micros as_of,
    absl::FunctionRef<void(const OrderRow&)> visit) const {
  OrderIndex i = rows_[customer].first_order;
  for (; i != kNone; i = orders_[i].next) {
    if (!orders_[i].DeletedBy(as_of)) visit(orders_[i]);
  }
}

void World::ForEachOrderEver(
    RowIndex customer, Micros as_of,
    absl::FunctionRef<void(const OrderRow&)> visit) const {
  auto visit_row = [&](RowIndex index) {
    OrderIndex i = rows_[index].first_order;
    for (; i != kNone; i = orders_[i].next) {
      visit(orders_[i]);
    }
  };
  visit_row(customer);
  ForEachGuestOf(*this, customer, as_of, visit_row);
}

OrderIndex World::FindOrder(base::Hash128 id) const {
  return order_by_id_.Find(id);
}

std::vector<KeyFact> World::KeysOf(RowIndex index) const {
  std::vector<KeyFact> keys;
  const Row& row = rows_[index];
  auto add = [&](uint32_t first) {
    for (uint32_t s = first; s != kNone; s = keys_.slot(s).next_of_row) {
      const KeySlot& slot = keys_.slot(s);
      if (slot.role == KeyRole::kNear) continue;
      if (slot.fallback && row.own_emails > 0) continue;
      keys.push_back({slot.Id(), slot.kind, slot.role, slot.weak, false,
                      slot.issuer, slot.own});
    }
  };
  add(row.first_slot);
  const RowIndex group = ExtraOf(row).group;
  if (group != kNone) add(rows_[group].first_slot);
  return keys;
}

bool World::ForEachHolder(const KeySlot& slot,
                          absl::FunctionRef<bool(RowIndex)> visit) const {
  const Row& row = rows_[slot.row];
  if (!row.Is(Row::kGroup)) return !Counts(slot) || visit(slot.row);
  RowIndex i = ExtraOf(row).first_member;
  for (; i != kNone; i = ExtraOf(rows_[i]).next_member) {
    ++walked;
    if (!visit(i)) return false;
  }
  return true;
}

void World::ApplyLocation(const LocationFacts* before,
                          const LocationFacts* after) {
  auto group_row = [this](base::Hash128 group) {
    const RowIndex row = RowFor(group);
    rows_[row].Set(Row::kGroup, true);
    return row;
  };
  const bool same = before != nullptr && after != nullptr &&
                    before->group == after->group &&
                    before->keys == after->keys;
  if (same) return;
  // A location's keys are its company's members' keys: rare enough to outdate
  // everything.
  if (memory_ != nullptr) memory_->OnAllTouched(*this);
  if (before != nullptr) {
    RemoveKeys(group_row(before->group), before->keys);
    std::vector<base::Hash128>& ids = locations_[before->group];
    ids.erase(std::remove(ids.begin(), ids.end(), before->id), ids.end());
    if (ids.empty()) locations_.erase(before->group);
  }
  if (after != nullptr) {
    AddKeys(group_row(after->group), after->keys);
    locations_[after->group].push_back(after->id);
  }
}

std::vector<base::Hash128> World::LocationsOf(const Row& row) const {
  const RowIndex group = ExtraOf(row).group;
  if (group == kNone) return {};
  auto it = locations_.find(rows_[group].id);
  if (it == locations_.end()) return {};
  return it->second;
}

void World::JoinGroup(RowIndex index, base::Hash128 group) {
  if (group == base::Hash128()) return;
  const RowIndex lender = RowFor(group);
  rows_[lender].Set(Row::kGroup, true);
  RowExtra& member = MakeExtra(index);
  RowExtra& group_of = MakeExtra(lender);
  member.group = lender;
  member.next_member = group_of.first_member;
  if (member.next_member != kNone) {
    MakeExtra(member.next_member).previous_member = index;
  }
  group_of.first_member = index;
}

void World::LeaveGroup(RowIndex index) {
  const RowIndex lender = ExtraOf(rows_[index]).group;
  if (lender == kNone) return;
  RowExtra& member = MakeExtra(index);
  if (member.next_member != kNone) {
    MakeExtra(member.next_member).previous_member = member.previous_member;
  }
  (member.previous_member == kNone
       ? MakeExtra(lender).first_member
       : MakeExtra(member.previous_member).next_member) = member.next_member;
  member.next_member = kNone;
  member.previous_member = kNone;
  member.group = kNone;
}

void World::IndexCreation(RowIndex index) {
  const Row& row = rows_[index];
  if (row.Is(Row::kMaster) || row.created == kNoTime) return;
  by_creation_.insert({row.created, index});
}

void World::UnindexCreation(RowIndex index) {
  const Row& row = rows_[index];
  if (row.created != kNoTime) by_creation_.erase({row.created, index});
}

}  // namespace landfall::index
