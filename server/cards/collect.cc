// Turns the plan of a card into the judged customers that it counts. Entry
// points: Gather and Mend.
#include "server/cards/collect.h"

#include <algorithm>

#include "server/cards/collect_events.h"
#include "server/cards/judge_walk.h"

namespace landfall::cards {
namespace {

using index::RowIndex;

template <typename Things>
void EraseRows(const absl::flat_hash_set<RowIndex>& rows, Things* things) {
  things->erase(std::remove_if(things->begin(), things->end(),
                               [&](const auto& thing) {
                                 return rows.contains(thing.row);
                               }),
                things->end());
}

template <typename Things>
void SortByRow(Things* things) {
  std::sort(things->begin(), things->end(),
            [](const auto& a, const auto& b) { return a.row < b.row; });
}

}  // namespace

void Collector::Gather(const verdict::Context& context,
                       verdict::RecordLookup lookup, GiveWay give_way) {
  judged_ = Judged();
  judged_.members.emplace();
  answering_ = AnsweringOf(context, plan_.question.as_of());
  JudgeWalk(context, plan_, wanted_, lookup, give_way, &judged_).Everybody();
  GatherEvents(context, lookup, give_way);
}

void Collector::GatherEvents(const verdict::Context& context,
                             verdict::RecordLookup lookup, GiveWay give_way) {
  if (plan_.population != Population::kEvents) return;
  events_ = CollectEvents(context, plan_, wanted_.reasons || wanted_.breakdown,
                          lookup, give_way);
}

void Collector::AddUnnamed(const index::Changes& changes,
                           absl::flat_hash_set<RowIndex>* rows) const {
  if (!changes.crowds && !changes.near) return;
  for (const Seen& seen : judged_.seen) {
    if ((seen.crowded && changes.crowds) || (seen.near && changes.near)) {
      rows->insert(seen.row);
    }
  }
}

bool Collector::Drop(const absl::flat_hash_set<RowIndex>& rows) {
  const size_t before = judged_.seen.size();
  EraseRows(rows, &judged_.seen);
  EraseRows(rows, &judged_.customers);
  EraseRows(rows, &judged_.plain);
  auto& waits = judged_.waits;
  waits.erase(
      std::remove_if(waits.begin(), waits.end(),
                     [&](const auto& w) { return rows.contains(w.first); }),
      waits.end());
  if (judged_.seen.size() == before) return false;
  judged_.members.reset();
  return true;
}

bool Collector::Mend(const verdict::Context& context,
                     const index::Changes& changes,
                     verdict::RecordLookup lookup, GiveWay give_way) {
  if (changes.all ||
      (changes.reads &&
       AnsweringOf(context, plan_.question.as_of()) != answering_)) {
    Gather(context, lookup, give_way);
    return true;
  }
  const bool events = plan_.population == Population::kEvents;
  if (events && changes.events) GatherEvents(context, lookup, give_way);
  absl::flat_hash_set<RowIndex> rows = changes.rows;
  AddUnnamed(changes, &rows);
  const bool dropped = Drop(rows);
  const size_t kept = judged_.seen.size();
  JudgeWalk walk(context, plan_, wanted_, lookup, give_way, &judged_);
  walk.Some(rows);
  // Whose orders a guest's are may have changed in a crowd without anybody
  // being told.
  if (changes.crowds) {
    absl::flat_hash_set<RowIndex> known;
    for (const Seen& seen : judged_.seen) known.insert(seen.row);
    walk.Others([&](RowIndex row) { return known.contains(row); });
  }
  // An event is told with the verdicts of those whom it is about, who need not
  // be on this card.
  return (events && !changes.empty()) || dropped || judged_.seen.size() != kept;
}

Collection Collector::Take() {
  Collection taken;
  taken.prices = answering_.prices;
  taken.customers = std::move(judged_.customers);
  taken.plain = std::move(judged_.plain);
  taken.events = std::exchange(events_, {});
  SortByRow(&taken.customers);
  SortByRow(&taken.plain);
  for (const auto& [row, wait] : judged_.waits) taken.waits.push_back(wait);
  model::Stages& stages = taken.stages;
  for (const Seen& seen : judged_.seen) CountStage(seen.stage, 1, &stages);
  judged_ = Judged();
  if (plan_.measure == Measure::kEvents) {
    stages.in_window = static_cast<int>(taken.events.size());
    stages.not_promoted = stages.in_window;
  }
  return taken;
}

}  // namespace landfall::cards
