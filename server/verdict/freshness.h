#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "server/index/rulebook.h"
#include "server/index/world.h"
#include "server/verdict/gap.h"

namespace landfall::verdict {

// So far ahead of the clock a read time may lie. A call that waits for its turn
// brings along the time at which it came, and a clock that keeps good time is
// set back a little now and then.
inline constexpr index::Micros kClockSlack = index::Micros{60} * 1000000;

// True when a read time comes from a clock that ran ahead.
inline bool IsAhead(index::Micros read_at, index::Micros now) {
  return read_at != index::kNoTime && read_at - kClockSlack > now;
}

// When each legal entity's customers were last read completely, by the clock of
// that time, and what could not be read since; and when each source was read as
// a whole. Value type.
class ReadTimes {
 public:
  // kNoTime: never; by entity. No source was read.
  explicit ReadTimes(std::vector<index::Micros> at, size_t sources = 0)
      : at_(std::move(at)),
        gaps_(at_.size()),
        sources_(sources, index::kNoTime) {
    FindNewest();
  }

  index::Micros At(index::EntityIndex entity) const { return at_[entity]; }
  index::Micros newest() const { return newest_; }

  void Set(index::EntityIndex entity, index::Micros at) {
    at_[entity] = at;
    FindNewest();
  }

  // Of a source, by its place in the rulebook.
  index::Micros AtSource(size_t source) const { return sources_[source]; }
  void SetSource(size_t source, index::Micros at) { sources_[source] = at; }

  const Gap& gap(index::EntityIndex entity) const { return gaps_[entity]; }
  void SetGap(index::EntityIndex entity, const Gap& gap) {
    gaps_[entity] = gap;
    FindNewest();
  }

  // The time that stands after a read at `at`. The later one wins, but not one
  // that lies in what is now the future: a true read corrects what a fast clock
  // has left behind.
  index::Micros After(index::EntityIndex entity, index::Micros at,
                      index::Micros now) const {
    return IsAhead(at_[entity], now) ? at : std::max(at_[entity], at);
  }

 private:
  void FindNewest() {
    newest_ = index::kNoTime;
    for (index::Micros at : at_) newest_ = std::max(newest_, at);
    for (const Gap& gap : gaps_) newest_ = std::max(newest_, gap.since);
  }

  std::vector<index::Micros> at_;
  std::vector<Gap> gaps_;
  std::vector<index::Micros> sources_;
  index::Micros newest_ = index::kNoTime;
};

// What the read times are worth at one moment: one in the future counts as
// never. Cheap to copy; `times` must outlive it.
class Freshness {
 public:
  // `now` is the time of the clock, whatever time a question is about.
  Freshness(const ReadTimes& times, index::Micros now)
      : times_(&times), now_(now) {}

  // kNoTime: never.
  index::Micros LastRead(index::EntityIndex entity) const {
    const index::Micros at = times_->At(entity);
    return IsAhead(at, now_) ? index::kNoTime : at;
  }

  bool EverRead(index::EntityIndex entity) const {
    return LastRead(entity) != index::kNoTime;
  }

  // How far ahead of the clock the entity's read time lies when it is left out
  // for that; else 0.
  index::Micros Ahead(index::EntityIndex entity) const {
    const index::Micros at = times_->At(entity);
    return IsAhead(at, now_) ? at - now_ : 0;
  }

  // True when a read time is left out. What is said then stands only until the
  // clock gets there.
  bool AnyAhead() const { return IsAhead(times_->newest(), now_); }

  const Gap& GapOf(index::EntityIndex entity) const {
    return times_->gap(entity);
  }

  // True when the newest state of the entity is known not to be everything.
  // What was read completely before still answers for the time before that.
  bool IsIncomplete(index::EntityIndex entity, index::Micros as_of) const {
    const Gap& gap = GapOf(entity);
    if (!gap.Spoils()) return false;
    return !EverRead(entity) || gap.since <= as_of || IsAhead(gap.since, now_);
  }

  // True when what is held can say "absent" for `as_of`: read completely, at or
  // after as_of - max_age. A source that is only imported into does not age.
  bool CanAnswer(const index::Rulebook& rulebook, index::EntityIndex entity,
                 index::Micros as_of) const {
    if (!EverRead(entity) || IsIncomplete(entity, as_of)) return false;
    const model::Source& source = *rulebook.SourceOf(entity).source;
    return source.url.empty() ||
           LastRead(entity) >=
               as_of - absl::ToInt64Microseconds(source.max_age);
  }

  // When a source was last read as a whole; kNoTime: never.
  index::Micros LastRead(const index::SourceRules& source) const {
    const index::Micros at = times_->AtSource(source.index);
    return IsAhead(at, now_) ? index::kNoTime : at;
  }

  // True when what is held of an upstream source is what it had at `as_of`, as
  // far as anybody can say: it was read as a whole at or after as_of - max_age.
  // One that is fed by import or push alone does not age.
  bool IsCurrent(const index::SourceRules& source, index::Micros as_of) const {
    if (source.source->url.empty()) return true;
    const index::Micros at = LastRead(source);
    return at != index::kNoTime &&
           at >= as_of - absl::ToInt64Microseconds(source.source->max_age);
  }

 private:
  const ReadTimes* times_;
  index::Micros now_;
};

}  // namespace landfall::verdict
