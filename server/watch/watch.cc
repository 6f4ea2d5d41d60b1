// Changes and the passing of time -> looks at the cards -> commits. Entry
// points: Start and LookNow.
#include "server/watch/watch.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "server/base/status_macros.h"
#include "server/base/yield_to_others.h"

namespace landfall::watch {
namespace {

// How often the thread asks itself whether it is time to look, beside changes.
constexpr absl::Duration kTick = absl::Milliseconds(100);
// Nobody waits for looks that take longer than this, nor longer than that for
// one that is quick.
constexpr absl::Duration kMostCatchUp = absl::Milliseconds(50);
constexpr int64_t kMostWaitMicros = 100'000;
constexpr absl::Duration kAskEvery = absl::Milliseconds(10);
// Nor for the kept cards.
constexpr int64_t kMostWaitForKeptMicros = 2'000;
constexpr absl::Duration kAskForKeptEvery = absl::Microseconds(50);

// What other clients of the store do; not what this writes itself.
bool IsOurs(const store::StoreBatch& batch) {
  return batch.worked_out_at.has_value();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Watch>> Watch::Open(
    store::RecordStore& store, const live::Live& live, recall::Recall& recall,
    const base::Clock& clock, const WatchOptions& options) {
  std::unique_ptr<Watch> watch(new Watch(store, live, recall, clock, options));
  LF_RETURN_IF_ERROR(watch->Load());
  LF_RETURN_IF_ERROR(watch->Keep());
  LF_RETURN_IF_ERROR(watch->Follow());
  return watch;
}

Watch::~Watch() {
  following_.reset();
  stopping_ = true;
  std::unique_ptr<base::PeriodicTask> task;
  {
    absl::MutexLock lock(&mutex_);
    task = std::move(task_);
  }
  // Outside of the lock, which a look that is under way needs.
  task.reset();
}

absl::Status Watch::Load() {
  absl::MutexLock lock(&look_mutex_);
  const std::shared_ptr<const store::StoreView> view = store_.View();
  LF_ASSIGN_OR_RETURN(const auto values, view->Values());
  const auto notes = values.find(kNotesName);
  last_.at = clock_.Now();
  if (notes != values.end()) {
    auto decoded = Notes::Decode(notes->second);
    if (!decoded) {
      return absl::DataLossError(
          "what the store says of the cards that were watched cannot be read");
    }
    last_.notes = *std::move(decoded);
    last_.at = last_.notes.at;
  }
  return view->ForEachMember(
      [this](const store::MemberKey& key, const std::string& /*text*/) {
        look_mutex_.AssertHeld();
        last_.standings[key.card].Load(key.record);
        absl::MutexLock sums_lock(&mutex_);
        sums_[key.card].Add(key.record);
        return absl::OkStatus();
      });
}

absl::Status Watch::Keep() {
  absl::MutexLock lock(&look_mutex_);
  LF_ASSIGN_OR_RETURN(
      kept_,
      reconcile::KeptCards::Create(
          live_, [this](const std::string& card) -> cards::MemberListener& {
            look_mutex_.AssertHeld();
            return last_.standings[card];
          }));
  return absl::OkStatus();
}

absl::Status Watch::Follow() {
  const store::Revision from = store_.View()->revision();
  LF_ASSIGN_OR_RETURN(
      following_, store_.Follow(from, [this](store::Revision revision,
                                             const store::StoreBatch& batch) {
        OnCommit(revision, batch);
      }));
  absl::MutexLock look_lock(&look_mutex_);
  absl::MutexLock lock(&mutex_);
  told_ = std::max(told_, from);
  sums_known_ = !last_.notes.rules.empty() && forgotten_.empty();
  return absl::OkStatus();
}

void Watch::Start() {
  absl::MutexLock lock(&mutex_);
  task_ =
      std::make_unique<base::PeriodicTask>(kTick, [this] { LookWhenDue(); });
}

void Watch::OnCommit(store::Revision revision, const store::StoreBatch& batch) {
  absl::MutexLock lock(&mutex_);
  told_ = revision;
  NoteMembers(batch);
  if (IsOurs(batch)) return;
  if (!batch.ChangesAnswers()) {
    quiet_commit_ = revision;
    return;
  }
  last_change_ = revision;
  changed_ = true;
  forgotten_.insert(forgotten_.end(), batch.forgotten.begin(),
                    batch.forgotten.end());
  if (task_ != nullptr) task_->WakeUp();
}

void Watch::NoteMembers(const store::StoreBatch& batch) {
  for (const auto& [key, text] : batch.members) {
    cards::MemberSum& sum = sums_[key.card];
    if (text) {
      sum.Add(key.record);
    } else {
      sum.Remove(key.record);
    }
  }
  // On which cards they stood the next look finds out.
  for (const store::Forgotten& who : batch.forgotten) {
    if (who.entirely) sums_known_ = false;
  }
}

std::optional<cards::MemberSum> Watch::MembersAt(
    store::Revision revision, const std::string& card) const {
  absl::MutexLock lock(&mutex_);
  if (!sums_known_ || told_ != revision) return std::nullopt;
  const auto sum = sums_.find(card);
  return sum == sums_.end() ? cards::MemberSum() : sum->second;
}

// A look of a quiet second is shorter than this; what looks at everybody is
// not, and then those who ask do better by themselves.
bool Watch::UseKept(absl::FunctionRef<void(reconcile::KeptCards&)> use) {
  const int64_t until = SteadyMicros() + kMostWaitForKeptMicros;
  do {
    if (look_mutex_.TryLock()) {
      use(*kept_);
      look_mutex_.Unlock();
      return true;
    }
    absl::SleepFor(kAskForKeptEvery);
  } while (SteadyMicros() < until);
  return false;
}

bool Watch::CatchUp(base::Budget& budget) {
  {
    absl::MutexLock lock(&mutex_);
    if (task_ != nullptr) {
      if (last_took_ > kMostCatchUp) return false;
      asked_ = true;
      task_->WakeUp();
      const int64_t wanted = looks_begun_ + 1;
      const auto done = [this, wanted]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
        return looks_done_ >= wanted;
      };
      const int64_t until = SteadyMicros() + kMostWaitMicros;
      while (!mutex_.AwaitWithTimeout(absl::Condition(&done), kAskEvery)) {
        if (!budget.Spend(base::Budget::kLarge)) return false;
        if (SteadyMicros() > until) return false;
      }
      return true;
    }
  }
  return LookNow().ok();
}

bool Watch::IsDue() {
  bool asked = false;
  {
    absl::MutexLock lock(&mutex_);
    asked = asked_;
  }
  if (!asked && !changed_ && !pace_.IsOverdue()) return false;
  const absl::Duration rest = pace_.RestLeft();
  if (rest <= absl::ZeroDuration()) return true;
  // A longer rest is broken up, so that this can end meanwhile.
  absl::SleepFor(std::min(rest, kTick / 10));
  if (pace_.RestLeft() > absl::ZeroDuration()) {
    absl::MutexLock lock(&mutex_);
    if (task_ != nullptr) task_->WakeUp();
    return false;
  }
  return true;
}

void Watch::LookWhenDue() {
  if (!std::exchange(yields_, true)) base::YieldToOthers();
  if (stopping_ || !IsDue()) return;
  pace_.Begin();
  const absl::Status status = LookNow();
  pace_.End(status.ok());
  if (!status.ok()) changed_ = true;
  NoteOutcome(status);
  absl::MutexLock lock(&mutex_);
  last_took_ = pace_.took();
}

void Watch::NoteOutcome(const absl::Status& status) {
  if (stopping_) return;
  const bool failed_before = failing_.exchange(!status.ok());
  if (options_.on_failing && (failed_before || !status.ok())) {
    options_.on_failing(status);
  }
}

absl::Status Watch::LookNow() {
  absl::MutexLock look_lock(&look_mutex_);
  int64_t number = 0;
  {
    absl::MutexLock lock(&mutex_);
    number = ++looks_begun_;
    asked_ = false;
  }
  const absl::Status status = LookUntilWhole();
  absl::MutexLock lock(&mutex_);
  looks_done_ = number;
  return status;
}

absl::Status Watch::LookUntilWhole() {
  while (true) {
    changed_ = false;
    const absl::StatusOr<bool> more = LookOnce();
    // Somebody was erased meanwhile: what was found may name that one.
    if (absl::IsAborted(more.status())) continue;
    LF_RETURN_IF_ERROR(more.status());
    if (!*more) return absl::OkStatus();
  }
}

absl::StatusOr<bool> Watch::LookOnce() {
  TakeForgotten();
  // In this order: what changed before the quiet commit is known by then.
  const store::Revision quiet = quiet_commit_;
  if (last_change_ <= last_.quiet_at) {
    last_.quiet_at = std::max(last_.quiet_at, quiet);
  }
  base::Budget budget([this] {
    return stopping_ ? absl::CancelledError("the server is stopping")
                     : absl::OkStatus();
  });
  PassOptions options;
  options.rules = rules_;
  options.now = absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now()));
  options.keep = options_.keep;
  options.most = options_.most;
  LF_ASSIGN_OR_RETURN(const Pass::Outcome outcome,
                      Pass(live_, recall_, *kept_, last_, options).Run(budget));
  {
    absl::MutexLock lock(&mutex_);
    if (!forgotten_.empty()) return absl::AbortedError("somebody was erased");
  }
  std::optional<store::Revision> committed;
  if (!outcome.batch.empty()) {
    LF_ASSIGN_OR_RETURN(committed, store_.Commit(outcome.batch));
  }
  Remember(outcome, committed);
  if (outcome.whole) {
    last_.at = options.now;
    last_.erased.clear();
  }
  return !outcome.whole;
}

void Watch::TakeForgotten() {
  absl::MutexLock lock(&mutex_);
  for (const store::Forgotten& who : forgotten_) {
    last_.erased.insert(who.id);
    if (!who.entirely) continue;
    // As the store has done with what it knew of them.
    for (auto& [card, standing] : last_.standings) {
      if (standing.Forget(who.id)) sums_[card].Remove(who.id);
    }
  }
  forgotten_.clear();
  sums_known_ = !last_.notes.rules.empty();
}

void Watch::Remember(const Pass::Outcome& outcome,
                     std::optional<store::Revision> committed) {
  for (const auto& [key, text] : outcome.batch.members) {
    Standing& standing = last_.standings[key.card];
    if (text) {
      standing.WriteArrival(key.record);
    } else {
      standing.WriteDeparture(key.record);
    }
  }
  if (last_.notes.rules.empty() && !outcome.notes.rules.empty()) {
    absl::MutexLock lock(&mutex_);
    sums_known_ = forgotten_.empty();
  }
  last_.notes = outcome.notes;
  // What has changed is the cause of the rest of the batches as well.
  if (!outcome.whole && last_.quiet_at != outcome.revision) return;
  // Our own commit is no change of the data.
  last_.quiet_at =
      committed == outcome.revision + 1 ? *committed : outcome.revision;
}

}  // namespace landfall::watch
