#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/cards/collect.h"
#include "server/model/card.h"
#include "server/verdict/describe.h"

namespace landfall::cards {

// Where an entry stands in its order; entries of one list compare strictly.
// Value type.
struct SortKey {
  int group = 0;        // 1: only unpriced value, after all others
  base::Decimal value;  // descending
  index::Micros since = 0;
  std::string name;    // collation key
  std::string record;  // reference as text, the last tie-break
};

// True when `a` comes before `b` in `order`.
bool Before(model::CardOrder order, const SortKey& a, const SortKey& b);

// One page of a card's drill-down. Reading who somebody is costs a hundred
// times as much as comparing two values, so only those are described who may be
// on the page: in the order of names everybody, else those of the page and whom
// a tie puts beside them. What looks at the world is given what gives way to
// writers; the rest is pure. Rank, Describe, Choose and Write come one after
// the other. Not thread-safe.
class Listing {
 public:
  struct Query {
    std::optional<model::ReasonCode> reason;  // others are left out
    model::CardOrder order = model::CardOrder::kBlockedValueDesc;
    std::optional<SortKey> after;  // nullopt: the first page
    size_t page_size = 1;
  };

  // `collector` wants reasons if the query asks for one. All three must outlive
  // this.
  Listing(const CardPlan& plan, const Query& query, const Collector& collector)
      : plan_(plan), query_(query), collector_(collector) {}

  // Finds whoever may be on the page.
  void Rank();
  // Reads who they are.
  void Describe(const verdict::Context& context, verdict::RecordLookup lookup,
                GiveWay give_way);
  // Puts them in order and keeps those of the page.
  void Choose();
  // Writes them out in full.
  std::vector<model::CardRecord> Write(const verdict::Context& context,
                                       verdict::RecordLookup lookup,
                                       GiveWay give_way) const;

  // How many things the whole list has, of all pages.
  size_t total() const { return total_; }
  // Where the next page begins; nullopt after the last.
  std::optional<SortKey> next() const;

 private:
  // One counted thing; one of the pointers is set.
  struct Entry {
    SortKey key;
    const CountedCustomer* customer = nullptr;
    const CountedOrder* order = nullptr;  // beside its customer
    const PlainCustomer* plain = nullptr;
    const CountedEvent* event = nullptr;
    model::RecordRef ref;  // once it is described
    std::string name;

    index::RowIndex row() const {
      return plain != nullptr ? plain->row : customer->row;
    }
  };

  void AddEntries();
  // False for a customer who is gone since it was counted, and so told among
  // the changes.
  bool IsThere(const verdict::Context& context, const Entry& entry) const;
  void DescribeEntry(const verdict::Context& context,
                     verdict::RecordLookup lookup, Entry* entry) const;
  model::CardRecord WriteEntry(const verdict::Context& context,
                               const Entry& entry,
                               verdict::RecordLookup lookup) const;

  const CardPlan& plan_;
  const Query& query_;
  const Collector& collector_;
  size_t total_ = 0;
  size_t beyond_ = 0;  // entries that surely come after the page
  std::vector<Entry> entries_;
};

}  // namespace landfall::cards
