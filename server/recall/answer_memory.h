#pragma once

#include "server/base/hash128.h"
#include "server/model/query.h"
#include "server/recall/recent_map.h"
#include "server/recall/shared_answer.h"
#include "server/recall/stable_span.h"

namespace landfall::recall {

// Answers to checks, remembered while nothing is stored: a flow or a page asks
// about the same customer again and again, and writing an answer costs ten
// times as much as finding it here. At most 8,192 answers and 64 MiB.
// Thread-safe.
class AnswerMemory {
 public:
  // What a check asks, but for its time.
  static base::Hash128 KeyOf(const base::Hasher& hasher,
                             const model::CheckQuery& query);

  // The answer at `as_of`, or nullptr.
  AnswerRef Find(base::Hash128 key, int64_t revision, index::Micros as_of) {
    Entry entry;
    if (!entries_.Find(key, &entry) || entry.revision != revision ||
        !entry.span.Contains(as_of)) {
      return nullptr;
    }
    return std::move(entry.answer);
  }

  // REQUIRES: `answer` was given at `revision` and holds within `span`.
  void Remember(base::Hash128 key, int64_t revision, const StableSpan& span,
                AnswerRef answer) {
    const size_t bytes = BytesOf(*answer);
    entries_.Add(key, {revision, span, std::move(answer), bytes});
  }

  // Old answers are never given, but they hold personal data.
  void Clear() { entries_.Clear(); }

 private:
  struct Entry {
    int64_t revision = 0;
    StableSpan span;
    AnswerRef answer;
    size_t bytes = 0;
  };
  struct EntryBytes {
    size_t operator()(const Entry& entry) const { return entry.bytes; }
  };

  // What an answer takes.
  static size_t BytesOf(const model::CheckAnswer& answer);

  RecentMap<Entry, 4096, size_t{64} << 20, EntryBytes> entries_;
};

}  // namespace landfall::recall
