#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "server/cards/answering.h"
#include "server/cards/collection.h"
#include "server/cards/judged.h"
#include "server/cards/member_sum.h"
#include "server/cards/plan.h"
#include "server/cards/population.h"
#include "server/index/changes.h"
#include "server/verdict/assess.h"
#include "server/verdict/describe.h"

namespace landfall::cards {

// Judges everybody in the window of a card, once, and those again whom a change
// touches: a card that takes long is gathered beside a writer, and what it says
// holds at one revision all the same. Gather, then Mend for everything that
// changed since Gather began, until nothing did. Its cost grows with the
// window's content, not with the customer base. Not thread-safe; nothing in it
// points into the world.
class Collector {
 public:
  // `plan` must outlive this.
  Collector(const CardPlan& plan, const Wanted& wanted)
      : plan_(plan), wanted_(wanted) {}

  // Judges everybody, from the start. Part of it when the context's budget ends
  // before.
  void Gather(const verdict::Context& context, verdict::RecordLookup lookup,
              GiveWay give_way);
  // Judges again whoever may be judged otherwise after `changes`. False when
  // what is told of those on the card stays as it is. The context must be that
  // of Gather; `lookup` must give what is stored now.
  bool Mend(const verdict::Context& context, const index::Changes& changes,
            verdict::RecordLookup lookup, GiveWay give_way);

  const std::string& card() const { return plan_.card->id; }
  // How much is kept so far, in rows that were looked at.
  size_t weight() const {
    return judged_.seen.size() + 32 * judged_.customers.size();
  }
  // What is counted so far, in no particular order. What they give is valid
  // until the next Gather or Mend.
  const std::vector<CountedCustomer>& customers() const {
    return judged_.customers;
  }
  const std::vector<PlainCustomer>& plain() const { return judged_.plain; }
  const std::vector<CountedEvent>& events() const { return events_; }
  // That the values are calculated with.
  const rates::Prices& prices() const { return *answering_.prices; }
  // The records that are counted: customers, orders or error events. Costs next
  // to nothing unless much was mended.
  MemberSum Members(const index::World& world) const;
  // What was collected; the collector is empty afterwards.
  Collection Take();

 private:
  void GatherEvents(const verdict::Context& context,
                    verdict::RecordLookup lookup, GiveWay give_way);
  // Adds those who were judged and whom `changes` touches beyond the rows it
  // names.
  void AddUnnamed(const index::Changes& changes,
                  absl::flat_hash_set<index::RowIndex>* rows) const;
  // True when anybody of them was here.
  bool Drop(const absl::flat_hash_set<index::RowIndex>& rows);

  const CardPlan& plan_;
  const Wanted wanted_;
  Judged judged_;
  std::vector<CountedEvent> events_;
  Answering answering_;
};

}  // namespace landfall::cards
