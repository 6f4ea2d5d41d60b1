#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/live/long_questions.h"
#include "server/live/state.h"
#include "server/live/touched_rows.h"
#include "server/recall/recall.h"
#include "server/store/record_store.h"

namespace landfall::live {

// The world at the newest revision of a store. It starts from a view of the
// store and follows its commits: each becomes visible at once and as a whole,
// before whoever committed it hears of success.
//
// Readers and the one writer share a lock that is held for as long as a batch
// is put into the world, or a short question looks at it. Nobody holds it for
// long while a writer waits: a lock that a writer waits for lets no new reader
// in, so that one card would stop every check. Long questions therefore look at
// the world piece by piece, see LongReading. Thread-safe.
class Live {
 public:
  // The world at one revision, for as long as this lives. Movable.
  class Reading {
   public:
    Reading(Reading&& other) noexcept
        : live_(std::exchange(other.live_, nullptr)) {}
    Reading& operator=(Reading&&) = delete;
    ~Reading();
    const State& operator*() const;
    const State* operator->() const { return &**this; }

   private:
    friend class Live;
    explicit Reading(const Live& live) : live_(&live) {}
    const Live* live_;  // whose lock this holds for reading
  };

  // Builds the world from `store` and follows it from there. Both must outlive
  // this. DATA_LOSS when the store cannot be read.
  static absl::StatusOr<std::unique_ptr<Live>> Open(
      std::shared_ptr<const index::Rulebook> rulebook,
      store::RecordStore& store, recall::Recall& recall);

  // Waits while a batch is being put into the world.
  Reading Read() const;
  // For threads that must never wait: nullopt instead of waiting.
  std::optional<Reading> TryRead() const;
  // Keeps the writer out until what is returned ends, and nobody else. Waits
  // while one is inside or waits, unless `budget` ends first: then its status.
  absl::StatusOr<LongQuestions::Visit> Visit(base::Budget& budget) const {
    return long_questions_.Enter(budget);
  }

  // True while a commit waits for its turn to be put into the world.
  bool WriterWaits() const {
    return writer_waits_.load(std::memory_order_relaxed);
  }

  const std::shared_ptr<const index::Rulebook>& rulebook() const {
    return rulebook_;
  }

 private:
  friend class ChangeFeed;
  friend class LongReading;

  Live(std::shared_ptr<const index::Rulebook> rulebook, recall::Recall& recall)
      : rulebook_(std::move(rulebook)), recall_(recall), touched_(recall) {}

  void OnCommit(const store::RecordStore& store, store::Revision revision,
                const store::StoreBatch& batch)
      ABSL_LOCKS_EXCLUDED(state_mutex_);

  const std::shared_ptr<const index::Rulebook> rulebook_;
  recall::Recall& recall_;
  mutable TouchedRows touched_;
  std::atomic<bool> writer_waits_{false};
  mutable LongQuestions long_questions_;  // entered before state_mutex_
  mutable absl::Mutex state_mutex_;
  std::unique_ptr<State> state_ ABSL_PT_GUARDED_BY(state_mutex_);
  std::unique_ptr<store::Following> following_;  // last: ends first
};

}  // namespace landfall::live
