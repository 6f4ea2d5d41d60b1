#pragma once

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "server/cards/judged.h"
#include "server/cards/plan.h"
#include "server/cards/population.h"
#include "server/verdict/assess.h"
#include "server/verdict/describe.h"

namespace landfall::cards {

// One walk over the world that judges customers for a card: everybody in its
// window, or some. Adds what it finds to a Judged; ends early with the
// context's budget. Not thread-safe.
class JudgeWalk {
 public:
  // All must outlive this.
  JudgeWalk(const verdict::Context& context, const CardPlan& plan,
            const Wanted& wanted, verdict::RecordLookup lookup,
            GiveWay give_way, Judged* judged);
  ~JudgeWalk();
  JudgeWalk(const JudgeWalk&) = delete;
  JudgeWalk& operator=(const JudgeWalk&) = delete;

  void Everybody();
  // Those of `rows` who are in the window.
  void Some(const absl::flat_hash_set<index::RowIndex>& rows);
  // Everybody in the window whom `known` does not name.
  void Others(absl::FunctionRef<bool(index::RowIndex)> known);

 private:
  bool MayGoOn() const { return context_.Spend(base::Budget::kStep); }
  const index::SourceRules& SourceOf(const index::Row& row) const {
    return world_.rulebook().sources()[row.source];
  }
  bool CountsPromoted() const {
    return plan_.measure == Measure::kPresent ||
           plan_.measure == Measure::kEverybody;
  }

  void Judge(index::RowIndex row);
  void JudgeInFull(index::RowIndex row, Seen* seen);
  void AddCounted(CountedCustomer customer);
  bool PassesEntity(const verdict::Assessment& assessment) const;
  void NoteLanding(const verdict::Assessment& assessment);
  bool CountsDrift() const { return plan_.measure == Measure::kDrift; }
  // The entities from whose masters the customer drifts; reads its records
  // unless it is remembered that it drifts from none.
  index::EntitySet DriftOf(const verdict::Assessment& assessment);
  void CountDrifting(const verdict::Assessment& assessment,
                     const index::EntitySet& drifting);
  bool IsSettled(index::RowIndex index, Seen* seen);
  void CountPlain(index::RowIndex index, index::Micros since);
  index::Micros InWindowUntil(index::RowIndex row) const;

  const verdict::Context& context_;
  const index::World& world_;
  const CardPlan& plan_;
  const Wanted& wanted_;
  verdict::RecordLookup lookup_;
  GiveWay give_way_;
  const PopulationWalk population_;
  // Whether presence under the default keys answers this card.
  const bool remembers_;
  Judged& judged_;
  int64_t hits_ = 0;  // of what is remembered of presence
  int64_t misses_ = 0;
};

}  // namespace landfall::cards
