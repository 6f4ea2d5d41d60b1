#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/base/periodic_task.h"
#include "server/live/live.h"
#include "server/recall/recall.h"
#include "server/reconcile/log_keeper.h"
#include "server/store/record_store.h"
#include "server/watch/pace.h"
#include "server/watch/pass.h"
#include "server/watch/rules_mark.h"

namespace landfall::watch {

struct WatchOptions {
  absl::Duration keep = absl::Hours(30 * 24);  // how long events stay
  size_t most = 1000;  // so many come and go in one batch
  // Is told why the thread could not look, each time, and OK once it could
  // again.
  std::function<void(const absl::Status&)> on_failing{};
};

// Writes down who enters and who leaves each card, durably and once. It looks
// at all cards when something has changed and now and then for the clock's
// sake, compares with who stood there when it last wrote, and commits what
// happened together with who stands there now. So a crash at any moment neither
// loses an event nor makes one twice. The first look of a store writes down who
// is there, and no events.
//
// It keeps the cards as of now, so that a look costs what has changed since the
// last one, looks in slices, as every long question does, lets other threads go
// first, and rests between two looks (Pace). Thread-safe.
class Watch final : public reconcile::LogKeeper {
 public:
  // Takes up where the last process stopped. All must outlive this. DATA_LOSS
  // when the store cannot be read.
  static absl::StatusOr<std::unique_ptr<Watch>> Open(
      store::RecordStore& store, const live::Live& live, recall::Recall& recall,
      const base::Clock& clock, const WatchOptions& options);
  ~Watch() override;
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // Looks by itself from now on, on a thread of its own. At most once.
  void Start() ABSL_LOCKS_EXCLUDED(mutex_);

  // True since a look of the thread failed, until one succeeds: what has
  // changed since then is not in the log yet.
  bool failing() const { return failing_; }

  // Looks now; what it finds is in the log when it returns OK. CANCELLED when
  // this is about to end; else errors of the store.
  absl::Status LookNow() ABSL_LOCKS_EXCLUDED(look_mutex_);

  std::optional<cards::MemberSum> MembersAt(
      store::Revision revision, const std::string& card) const override
      ABSL_LOCKS_EXCLUDED(mutex_);
  bool UseKept(absl::FunctionRef<void(reconcile::KeptCards&)> use) override
      ABSL_LOCKS_EXCLUDED(look_mutex_);
  // Has the thread look without much of a rest, and waits for a look that
  // begins from now on. False at once when looks take long.
  bool CatchUp(base::Budget& budget) override ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Watch(store::RecordStore& store, const live::Live& live,
        recall::Recall& recall, const base::Clock& clock,
        const WatchOptions& options)
      : store_(store),
        live_(live),
        recall_(recall),
        clock_(clock),
        options_(options),
        rules_(RulesMark(*live.rulebook())) {}

  absl::Status Load();
  absl::Status Keep();
  absl::Status Follow();
  void OnCommit(store::Revision revision, const store::StoreBatch& batch)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void NoteMembers(const store::StoreBatch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void LookWhenDue() ABSL_LOCKS_EXCLUDED(mutex_);
  void NoteOutcome(const absl::Status& status);
  // Waits while this has to rest; false when it is not time to look.
  bool IsDue() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status LookUntilWhole() ABSL_EXCLUSIVE_LOCKS_REQUIRED(look_mutex_);
  // One batch at most; true when there is more. ABORTED when somebody was
  // erased meanwhile.
  absl::StatusOr<bool> LookOnce() ABSL_EXCLUSIVE_LOCKS_REQUIRED(look_mutex_);
  void TakeForgotten() ABSL_EXCLUSIVE_LOCKS_REQUIRED(look_mutex_);
  void Remember(const Pass::Outcome& outcome,
                std::optional<store::Revision> committed)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(look_mutex_);

  store::RecordStore& store_;
  const live::Live& live_;
  recall::Recall& recall_;
  const base::Clock& clock_;
  const WatchOptions options_;
  const std::string rules_;  // the mark of the configuration

  std::atomic<bool> stopping_{false};
  std::atomic<bool> failing_{false};
  std::atomic<bool> changed_{true};  // since the last look began
  // The last commits of others that changed answers, and that did not.
  std::atomic<store::Revision> last_change_{0};
  std::atomic<store::Revision> quiet_commit_{-1};

  absl::Mutex look_mutex_;
  LastLook last_ ABSL_GUARDED_BY(look_mutex_);
  std::unique_ptr<reconcile::KeptCards> kept_ ABSL_GUARDED_BY(look_mutex_);

  mutable absl::Mutex mutex_ ABSL_ACQUIRED_AFTER(look_mutex_);
  // Whom the log has led to on each card as of revision `told_`, the last
  // commit that this was told of; not known while somebody was forgotten whom
  // the next look has to find, and before everybody was written down once.
  store::Revision told_ ABSL_GUARDED_BY(mutex_) = -1;
  bool sums_known_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_map<std::string, cards::MemberSum> sums_
      ABSL_GUARDED_BY(mutex_);
  // Looks by number, for whoever waits for one.
  int64_t looks_begun_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t looks_done_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Duration last_took_ ABSL_GUARDED_BY(mutex_);
  bool asked_ ABSL_GUARDED_BY(mutex_) = false;  // somebody waits
  // Since the last look began.
  std::vector<store::Forgotten> forgotten_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<base::PeriodicTask> task_ ABSL_GUARDED_BY(mutex_);

  // Of the thread alone: whether it lets others go first, and its pace.
  bool yields_ = false;
  Pace pace_;

  std::unique_ptr<store::Following> following_;  // constant after Open
};

}  // namespace landfall::watch
