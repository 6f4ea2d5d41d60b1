#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "server/index/activities.h"
#include "server/index/chunked_vector.h"
#include "server/index/documents.h"
#include "server/index/events.h"
#include "server/index/facts.h"
#include "server/index/id_set.h"
#include "server/index/key_index.h"
#include "server/index/last_changes.h"
#include "server/index/references.h"
#include "server/index/row.h"
#include "server/index/rulebook.h"
#include "server/index/traits.h"
#include "server/index/world_memory.h"

namespace landfall::index {

// Everything the rules need, in memory: customers of both sides by key, orders
// by customer and time, and all the rest. The same facts give the same world in
// whatever order they came. Not thread-safe; const methods may run at once.
class World {
 public:
  // `memory` is told of every change; it may be nullptr and must outlive this.
  explicit World(std::shared_ptr<const Rulebook> rulebook,
                 WorldMemory* memory = nullptr);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Replaces the facts of one record: `before` as they were applied, `after` as
  // they are now. std::monostate: a new record, an erased one.
  void Apply(const Facts& before, const Facts& after);
  // Tells the processor that these facts will be applied.
  void Prefetch(const Facts& facts) const;

  const Rulebook& rulebook() const { return *rulebook_; }
  const KeyIndex& keys() const { return keys_; }
  const Activities& activities() const { return activities_; }
  const References& references() const { return references_; }
  const Events& events() const { return events_; }
  const Documents& documents() const { return documents_; }
  const LastChanges& last_changes() const { return last_changes_; }
  const TraitsTable& traits() const { return traits_; }
  // nullptr: nothing is kept. It synchronises itself.
  WorldMemory* memory() const { return memory_; }
  RowIndex FindRow(base::Hash128 id) const;
  const Row& row(RowIndex index) const { return rows_[index]; }
  // Tell the processor that a row, or the first order of one, will be read.
  void PrefetchRow(RowIndex index) const { __builtin_prefetch(&rows_[index]); }
  void PrefetchOrder(OrderIndex index) const {
    if (index != kNone) __builtin_prefetch(&orders_[index]);
  }
  size_t row_count() const { return rows_.size(); }
  const Traits& TraitsOf(const Row& row) const {
    return traits_.traits(row.traits);
  }
  const RowExtra& ExtraOf(const Row& row) const { return extras_[row.extra]; }
  // True when the row stands for a customer at `as_of`.
  bool Exists(const Row& row, Micros as_of) const;
  // Records of the company locations (or company) whose keys it borrows.
  std::vector<base::Hash128> LocationsOf(const Row& row) const;
  // Keys that count for a customer: its own, its orders', its company's.
  std::vector<KeyFact> KeysOf(RowIndex index) const;
  // An order's address counts only for a customer without a usable one.
  bool Counts(const KeySlot& slot) const {
    return !slot.fallback || rows_[slot.row].own_emails == 0;
  }
  // Visits the row behind a slot, or the members of its group, until `visit`
  // returns false; false then.
  bool ForEachHolder(const KeySlot& slot,
                     absl::FunctionRef<bool(RowIndex)> visit) const;
  const EntitySet& entity_set(EntitySetId id) const {
    return traits_.entity_set(id);
  }
  // Entities of the company of a Dataverse row; nullptr when it has none.
  const EntitySet* CompanyEntities(const Row& row) const {
    return traits_.CompanyEntities(TraitsOf(row).company);
  }

  // Orders of a customer at `as_of`, those of its guests included, in no
  // particular order.
  void ForEachOrder(RowIndex customer, Micros as_of,
                    absl::FunctionRef<void(const OrderRow&)> visit) const;
  // Orders that name the customer itself, without its guests'.
  void ForEachOwnOrder(RowIndex customer, Micros as_of,
                       absl::FunctionRef<void(const OrderRow&)> visit) const;
  // The same with orders that were deleted by then: their keys still count.
  void ForEachOrderEver(RowIndex customer, Micros as_of,
                        absl::FunctionRef<void(const OrderRow&)> visit) const;
  OrderIndex FindOrder(base::Hash128 id) const;
  const OrderRow& order(OrderIndex index) const { return orders_[index]; }

  using TimeIndex = absl::btree_set<std::pair<Micros, uint32_t>>;
  const TimeIndex& customers_by_creation() const { return by_creation_; }
  const TimeIndex& orders_by_time() const { return by_placement_; }

 private:
  void ApplyCustomer(const CustomerFacts* before, const CustomerFacts* after);
  void ApplyOrder(const OrderFacts* before, const OrderFacts* after);
  void ApplyLocation(const LocationFacts* before, const LocationFacts* after);
  RowIndex RowFor(base::Hash128 id);
  bool HasOrderBy(const Row& row, Micros as_of) const;
  void AddKeys(RowIndex row, const std::vector<KeyFact>& keys);
  void RemoveKeys(RowIndex row, const std::vector<KeyFact>& keys);
  void SetAttributes(RowIndex row, const CustomerFacts& facts);
  void ClearAttributes(RowIndex row);
  void AddOrder(const OrderFacts& facts);
  void RemoveOrder(const OrderFacts& facts);
  void RefreshImplied(RowIndex row);
  void JoinGroup(RowIndex row, base::Hash128 group);
  void LeaveGroup(RowIndex row);
  void IndexCreation(RowIndex row);
  void UnindexCreation(RowIndex row);
  void SetOverride(RowIndex row, const EntitySet& set);
  RowExtra& MakeExtra(RowIndex row);
  void Touch(RowIndex row, WorldMemory::When when);

  std::shared_ptr<const Rulebook> rulebook_;
  WorldMemory* const memory_;
  Activities activities_;
  References references_;
  Events events_;
  Documents documents_;
  LastChanges last_changes_;
  TraitsTable traits_;
  KeyIndex keys_;
  ChunkedVector<Row> rows_;
  ChunkedVector<OrderRow> orders_;
  ChunkedVector<RowExtra> extras_;
  OrderIndex free_order_ = kNone;
  IdSet<Row> row_by_id_{&rows_};
  IdSet<OrderRow> order_by_id_{&orders_};
  TimeIndex by_creation_;
  TimeIndex by_placement_;
  absl::flat_hash_map<base::Hash128, std::vector<base::Hash128>> locations_;
};

}  // namespace landfall::index
