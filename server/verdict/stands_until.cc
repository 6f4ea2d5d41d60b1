// Times stored around a customer -> until when its answer stands. Entry point:
// StableSpanOf and StandsUntil.
#include "server/verdict/stands_until.h"

#include <algorithm>

#include "server/index/connected.h"

namespace landfall::verdict {
namespace {

using index::Micros;

// Narrows a span at the times where something may change.
class Narrowing {
 public:
  explicit Narrowing(Micros as_of) : as_of_(as_of) {}

  // Some rules mean "from `time` on", others "after `time`", so `time` itself
  // belongs to neither side.
  void ChangeAt(Micros time) {
    if (time < as_of_) {
      span_.first = std::max(span_.first, time + 1);
    } else if (time > as_of_) {
      span_.last = std::min(span_.last, time - 1);
    } else {
      exact_ = true;
    }
  }

  std::optional<recall::StableSpan> Take() const {
    if (exact_) return std::nullopt;
    return span_;
  }

 private:
  const Micros as_of_;
  recall::StableSpan span_;
  bool exact_ = false;
};

// How long after a stored time the rules look at it again.
std::vector<Micros> Delays(const index::Rulebook& rulebook,
                           const Question& question) {
  std::vector<Micros> delays = {0, question.window.end - question.window.start};
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    const auto entity = static_cast<index::EntityIndex>(i);
    const Micros grace =
        absl::ToInt64Microseconds(rulebook.SourceOf(entity).source->grace);
    if (std::find(delays.begin(), delays.end(), grace) == delays.end()) {
      delays.push_back(grace);
    }
  }
  return delays;
}

}  // namespace

index::Micros StandsUntil(const Context& context, index::RowIndex row,
                          const Question& question) {
  const auto times = index::TimesAround(context.world, {row}, {});
  if (!times.has_value()) return question.as_of();
  Narrowing span(question.as_of());
  const std::vector<Micros> delays = Delays(context.world.rulebook(), question);
  for (Micros time : *times) {
    if (time == index::kNoTime) continue;
    for (Micros delay : delays) span.ChangeAt(time + delay);
  }
  const auto stands = span.Take();
  return stands ? stands->last : question.as_of();
}

std::optional<recall::StableSpan> StableSpanOf(const Context& context,
                                               const Touched& touched,
                                               const Question& question) {
  // A read time that is left out now counts once the clock gets there.
  if (context.freshness.AnyAhead()) return std::nullopt;
  auto times = index::TimesAround(context.world, touched.rows, touched.keys);
  if (!times.has_value()) return std::nullopt;
  for (index::RowIndex near : touched.near) {
    const index::Row& row = context.world.row(near);
    times->push_back(row.created);
    times->push_back(context.world.ExtraOf(row).deleted);
  }
  const index::Rulebook& rulebook = context.world.rulebook();
  Narrowing span(question.as_of());
  const std::vector<Micros> delays = Delays(rulebook, question);
  for (Micros time : *times) {
    if (time == index::kNoTime) continue;
    for (Micros delay : delays) span.ChangeAt(time + delay);
  }
  const auto [priced_from, priced_until] =
      context.prices.SpanAt(question.as_of());
  if (priced_from != index::kNoTime) span.ChangeAt(priced_from);
  if (priced_until != index::kForever) span.ChangeAt(priced_until + 1);
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    const auto entity = static_cast<index::EntityIndex>(i);
    const Gap& gap = context.freshness.GapOf(entity);
    if (gap.Spoils()) span.ChangeAt(gap.since);
    if (!context.freshness.EverRead(entity)) continue;
    const model::Source& source = *rulebook.SourceOf(entity).source;
    span.ChangeAt(context.freshness.LastRead(entity) +
                  absl::ToInt64Microseconds(source.max_age));
  }
  return span.Take();
}

}  // namespace landfall::verdict
