#pragma once

#include <algorithm>

#include "server/index/rulebook.h"
#include "server/verdict/read_times.h"

namespace landfall::verdict {

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

  // When all documents of a legal entity were last read; kNoTime: some never.
  index::Micros LastReadDocuments(index::EntityIndex entity) const {
    index::Micros oldest = index::kForever;
    for (DocumentSet set : {DocumentSet::kOrders, DocumentSet::kInvoices}) {
      const index::Micros at = times_->AtDocuments(set, entity);
      oldest = std::min(oldest, IsAhead(at, now_) ? index::kNoTime : at);
    }
    return oldest;
  }

  // True when what is held of a legal entity's documents can say "there is
  // none" for `as_of`: sales orders and invoices were both read completely, at
  // or after as_of - max_age, and none was rejected. Documents that are not
  // pulled do not age: whoever imports them vouches for them.
  bool CanAnswerDocuments(const index::Rulebook& rulebook,
                          index::EntityIndex entity,
                          index::Micros as_of) const {
    const index::SourceRules& source = rulebook.SourceOf(entity);
    if (times_->AreDocumentsTorn(source.index)) return false;
    if (!source.source->pulls_documents) return true;
    const index::Micros at = LastReadDocuments(entity);
    return at != index::kNoTime &&
           at >= as_of - absl::ToInt64Microseconds(source.source->max_age);
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
