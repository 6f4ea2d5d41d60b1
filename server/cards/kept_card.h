#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "server/cards/answering.h"
#include "server/cards/judged.h"
#include "server/cards/member_sum.h"
#include "server/cards/plan.h"
#include "server/cards/population.h"
#include "server/index/changes.h"
#include "server/model/card.h"
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
  // The same things, to compare.
  const MemberSum& members() const { return members_; }
  // nullptr for who is not counted, or is plain.
  const CountedCustomer* Find(index::RowIndex row) const;

  // False for a card of error events: it keeps who they are, not what a card
  // says of them.
  bool CanAnswer() const { return plan_.population != Population::kEvents; }
  // The three below are of the time of the last BringUp that came to an end.
  // REQUIRES: CanAnswer.

  // Who is counted and as what, in no particular order.
  const Collection& collection() const { return here_; }
  // Finds out whose absence near matches explain, which costs more than all the
  // rest and hangs on other customers, so that whoever only wants to know who
  // is counted does without. As BringUp.
  bool BringUpNear(const verdict::Context& context,
                   verdict::RecordLookup lookup, GiveWay give_way);
  // As cards::Tally. Adds up only what has changed since the last call.
  model::Card Tallied(const index::Rulebook& rulebook);

 private:
  struct Entry {
    index::Micros until = index::kForever;
    uint32_t customer = index::kNone;  // where it stands in here_.customers
    uint32_t plain = index::kNone;     // or in here_.plain
    Stage stage = Stage::kNone;
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
  void RemoveCustomer(const index::World& world, uint32_t at);
  void RemovePlain(const index::World& world, uint32_t at);
  void Add(const index::World& world, Judged judged);
  void AddCustomer(const index::World& world, CountedCustomer customer);
  void AddPlain(const index::World& world, const PlainCustomer& plain);
  void Come(base::Hash128 id, index::RowIndex row);
  void Go(base::Hash128 id);

  CardPlan plan_;
  MemberListener& listener_;
  Answering answering_;
  absl::flat_hash_map<index::RowIndex, Entry> entries_;  // everybody judged
  Collection here_;  // events without reasons
  MemberSum members_;
  int count_ = 0;
  // Of those who are counted, whose absence a near match may explain, and of
  // whom that is still to be found out.
  absl::flat_hash_set<index::RowIndex> near_;
  absl::flat_hash_set<index::RowIndex> near_open_;
  std::optional<model::Card> tallied_;  // nullopt: something has changed
  std::vector<Due> due_;                // a heap, the earliest on top
  index::Micros events_until_ = index::kNoTime;

  // What is left to do.
  bool everybody_ = true;
  bool others_ = false;  // whom nobody knows of yet may be in the window
  absl::flat_hash_set<index::RowIndex> again_;
};

}  // namespace landfall::cards
