#pragma once

#include <list>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "server/cards/collect.h"
#include "server/cards/plan.h"
#include "server/cards/seen_landings.h"
#include "server/cards/totals.h"
#include "server/model/history.h"

namespace landfall::cards {

// A history with everything that a query fixes. Value type.
struct HistoryPlan {
  CardPlan card;                    // at the end of the span
  std::vector<index::Micros> ends;  // of the steps, ascending
  index::Micros from = 0;           // exclusive
};

// The plan of a history. Errors as PlanCard; INVALID_ARGUMENT also when `from`
// does not lie before the end or there were more than kMaxHistoryPoints.
absl::StatusOr<HistoryPlan> PlanHistory(const index::Rulebook& rulebook,
                                        const model::CardHistoryQuery& query);

// The card at the end of every step: each point is what Tally says at its time.
// Costs as much as that many cards. As a Collector, it is gathered, then mended
// for everything that changed since. Points that fit into memory together are
// mended one by one; larger ones are gathered again. Not thread-safe.
class HistoryCollector {
 public:
  // `plan` must outlive this.
  explicit HistoryCollector(const HistoryPlan& plan) : plan_(plan) {}

  // `lookup` is asked for a card of drift alone: no other point tells anything
  // that hangs on a record.
  void Gather(const verdict::Context& context, verdict::RecordLookup lookup,
              GiveWay give_way);
  void Mend(const verdict::Context& context, const index::Changes& changes,
            verdict::RecordLookup lookup, GiveWay give_way);
  // Adds it up; looks at no world. At most once.
  model::CardHistory Finish(const index::Rulebook& rulebook,
                            const SeenLandings& seen);

 private:
  // What is kept of all points together: about 32 MB.
  static constexpr size_t kMostKept = size_t{4} << 20;

  struct Point {
    index::Micros begin = 0;  // of the step that ends with it; exclusive
    CardPlan card;
    std::unique_ptr<Collector> collector;  // nullptr: added up already
    Totals totals;
    std::vector<index::Micros> waits;
  };

  static void AddUp(Point* point);
  // Replaces the waits of the steps in which everybody was seen.
  void TakeSeen(const SeenLandings& seen);

  const HistoryPlan& plan_;
  std::list<Point> points_;  // a collector knows its plan
  bool too_large_ = false;
};

// The nearest-rank percentiles of waits in microseconds. Pure.
model::TimeToPromotion TimeToPromotionOf(std::vector<index::Micros> waits);

}  // namespace landfall::cards
