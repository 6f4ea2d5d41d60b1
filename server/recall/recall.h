#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/index/crowds.h"
#include "server/index/world_memory.h"
#include "server/match/near_finder.h"
#include "server/recall/answer_memory.h"
#include "server/recall/hit_count.h"
#include "server/recall/holder_limit.h"
#include "server/recall/near_memory.h"
#include "server/recall/presence_memory.h"
#include "server/recall/record_cache.h"
#include "server/recall/until_change.h"

namespace landfall::recall {

// How often one kind of memory could answer since the start.
struct MemoryUse {
  absl::string_view memory;  // "answers", "records", "near", …
  int64_t hits = 0;
  int64_t misses = 0;
};

// Everything that the engine remembers to be fast, and the one place that says
// what a change makes it forget:
//
//   memory    what it keeps                      forgets
//   answers   answers to checks                  by revision and time; all with
//                                                an erasure
//   records   stored records as they were read   a record that changes
//   near      near masters of customers          a row that changes, and those
//                                                to whom a master may be near
//                                                whose keys change
//   crowds    holders of keys that many share    all, with every commit
//   presence  where a customer is present, and   everybody connected by keys
//             whether it drifts                  with a row that changes; all,
//                                                with a reference set
//   cards     who is counted now, and as what    (kept by the watch; here it is
//                                                only counted)
//
// Switched off, it keeps nothing, and every answer is the same. Readers find
// and keep from many threads at once; what a change makes it forget is called
// by the one writer while nobody reads.
class Recall final : public index::WorldMemory {
 public:
  explicit Recall(bool on) : on_(on) {}
  Recall(const Recall&) = delete;
  Recall& operator=(const Recall&) = delete;

  bool on() const { return on_; }

  // Answers. nullptr when none is remembered that holds at `as_of`.
  AnswerRef FindAnswer(base::Hash128 key, int64_t revision,
                       index::Micros as_of);
  // REQUIRES: `answer` was given at `revision` and holds within `span`.
  void KeepAnswer(base::Hash128 key, int64_t revision, const StableSpan& span,
                  AnswerRef answer);

  // Records. Sets `record`, to nullptr for one that is not held; false when it
  // is not remembered.
  bool FindRecord(base::Hash128 id, RecordRef* record);
  void KeepRecord(base::Hash128 id, RecordRef record);

  // Near masters. nullptr when they are not remembered.
  match::NearHits FindNear(index::RowIndex row);
  // `blocks`: those of the customer, see match::BlocksOfSubject.
  void KeepNear(index::RowIndex row, match::NearHits hits,
                const std::vector<match::NearBlock>& blocks);
  // False when no change can make any of them forgotten.
  bool RemembersNear() const { return near_.remembers(); }

  // Presence under the default keys. Whoever asks about many rows counts
  // himself, and adds it up with CountPresence.
  std::optional<Presence> FindPresence(const index::World& world,
                                       index::RowIndex row,
                                       index::Micros as_of) const {
    if (!on_) return std::nullopt;
    return presence_.Find(world, row, as_of);
  }
  void KeepPresence(const index::World& world, index::RowIndex row,
                    index::Micros as_of, const index::EntitySet& entities,
                    bool plain, Drift drift) {
    if (on_) presence_.Remember(world, row, as_of, entities, plain, drift);
  }
  void CountPresence(int64_t hits, int64_t misses) {
    presence_use_.Add(hits, misses);
  }

  // A card was answered from what is kept of it, or had to be gathered.
  void CountCard(bool kept) {
    if (on_) cards_use_.Add(kept ? 1 : 0, kept ? 0 : 1);
  }

  // What a change makes it forget. A commit that touches records calls OnCommit
  // once, OnRecord for each of them, and the world says which rows that
  // touches. `near`: the blocks of all masters whose keys change; nullopt: they
  // were not worked out.
  void OnCommit(const std::optional<std::vector<match::NearBlock>>& near);
  void OnTouched(const index::World& world, index::RowIndex row,
                 When when) override;
  void OnAllTouched(const index::World& world) override;
  // A stored record was replaced or erased.
  void OnRecord(base::Hash128 id) {
    if (on_) records_.Forget(id);
  }
  // Somebody's data goes for good. Old answers are never given, but they hold
  // it.
  void OnErasure() { answers_.Clear(); }

  std::shared_ptr<const index::Crowd> FindCrowd(base::Hash128 key,
                                                index::Micros as_of) override;
  void KeepCrowd(base::Hash128 key, index::Micros as_of,
                 std::shared_ptr<const index::Crowd> crowd) override;

  // In the order of the table above.
  std::vector<MemoryUse> Use() const;

 private:
  // Of all crowds together, about 16 MB.
  static constexpr size_t kMostCrowdRows = size_t{4} << 20;
  struct WeightOfCrowd {
    size_t operator()(const index::Crowd& crowd) const {
      return crowd.rows.size() + index::kCrowd;
    }
  };

  void ClearNear();

  const bool on_;
  AnswerMemory answers_;
  RecordCache records_;
  NearMemory near_;
  HolderLimit holder_limit_;  // of what near_ hangs on
  UntilChange<std::pair<base::Hash128, index::Micros>, index::Crowd,
              kMostCrowdRows, WeightOfCrowd>
      crowds_;
  PresenceMemory presence_;
  HitCount answers_use_, records_use_, near_use_, crowds_use_, presence_use_,
      cards_use_;
};

}  // namespace landfall::recall
