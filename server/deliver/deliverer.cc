// Events -> deliveries -> attempts -> what the store says of them. Entry
// points: Start, Stop and PlanNow.
#include "server/deliver/deliverer.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "server/base/status_macros.h"
#include "server/deliver/schedule.h"

namespace landfall::deliver {
namespace {

using Result = Outcome::Result;
using store::Subscription;
using store::SubscriptionEnd;

// How often leases and days are looked at.
constexpr absl::Duration kPlanEvery = absl::Seconds(10);
// Every commit is a revision, so several deliveries share one.
constexpr absl::Duration kBetweenCommits = absl::Milliseconds(100);
// A disk that was full is not asked all the time.
constexpr absl::Duration kAfterFailure = absl::Seconds(5);

absl::Duration SteadyTime() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

Deliverer::Deliverer(DeliverySetup setup)
    : setup_(std::move(setup)),
      hasher_(setup_.store.secret()),
      dispatcher_(setup_.settings, setup_.limits) {}

absl::StatusOr<std::unique_ptr<Deliverer>> Deliverer::Open(
    DeliverySetup setup) {
  std::unique_ptr<Deliverer> deliverer(new Deliverer(std::move(setup)));
  Deliverer* const self = deliverer.get();
  LF_ASSIGN_OR_RETURN(deliverer->outbox_,
                      Outbox::Open(self->setup_.store, self->setup_.limits,
                                   [self] { self->WakeUp(); }));
  for (int i = 0; i < self->setup_.limits.senders; ++i) {
    deliverer->senders_.push_back(std::make_unique<Sender>(
        self->setup_.store, self->hasher_, self->setup_.rules,
        self->setup_.body, self->setup_.clock, self->setup_.limits));
  }
  return deliverer;
}

Deliverer::~Deliverer() { Stop(); }

void Deliverer::Start() {
  for (const auto& sender : senders_) {
    threads_.emplace_back([this, &sender] { Send(*sender); });
  }
  absl::MutexLock lock(&mutex_);
  planner_ = std::make_unique<base::PeriodicTask>(kPlanEvery,
                                                  [this] { PlanWhenWoken(); });
  planner_->WakeUp();
}

void Deliverer::Stop() {
  std::unique_ptr<base::PeriodicTask> planner;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    planner = std::move(planner_);
  }
  if (outbox_ == nullptr) return;
  outbox_->Stop();
  for (const auto& sender : senders_) sender->Cancel();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  if (planner == nullptr) return;
  planner.reset();
  // What was delivered last is not to be delivered again.
  PlanOnce().IgnoreError();
}

void Deliverer::WakeUp() {
  {
    absl::MutexLock lock(&mutex_);
    if (planner_ != nullptr) planner_->WakeUp();
  }
  if (outbox_ != nullptr) outbox_->WakeUp();
}

void Deliverer::Tell(const Note& note) const {
  if (setup_.observer != nullptr) setup_.observer(note);
}

void Deliverer::PlanWhenWoken() {
  const absl::Status planned = PlanNow();
  const absl::Duration pause = planned.ok() ? kBetweenCommits : kAfterFailure;
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&stopping_), pause);
}

absl::Status Deliverer::PlanNow() {
  while (true) {
    LF_ASSIGN_OR_RETURN(const bool more, PlanOnce());
    if (!more) return absl::OkStatus();
    absl::MutexLock lock(&mutex_);
    if (stopping_) return absl::OkStatus();
  }
}

absl::StatusOr<bool> Deliverer::PlanOnce() {
  absl::MutexLock planner_lock(&planner_mutex_);
  const absl::Time now = setup_.clock.Now();
  std::vector<Outcome> outcomes = TakeOutcomes();
  std::vector<Note> notes;
  absl::StatusOr<bool> more = false;
  {
    Outbox::Planning planning(*outbox_);
    Draft draft(planning, setup_.limits, now);
    for (const Outcome& outcome : outcomes) {
      draft.Apply(outcome, absl::Uniform(random_, 0.0, 1.0));
    }
    DraftEnds(planning, now, &draft);
    more = dispatcher_.Plan(planning, now, &draft);
    absl::Status stored = more.status();
    if (stored.ok() && !draft.batch().empty()) {
      stored = planning.Commit(draft.batch());
    }
    if (!stored.ok()) {
      absl::MutexLock lock(&mutex_);
      outcomes_.insert(outcomes_.begin(),
                       std::make_move_iterator(outcomes.begin()),
                       std::make_move_iterator(outcomes.end()));
      return stored;
    }
    dispatcher_.Commit();
    delivered_ += draft.delivered();
    failed_ += draft.failed();
    notes = draft.TakeNotes();
  }
  for (const Note& note : notes) {
    if (note.kind == Note::Kind::kSetAside) set_aside_ += note.count;
    Tell(note);
  }
  return more;
}

std::vector<Outcome> Deliverer::TakeOutcomes() {
  absl::MutexLock lock(&mutex_);
  return std::exchange(outcomes_, {});
}

// Leases and days that are over.
void Deliverer::DraftEnds(const Outbox::Planning& planning, absl::Time now,
                          Draft* draft) {
  for (const auto& [id, subscription] : planning.All()) {
    if (subscription->end != SubscriptionEnd::kNone) {
      if (now - *subscription->ended > setup_.limits.keep_ended) {
        draft->Remove(id);
      }
    } else if (subscription->expires <= now) {
      draft->End(id, SubscriptionEnd::kExpired);
    }
  }
  for (const store::DeliveryKey& key : planning.Overdue(now)) {
    const Subscription* const to = draft->Find(key.subscription);
    if (to == nullptr) continue;
    draft->SetAside(
        key, to->last_error.empty() ? "it waited for a day" : to->last_error);
  }
}

void Deliverer::Send(Sender& sender) {
  while (const std::optional<Task> task = outbox_->AwaitDue(setup_.clock)) {
    SendOne(sender, *task);
  }
}

int Deliverer::SendDueNow() {
  int sent = 0;
  while (const auto task = outbox_->TakeDue(setup_.clock.Now())) {
    SendOne(*senders_.front(), *task);
    ++sent;
  }
  return sent;
}

void Deliverer::SendOne(Sender& sender, const Task& task) {
  const absl::Duration begun = SteadyTime();
  std::optional<Outcome> outcome = sender.Try(task);
  if (outcome) {
    Take(task, *std::move(outcome), SteadyTime() - begun);
  } else {
    outbox_->PutBack(task);
    outbox_->End(task, {});
  }
}

void Deliverer::Take(const Task& task, Outcome outcome, absl::Duration took) {
  Outbox::Impression impression;
  const Result result = outcome.result;
  impression.fast = result == Result::kDelivered && took <= setup_.limits.fast;
  if (result == Result::kFailed || result == Result::kGone) {
    store::Delivery tried = task.delivery;
    ++tried.attempts;
    const auto next =
        NextAttempt(setup_.limits, tried, outcome.at, outcome.retry_after, 0.5);
    const absl::Time longest = outcome.at + setup_.limits.longest_pause;
    impression.paused_until = std::min(next.value_or(longest), longest);
    // Nobody who asks to be left alone is asked for something else.
    if (outcome.retry_after) {
      impression.paused_until =
          std::max(impression.paused_until, *outcome.retry_after);
    }
  }
  {
    absl::MutexLock lock(&mutex_);
    outcomes_.push_back(std::move(outcome));
    if (planner_ != nullptr) planner_->WakeUp();
  }
  outbox_->End(task, impression);
}

DeliveryFigures Deliverer::Figures() const {
  DeliveryFigures figures;
  figures.delivered = delivered_;
  figures.failed = failed_;
  figures.set_aside = set_aside_;
  for (const auto& [id, waiting] : outbox_->Waiting()) {
    figures.waiting += static_cast<int64_t>(waiting);
  }
  for (const auto& [id, subscription] : outbox_->All()) {
    if (subscription->end != SubscriptionEnd::kNone) {
      ++figures.ended;
    } else if (subscription->failing_since) {
      ++figures.failing;
    } else {
      ++figures.active;
    }
  }
  return figures;
}

}  // namespace landfall::deliver
