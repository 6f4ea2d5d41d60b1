// The plan of a card -> the customers whom it looks at. Entry points: ForEach
// and Contains.
#include "server/cards/population.h"

#include <algorithm>
#include <limits>

#include "server/index/guests.h"

namespace landfall::cards {
namespace {

using index::Micros;
using index::Row;
using index::RowIndex;

// How many steps ahead of a walk memory is fetched: rows and orders lie all
// over it, and that makes a walk over many of them several times as fast.
constexpr size_t kFar = 16;
constexpr size_t kNear = 8;
// So many steps through an index lie between two occasions for a writer.
constexpr size_t kStride = 1024;

}  // namespace

void PopulationWalk::ForEach(absl::FunctionRef<void(RowIndex)> visit) const {
  switch (plan_.population) {
    case Population::kNewCustomers:
      ByCreation(visit);
      ByOrder([&](RowIndex row) {
        if (IsNewGuest(row)) visit(row);
      });
      break;
    case Population::kDataverse:
      ByCreation(visit);
      break;
    case Population::kShop:
      ByOrder(visit);
      break;
    case Population::kChanged:
      ByChange(visit);
      break;
    case Population::kEvents:
      break;
  }
}

bool PopulationWalk::Contains(RowIndex index) const {
  const Row& row = world_.row(index);
  if (plan_.population == Population::kEvents || row.Is(Row::kMaster) ||
      !world_.Exists(row, window_.end)) {
    return false;
  }
  if (plan_.population == Population::kChanged) {
    return IsInWindow(world_.last_changes().At(index));
  }
  if (plan_.population != Population::kShop && row.created != index::kNoTime &&
      IsInWindow(row.created) && CountsByCreation(row)) {
    return true;
  }
  if (plan_.population == Population::kDataverse ||
      index::Registered(world_, index, window_.end) != index) {
    return false;
  }
  bool ordered = false;
  world_.ForEachOrder(index, window_.end, [&](const index::OrderRow& order) {
    ordered |= IsInWindow(order.placed);
  });
  return ordered &&
         (plan_.population == Population::kShop || IsNewGuest(index));
}

template <typename TimeIndex>
std::vector<uint32_t> PopulationWalk::InWindow(
    const TimeIndex& index, typename TimeIndex::value_type after,
    typename TimeIndex::value_type::first_type until) const {
  std::vector<uint32_t> found;
  auto it = index.upper_bound(after);
  while (it != index.end() && it->first <= until && MayGoOn()) {
    found.push_back(it->second);
    const auto last = *it++;
    if (found.size() % kStride != 0) continue;
    give_way_();
    it = index.upper_bound(last);
  }
  return found;
}

std::vector<uint32_t> PopulationWalk::InWindow(
    const index::World::TimeIndex& index) const {
  return InWindow(index, {window_.start, index::kNone}, window_.end);
}

void PopulationWalk::ByChange(absl::FunctionRef<void(RowIndex)> visit) const {
  // The last second of the window is in it as a whole number of seconds.
  const auto seconds = [](Micros time) {
    constexpr Micros kLast = std::numeric_limits<index::Seconds>::max();
    return static_cast<index::Seconds>(
        std::clamp<Micros>(time / 1000000, 0, kLast));
  };
  const auto& changes = world_.last_changes();
  for (const RowIndex row :
       InWindow(changes.by_time(), {seconds(window_.start), index::kNone},
                seconds(window_.end))) {
    give_way_();
    if (!MayGoOn()) return;
    if (world_.Exists(world_.row(row), window_.end)) visit(row);
  }
}

void PopulationWalk::ByCreation(absl::FunctionRef<void(RowIndex)> visit) const {
  const auto rows = InWindow(world_.customers_by_creation());
  for (size_t i = 0; i < rows.size() && MayGoOn(); ++i) {
    give_way_();
    if (i + kFar < rows.size()) world_.PrefetchRow(rows[i + kFar]);
    if (i + kNear < rows.size()) {
      world_.PrefetchOrder(world_.row(rows[i + kNear]).first_order);
    }
    if (CountsByCreation(world_.row(rows[i]))) visit(rows[i]);
  }
}

bool PopulationWalk::CountsByCreation(const Row& row) const {
  const bool shop = world_.rulebook().sources()[row.source].shop;
  return world_.Exists(row, window_.end) &&
         !(shop && plan_.population == Population::kDataverse);
}

bool PopulationWalk::IsNewGuest(RowIndex row) const {
  const Row& guest = world_.row(row);
  if (!guest.Is(Row::kGuest) || guest.Is(Row::kHeld)) return false;
  return IsInWindow(expect::FirstOrder(world_, row, window_.end));
}

void PopulationWalk::ByOrder(absl::FunctionRef<void(RowIndex)> visit) const {
  const auto orders = InWindow(world_.orders_by_time());
  std::vector<bool> seen(world_.row_count());
  for (size_t i = 0; i < orders.size() && MayGoOn(); ++i) {
    give_way_();
    if (i + kFar < orders.size()) world_.PrefetchOrder(orders[i + kFar]);
    if (i + kNear < orders.size()) {
      world_.PrefetchRow(world_.order(orders[i + kNear]).customer);
    }
    const index::OrderRow& order = world_.order(orders[i]);
    if (order.DeletedBy(window_.end)) continue;
    const RowIndex row = index::Registered(world_, order.customer, window_.end);
    // Who came after the walk had begun is among the changes.
    if (row >= seen.size() || seen[row]) continue;
    seen[row] = true;
    if (world_.Exists(world_.row(row), window_.end)) visit(row);
  }
}

}  // namespace landfall::cards
