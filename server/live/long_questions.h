#pragma once

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/budget.h"

namespace landfall::live {

// Keeps the writer from changing the state below a long question, without
// keeping anybody else waiting: the writer waits here until the long ones have
// ended, and only then asks for the lock that short questions hold. Long
// questions that come meanwhile wait behind the writer, so that it has its
// turn. Thread-safe.
class LongQuestions {
 public:
  // One long question, from Enter to its end. Movable.
  class Visit {
   public:
    Visit(Visit&& other) noexcept
        : questions_(std::exchange(other.questions_, nullptr)) {}
    Visit& operator=(Visit&&) = delete;
    ~Visit() {
      if (questions_ != nullptr) questions_->Leave();
    }

   private:
    friend class LongQuestions;
    explicit Visit(LongQuestions& questions) : questions_(&questions) {}
    LongQuestions* questions_;
  };

  // Waits while a writer waits or writes, unless `budget` ends first: then its
  // status.
  absl::StatusOr<Visit> Enter(base::Budget& budget)
      ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    while (!mutex_.AwaitWithTimeout(
        absl::Condition(this, &LongQuestions::NoWriter), kAskEvery)) {
      if (!budget.Spend(base::Budget::kLarge)) return budget.status();
    }
    ++visits_;
    return Visit(*this);
  }

  // Waits until no visit is left and lets none in. One writer at a time.
  void EnterWriter() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    writer_ = true;
    mutex_.Await(absl::Condition(this, &LongQuestions::NoVisit));
  }
  void LeaveWriter() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    writer_ = false;
  }

 private:
  static constexpr absl::Duration kAskEvery = absl::Milliseconds(10);

  void Leave() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    --visits_;
  }

  bool NoWriter() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !writer_; }
  bool NoVisit() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return visits_ == 0;
  }

  absl::Mutex mutex_;
  int visits_ ABSL_GUARDED_BY(mutex_) = 0;
  bool writer_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace landfall::live
