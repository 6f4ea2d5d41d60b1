#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/config/source_connection.h"
#include "server/ingest/ingest.h"
#include "server/model/settings.h"
#include "server/pull/connection.h"
#include "server/pull/hints.h"
#include "server/pull/run.h"
#include "server/pull/run_record.h"
#include "server/pull/run_slots.h"
#include "server/pull/sync_status.h"
#include "server/pull/waiter.h"

namespace landfall::pull {

// What a source is read with. All must outlive it.
struct SourceSyncParts {
  const model::Settings& settings;
  const model::Source& source;
  const config::SourceConnection& connection;
  ingest::Ingest& ingest;
  const base::Clock& clock;
  RunSlots& slots;
  // Told at the end of a run, once, what people should know of the source
  // though it is read. From the thread of the source. May be empty.
  std::function<void(const std::string& source, const std::string& warning)>
      warn{};
};

// Reads one source on a thread of its own, on schedule and when asked, one run
// at a time. Remembers in the store how far it came and the last runs.
// Thread-safe.
class SourceSync {
 public:
  static constexpr size_t kMostRuns = 20;

  // `states` and `runs` are what the store holds.
  SourceSync(const SourceSyncParts& parts, Connection connection,
             PartStates states, std::vector<RunRecord> runs);
  ~SourceSync();
  SourceSync(const SourceSync&) = delete;
  SourceSync& operator=(const SourceSync&) = delete;

  // From now on runs come. At most once.
  void Start() ABSL_LOCKS_EXCLUDED(mutex_);

  // Asks for a run, or joins the one that is under way or will be if it is as
  // much as that. Returns it as it is now.
  RunRecord Ask(const RunWish& wish) ABSL_LOCKS_EXCLUDED(mutex_);
  // The run once it has ended, or as it is after `most`, or at once when the
  // source stops.
  RunRecord Await(const std::string& run, absl::Duration most)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Somebody says that something has changed: it is read soon, see Hints. Never
  // waits.
  void Hint() ABSL_LOCKS_EXCLUDED(mutex_);

  // Newest first.
  std::vector<RunRecord> Runs() const ABSL_LOCKS_EXCLUDED(mutex_);
  SyncStatus Status() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends the run that is under way, and lets no other begin. Does not wait.
  void BeginStop() ABSL_LOCKS_EXCLUDED(mutex_);
  bool IsStopping() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Waits for the end, after BeginStop. Not from two threads at a time.
  void Join();

 private:
  // Ends waits when the source stops.
  class StopWaiter : public Waiter {
   public:
    explicit StopWaiter(SourceSync& sync) : sync_(sync) {}
    bool Wait(absl::Duration duration) override;
    bool stopped() const override;

   private:
    SourceSync& sync_;
  };

  struct Planned {
    RunRecord record;
    RunWish wish;
  };

  void Loop();
  // The next run, when its time has come; nullopt: it is `until`, or the source
  // stops.
  std::optional<Planned> AwaitNext(absl::Time until)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void RunOnce(const Planned& planned) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status ReadAll(const Planned& planned, RunSums* sums,
                       absl::Time* not_before);
  // Has the system tell of changes by itself, if it is time to look at that.
  void TendSubscriptions() ABSL_LOCKS_EXCLUDED(mutex_);
  void Finish(RunRecord run, absl::Time not_before) ABSL_LOCKS_EXCLUDED(mutex_);
  RunRecord NewRecord(const RunWish& wish)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  const RunRecord* Find(const std::string& run) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool IsDue() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // When the next run begins that nobody asked for.
  absl::Time NextAt() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return std::min(next_at_, hints_.due());
  }
  bool IsFullDue(absl::Time now) const;
  absl::Time OldestRead() const;

  const SourceSyncParts parts_;
  Connection connection_;  // of the thread alone, but for Cancel
  PartStates states_;      // likewise
  StopWaiter waiter_{*this};

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<Planned> running_ ABSL_GUARDED_BY(mutex_);
  std::optional<Planned> wanted_ ABSL_GUARDED_BY(mutex_);
  std::vector<RunRecord> runs_ ABSL_GUARDED_BY(mutex_);  // oldest first
  absl::Time next_at_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  Hints hints_ ABSL_GUARDED_BY(mutex_);
  absl::Time read_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  int64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  SyncStatus totals_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace landfall::pull
