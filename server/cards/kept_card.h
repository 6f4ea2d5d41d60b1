#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "server/cards/answering.h"
#include "server/cards/judged.h"
#include "server/cards/plan.h"
#include "server/cards/population.h"
#include "server/index/changes.h"
#include "server/verdict/describe.h"

namespace landfall::cards {

// Is told who comes onto a card and who goes: customers, orders or error
// events. Who stays may be told as gone and come again.
class MemberListener {
 public:
  virtual ~MemberListener() = default;
  virtual void OnAllGone() = 0;
  virtual void OnGone(base::Hash128 id) = 0;
  // `row`: of the customer; kNone for error events.
  virtual void OnCome(base::Hash128 id, index::RowIndex row) = 0;
};

// A card that is kept as of now: whoever a change touches is judged again, and
// so is everybody whose judgement stands no longer than until now. Bringing it
// up to date costs what changed, not what the window holds.
//
// Example: at 10:00 Ann is awaiting sync, her grace ends at 10:15, and her
// order leaves the window on Friday. Nothing is judged again at 10:10. At 10:16
// Ann is, and nobody else: she is on the card now, until Friday.
//
// Not thread-safe; nothing in it points into the world.
class KeptCard {
 public:
  // `plan` is the card's own, without filters; `listener` must outlive this.
  KeptCard(CardPlan plan, MemberListener& listener);

  // Takes in what has changed since the last call.
  void Note(const index::Changes& changes);
  // Judges whoever may be judged otherwise at `as_of`, which is now. False when
  // the context's budget ends before; what is left to do is kept for the next
  // call. What changes while it gives way must be noted and brought up again.
  bool BringUp(const verdict::Context& context, index::Micros as_of,
               verdict::RecordLookup lookup, GiveWay give_way);

  const CardPlan& plan() const { return plan_; }
  // How many things are counted.
  int count() const { return count_; }
  // nullptr for who is not counted, or is plain.
  const CountedCustomer* Find(index::RowIndex row) const;

 private:
  struct Entry {
    index::Micros until = index::kForever;
    uint32_t customer = index::kNone;  // where it stands in customers_
    bool plain = false;                // counted as a plain one
    bool crowded = false;
  };
  // When to judge whom again; an entry with another time has been since.
  using Due = std::pair<index::Micros, index::RowIndex>;

  void MoveTo(index::Micros as_of);
  void AddExpired();
  void AddDue(index::Micros until, index::RowIndex row);
  bool JudgeEverybody(const verdict::Context& context,
                      verdict::RecordLookup lookup, GiveWay give_way);
  bool JudgeDue(const verdict::Context& context, verdict::RecordLookup lookup,
                GiveWay give_way);
  bool CollectAgain(const verdict::Context& context,
                    verdict::RecordLookup lookup, GiveWay give_way);
  void Clear();
  void Remove(const index::World& world, index::RowIndex row);
  void Add(const index::World& world, Judged judged);
  void AddPlain(const index::World& world, index::RowIndex row);

  CardPlan plan_;
  MemberListener& listener_;
  Answering answering_;
  absl::flat_hash_map<index::RowIndex, Entry> entries_;  // everybody judged
  // What is counted, without reasons and breakdowns, in no particular order.
  std::vector<CountedCustomer> customers_;
  std::vector<CountedEvent> events_;
  int count_ = 0;
  std::vector<Due> due_;  // a heap, the earliest on top
  index::Micros events_until_ = index::kNoTime;

  // What is left to do.
  bool everybody_ = true;
  bool others_ = false;  // whom nobody knows of yet may be in the window
  absl::flat_hash_set<index::RowIndex> again_;
};

}  // namespace landfall::cards
