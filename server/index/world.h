#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "server/index/chunked_vector.h"
#include "server/index/facts.h"
#include "server/index/id_set.h"
#include "server/index/key_index.h"
#include "server/index/row.h"
#include "server/index/rulebook.h"

namespace landfall::index {

struct OpenActivity {
  base::Hash128 id;
  Micros created = kNoTime;
  Micros deleted = kNoTime;
};

struct EventRow {
  base::Hash128 id;
  uint16_t source = 0;
  EntityIndex entity = kNoEntity;
  Micros at = kNoTime;
};

// A company that Dataverse rows carry, with the legal entities that it is.
struct Company {
  uint16_t source = 0;
  model::Lookup lookup;
  EntitySet entities;
};

// What a reader may remember of a customer.
struct Presence {
  EntitySet entities;  // with an accepted master; one or two
  bool alone = false;  // no guest shares a key with it
  bool plain = false;  // no flag, no blocked master, no other upstream customer
  Micros since = kNoTime;  // nothing about it is later
};

// Everything the rules need, in memory: customers of both sides by key, orders
// by customer and time, references, activities and error events. Built only
// from facts, so the same records give the same world in whatever order they
// came. Not thread-safe; const methods may run concurrently.
class World {
 public:
  explicit World(std::shared_ptr<const Rulebook> rulebook);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Replaces the facts of one record: `before` as they were applied
  // (std::monostate for a new record), `after` as they are now
  // (std::monostate for an erased one).
  void Apply(const Facts& before, const Facts& after);
  // Tells the processor that these facts are going to be applied.
  void Prefetch(const Facts& facts) const;

  const Rulebook& rulebook() const { return *rulebook_; }
  const KeyIndex& keys() const { return keys_; }

  // Customers.
  RowIndex FindRow(base::Hash128 id) const;
  const Row& row(RowIndex index) const { return rows_[index]; }
  // Tell the processor that a row, or the first order of a row that is there
  // already, is going to be read.
  void PrefetchRow(RowIndex index) const { __builtin_prefetch(&rows_[index]); }
  void PrefetchOrder(OrderIndex index) const {
    if (index != kNone) __builtin_prefetch(&orders_[index]);
  }
  size_t row_count() const { return rows_.size(); }
  const Traits& TraitsOf(const Row& row) const { return traits_[row.traits]; }
  const RowExtra& ExtraOf(const Row& row) const { return extras_[row.extra]; }
  // True when the row stands for a customer at `as_of`.
  bool Exists(const Row& row, Micros as_of) const;
  // The registered customer that a guest is at `as_of`: the only one of its
  // shop with the guest's email. The row itself for everybody else.
  RowIndex Registered(RowIndex index, Micros as_of) const;
  // True when a registered customer of the guest's shop holds its email: the
  // guest is then no holder of its own.
  bool HasRegisteredBeside(RowIndex guest, Micros as_of) const;
  // Records of the company locations (or the Adobe Commerce company) whose keys
  // the customer borrows.
  std::vector<base::Hash128> LocationsOf(const Row& row) const;
  // Visits the guests that are this customer at `as_of`.
  void ForEachGuestOf(RowIndex customer, Micros as_of,
                      absl::FunctionRef<void(RowIndex)> visit) const;
  // False when no guest can be this customer at any time.
  bool MayHaveGuests(RowIndex customer) const;
  // Keys that count for a customer: its own, its orders', its company's.
  std::vector<KeyFact> KeysOf(RowIndex index) const;
  // Visits the customers behind a slot: the row, or the members of its group.
  void ForEachHolder(const KeySlot& slot,
                     absl::FunctionRef<void(RowIndex)> visit) const;
  const EntitySet& entity_set(EntitySetId id) const { return sets_[id]; }
  // Entities of the company a Dataverse row carries; nullptr when it carries
  // none.
  const EntitySet* CompanyEntities(const Row& row) const;

  // Orders of a customer at `as_of`, those of its guests included, in no
  // particular order.
  void ForEachOrder(RowIndex customer, Micros as_of,
                    absl::FunctionRef<void(const OrderRow&)> visit) const;
  // Orders that name the customer itself, without its guests'.
  void ForEachOwnOrder(RowIndex customer, Micros as_of,
                       absl::FunctionRef<void(const OrderRow&)> visit) const;
  // The same as ForEachOrder with orders that were deleted by then: their keys
  // still count.
  void ForEachOrderEver(RowIndex customer, Micros as_of,
                        absl::FunctionRef<void(const OrderRow&)> visit) const;
  OrderIndex FindOrder(base::Hash128 id) const;
  const OrderRow& order(OrderIndex index) const { return orders_[index]; }

  // (time, row or order) in ascending order.
  using TimeIndex = absl::btree_set<std::pair<Micros, uint32_t>>;
  const TimeIndex& customers_by_creation() const { return by_creation_; }
  const TimeIndex& orders_by_time() const { return by_placement_; }

  // Where the customer is present under the default keys, if a reader
  // remembered it and nothing has changed since that could matter. Remembering
  // is safe beside other readers; it is declined when the customer shares keys
  // with very many, is present in more than two entities, or anything about
  // them lies after `as_of`.
  std::optional<Presence> RememberedPresence(RowIndex row, Micros as_of) const;
  void RememberPresence(RowIndex row, Micros as_of, const EntitySet& entities,
                        bool plain) const;

  // Every time stored of the customers `rows`, of everybody else who ever held
  // one of `keys`, of all who are connected with them through shared keys, of
  // their orders, and of the errors that name one of them. What the rules say
  // of these customers changes only when the clock passes such a time, or one
  // a fixed span after it. Some may be kNoTime. nullopt when they are very
  // many.
  std::optional<std::vector<Micros>> TimesAround(
      std::vector<RowIndex> rows, const std::vector<KeyFact>& keys) const;

  bool HasOpenActivity(base::Hash128 customer, Micros as_of) const;

  // The code of a reference row, or "".
  std::string ReferenceCode(uint16_t source, absl::string_view set,
                            absl::string_view id) const;
  // True when source holds any row of that set for that area, and whether it
  // has `code`.
  bool HasReferenceSet(uint16_t source, absl::string_view set,
                       absl::string_view area) const;
  bool HasReferenceCode(uint16_t source, absl::string_view set,
                        absl::string_view area, absl::string_view code) const;

  // Error events by time, and those about a record id or key hash.
  const absl::btree_set<std::pair<Micros, base::Hash128>>& events_by_time()
      const {
    return events_by_time_;
  }
  const EventRow* FindEvent(base::Hash128 id) const;
  std::vector<base::Hash128> EventsAbout(base::Hash128 subject) const;

 private:
  void ApplyCustomer(const CustomerFacts* before, const CustomerFacts* after);
  void ApplyOrder(const OrderFacts* before, const OrderFacts* after);
  void ApplyActivity(const ActivityFacts* before, const ActivityFacts* after);
  void ApplyReference(const ReferenceFacts* before,
                      const ReferenceFacts* after);
  void ApplyLocation(const LocationFacts* before, const LocationFacts* after);
  void ApplyEvent(const EventFacts* before, const EventFacts* after);

  // Adds everybody who is connected with `rows` through shared keys; false when
  // they are too many.
  bool Cluster(std::vector<RowIndex>* rows) const;
  // Forgets what was remembered of everybody connected with `row`.
  void Forget(RowIndex row);
  void ForgetAll();
  Micros LatestEvent(const std::vector<RowIndex>& rows) const;
  RowIndex RowFor(base::Hash128 id);
  bool HasOrderBy(const Row& row, Micros as_of) const;
  // An order's address counts only for a customer without a usable one.
  bool Counts(const KeySlot& slot) const {
    return !slot.fallback || rows_[slot.row].own_emails == 0;
  }
  void AddKeys(RowIndex row, const std::vector<KeyFact>& keys);
  void RemoveKeys(RowIndex row, const std::vector<KeyFact>& keys);
  void SetAttributes(RowIndex row, const CustomerFacts& facts);
  void ClearAttributes(RowIndex row);
  void AddOrder(const OrderFacts& facts);
  void RemoveOrder(const OrderFacts& facts);
  // Recomputes what a row that is not held takes from its orders.
  void RefreshImplied(RowIndex row);
  void JoinGroup(RowIndex row, base::Hash128 group);
  void LeaveGroup(RowIndex row);
  void IndexCreation(RowIndex row);
  void UnindexCreation(RowIndex row);
  EntitySetId Intern(const EntitySet& set);
  uint32_t InternTraits(const Traits& traits);
  uint32_t InternCompany(uint16_t source, const model::Lookup& company);
  EntitySet ResolveCompany(uint16_t source, const model::Lookup& lookup) const;
  void SetOverride(RowIndex row, const EntitySet& set);
  // The row's own RowExtra, made when it has none.
  RowExtra& MakeExtra(RowIndex row);

  std::shared_ptr<const Rulebook> rulebook_;
  // Outdates all remembered presences when it grows.
  uint32_t epoch_ = 0;
  // False until a reader remembers something: a first import forgets nothing.
  mutable std::atomic<bool> remembers_{false};
  KeyIndex keys_;
  ChunkedVector<Row> rows_;
  ChunkedVector<OrderRow> orders_;
  ChunkedVector<RowExtra> extras_;
  OrderIndex free_order_ = kNone;
  IdSet<Row> row_by_id_{&rows_};
  IdSet<OrderRow> order_by_id_{&orders_};
  TimeIndex by_creation_;
  TimeIndex by_placement_;
  std::vector<EntitySet> sets_;
  absl::flat_hash_map<std::string, EntitySetId> set_ids_;
  std::vector<Traits> traits_;
  absl::flat_hash_map<Traits, uint32_t> traits_ids_;
  std::vector<Company> companies_;
  absl::flat_hash_map<std::string, uint32_t> company_ids_;
  absl::flat_hash_map<base::Hash128, std::vector<OpenActivity>> activities_;
  absl::flat_hash_map<std::string, std::string> reference_codes_;
  absl::flat_hash_map<std::string, int> reference_sets_;  // counted rows
  absl::flat_hash_map<base::Hash128, std::vector<base::Hash128>> locations_;
  absl::flat_hash_map<base::Hash128, EventRow> events_;
  absl::flat_hash_map<base::Hash128, std::vector<base::Hash128>> subjects_;
  absl::btree_set<std::pair<Micros, base::Hash128>> events_by_time_;
};

}  // namespace landfall::index
