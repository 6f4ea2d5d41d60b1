// Intents of erasures -> purges. Entry points: Create, Finish.
#include "server/store/due_purges.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "server/base/status_macros.h"
#include "server/base/yield_to_others.h"

namespace landfall::store {
namespace {

constexpr absl::string_view kPrefix = "purge/";
// Somebody who reads what has to go is mostly done in a moment.
constexpr absl::Duration kMoment = absl::Milliseconds(20);
constexpr int kMoments = 250;
// A purge that failed writes and reads much before it fails again.
constexpr absl::Duration kFirstPause = absl::Seconds(10);
constexpr int kMostDoublings = 6;

// With a mark at its end, so that nothing across two ids reads as a third.
std::string TextOf(const base::Hash128& id) {
  return absl::StrCat(base::ToHex(id), ";");
}

absl::Status StillDue(const absl::Status& why) {
  return absl::Status(
      why.code(),
      absl::StrCat("the record is erased from all answers but not yet from the "
                   "files on disk: ",
                   why.message(),
                   ". Landfall tries again by itself, and when the record is "
                   "erased again"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<DuePurges>> DuePurges::Create(
    RecordStore& store) {
  std::unique_ptr<DuePurges> purges(new DuePurges(store));
  DuePurges* const self = purges.get();
  const std::shared_ptr<const StoreView> view = store.View();
  LF_ASSIGN_OR_RETURN(
      self->following_,
      store.Follow(view->revision(),
                   [self](Revision revision, const StoreBatch& batch) {
                     self->Note(revision, batch);
                   }));
  LF_ASSIGN_OR_RETURN(const auto intents, view->Intents());
  absl::MutexLock lock(&self->mutex_);
  for (const auto& [name, text] : intents) {
    if (absl::StartsWith(name, kPrefix)) {
      self->due_[name] = {view->revision(), text};
    }
  }
  if (!self->due_.empty()) self->EnsureThread();
  return purges;
}

DuePurges::~DuePurges() {
  following_.reset();
  cancelled_ = true;
  std::thread thread;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    thread = std::move(thread_);
  }
  if (thread.joinable()) thread.join();
  absl::MutexLock lock(&mutex_);
  attempted_.SignalAll();
  mutex_.Await(absl::Condition(this, &DuePurges::NobodyWaits));
}

void DuePurges::Require(Revision base, const std::vector<base::Hash128>& ids,
                        StoreBatch::Texts* intents) {
  std::string text;
  for (const base::Hash128& id : ids) absl::StrAppend(&text, TextOf(id));
  // A name of its own for each, so that the end of one purge does not take away
  // an erasure that was committed during it.
  (*intents)[absl::StrCat(kPrefix, base)] = std::move(text);
}

bool DuePurges::IsDue(const base::Hash128& id) const {
  const std::string text = TextOf(id);
  absl::MutexLock lock(&mutex_);
  return std::any_of(due_.begin(), due_.end(), [&text](const auto& one) {
    return absl::StrContains(one.second.ids, text);
  });
}

Revision DuePurges::Newest(const Due& due) {
  Revision newest = 0;
  for (const auto& [name, erasure] : due) {
    newest = std::max(newest, erasure.revision);
  }
  return newest;
}

void DuePurges::Note(Revision revision, const StoreBatch& batch) {
  if (batch.intents.empty()) return;
  absl::MutexLock lock(&mutex_);
  for (const auto& [name, text] : batch.intents) {
    if (!absl::StartsWith(name, kPrefix)) continue;
    if (text.has_value()) {
      due_[name] = {revision, *text};
    } else {
      due_.erase(name);
    }
  }
}

absl::Status DuePurges::Finish() {
  absl::MutexLock lock(&mutex_);
  const Due asked = due_;
  const auto is_due = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return std::any_of(asked.begin(), asked.end(), [this](const auto& one) {
      mutex_.AssertHeld();
      return due_.contains(one.first);
    });
  };
  if (!is_due()) return absl::OkStatus();
  EnsureThread();
  asked_ = true;
  // An attempt that is under way may have begun before ours was due.
  const int64_t before = attempts_;
  ++waiting_;
  while (is_due() && failed_attempt_ <= before && !stopping_) {
    attempted_.Wait(&mutex_);
  }
  --waiting_;
  if (!is_due()) return absl::OkStatus();
  return StillDue(stopping_ ? absl::UnavailableError("the server is stopping")
                            : error_);
}

void DuePurges::EnsureThread() {
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
}

bool DuePurges::IsWanted() const {
  return stopping_ || (!due_.empty() && (asked_ || failures_ == 0));
}

bool DuePurges::AwaitWork() {
  const absl::Condition wanted(this, &DuePurges::IsWanted);
  while (!stopping_) {
    if (due_.empty() || failures_ == 0) {
      mutex_.Await(wanted);
      break;
    }
    const int doublings = std::min(failures_ - 1, kMostDoublings);
    if (!mutex_.AwaitWithTimeout(wanted, kFirstPause * (1 << doublings)) &&
        due_.empty()) {
      continue;  // done by another process
    }
    break;
  }
  return !stopping_;
}

void DuePurges::Run() {
  // Rewriting the store keeps a processor busy for long, and no answer waits
  // for it but that of the erasure itself.
  base::YieldToOthers();
  absl::MutexLock lock(&mutex_);
  while (AwaitWork()) {
    asked_ = false;
    const int64_t attempt = ++attempts_;
    const Due due = due_;
    mutex_.Unlock();
    const absl::Status status = Purge(due);
    mutex_.Lock();
    if (status.ok()) {
      failures_ = 0;
    } else {
      ++failures_;
      failed_attempt_ = attempt;
      error_ = status;
    }
    attempted_.SignalAll();
  }
}

absl::Status DuePurges::Purge(const Due& due) {
  for (int i = 0; i < kMoments; ++i) {
    LF_ASSIGN_OR_RETURN(const Purged purged,
                        store_.Purge(Newest(due), cancelled_));
    if (purged == Purged::kDone) {
      StoreBatch done;
      for (const auto& [name, erasure] : due) {
        done.intents[name] = std::nullopt;
      }
      return store_.Commit(done).status();
    }
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kMoment)) {
      return absl::CancelledError("the store is being closed");
    }
  }
  return absl::UnavailableError("a long read that began before is under way");
}

}  // namespace landfall::store
