// One source: when it is read, by whose wish, and what became of it. Entry
// points: SourceSync::Ask, Await and Loop.
#include "server/pull/source_sync.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/live/state.h"
#include "server/pull/exchange.h"
#include "server/pull/origin.h"

namespace landfall::pull {
namespace {

// The longest wait before the clock is looked at again: it may be set.
constexpr absl::Duration kLook = absl::Seconds(30);
// What is read is worth more than being told of it.
constexpr absl::Duration kSubscribePatience = absl::Seconds(30);
// After the start: the system asks our listener before it agrees.
constexpr absl::Duration kBeforeSubscribing = absl::Seconds(2);

config::SyncOptions OptionsOf(const config::SourceConnection& connection) {
  return connection.sync.value_or(config::SyncOptions());
}

bool Satisfies(const RunRecord& run, const RunWish& given,
               const RunWish& wish) {
  return (run.full || !wish.full) && (given.accept_gone || !wish.accept_gone);
}

void Add(const RunSums& more, RunSums* sums) {
  sums->read += more.read;
  sums->inserted += more.inserted;
  sums->updated += more.updated;
  sums->unchanged += more.unchanged;
  sums->deleted += more.deleted;
  sums->rejected += more.rejected;
}

}  // namespace

bool SourceSync::StopWaiter::Wait(absl::Duration duration) {
  const absl::MutexLock lock(&sync_.mutex_);
  return !sync_.mutex_.AwaitWithTimeout(absl::Condition(&sync_.stopping_),
                                        duration);
}

bool SourceSync::StopWaiter::stopped() const {
  const absl::MutexLock lock(&sync_.mutex_);
  return sync_.stopping_;
}

SourceSync::SourceSync(const SourceSyncParts& parts, Connection connection,
                       PartStates states, std::vector<RunRecord> runs)
    : parts_(parts),
      connection_(std::move(connection)),
      states_(std::move(states)),
      runs_(std::move(runs)) {
  totals_.source = parts_.source.id;
  if (connection_.subscriber != nullptr) totals_.subscriptions.emplace();
  if (!runs_.empty()) {
    static_cast<void>(absl::SimpleAtoi(runs_.back().id, &last_id_));
  }
  if (parts_.connection.sync.has_value()) {
    totals_.every = parts_.connection.sync->every;
    const absl::Time now = parts_.clock.Now();
    next_at_ = runs_.empty() ? now
                             : std::clamp(runs_.back().started + *totals_.every,
                                          now, now + *totals_.every);
  }
  read_at_ = OldestRead();
}

SourceSync::~SourceSync() {
  BeginStop();
  Join();
}

void SourceSync::Join() {
  if (thread_.joinable()) thread_.join();
}

void SourceSync::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void SourceSync::BeginStop() {
  const absl::MutexLock lock(&mutex_);
  stopping_ = true;
  connection_.sender->Cancel();
}

bool SourceSync::IsStopping() const {
  const absl::MutexLock lock(&mutex_);
  return stopping_;
}

RunRecord SourceSync::NewRecord(const RunWish& wish) {
  RunRecord record;
  record.started = parts_.clock.Now();
  last_id_ = std::max(last_id_ + 1, absl::ToUnixMillis(record.started));
  record.id = absl::StrCat(last_id_);
  record.full = wish.full;
  return record;
}

RunRecord SourceSync::Ask(const RunWish& wish) {
  const absl::MutexLock lock(&mutex_);
  if (running_ && Satisfies(running_->record, running_->wish, wish)) {
    return running_->record;
  }
  if (!wanted_) {
    wanted_ = Planned{NewRecord(wish), wish};
  } else {
    wanted_->wish.full |= wish.full;
    wanted_->wish.accept_gone |= wish.accept_gone;
    wanted_->record.full |= wish.full;
  }
  return wanted_->record;
}

void SourceSync::Hint() {
  const absl::MutexLock lock(&mutex_);
  hints_.Note(parts_.clock.Now());
}

const RunRecord* SourceSync::Find(const std::string& run) const {
  if (running_ && running_->record.id == run) return &running_->record;
  if (wanted_ && wanted_->record.id == run) return &wanted_->record;
  for (const RunRecord& record : runs_) {
    if (record.id == run) return &record;
  }
  return nullptr;
}

RunRecord SourceSync::Await(const std::string& run, absl::Duration most) {
  const absl::MutexLock lock(&mutex_);
  const auto ended = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    const RunRecord* record = Find(run);
    return stopping_ || record == nullptr ||
           record->state != RunRecord::State::kRunning;
  };
  mutex_.AwaitWithTimeout(absl::Condition(&ended), most);
  const RunRecord* record = Find(run);
  return record == nullptr ? RunRecord() : *record;
}

std::vector<RunRecord> SourceSync::Runs() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<RunRecord> runs(runs_.rbegin(), runs_.rend());
  if (running_) runs.insert(runs.begin(), running_->record);
  return runs;
}

SyncStatus SourceSync::Status() const {
  const absl::MutexLock lock(&mutex_);
  SyncStatus status = totals_;
  if (!runs_.empty()) status.last_run = runs_.back();
  if (running_) status.last_run = running_->record;
  status.next_at = next_at_;
  status.read_at = read_at_;
  for (auto run = runs_.rbegin();
       run != runs_.rend() && run->state == RunRecord::State::kFailed; ++run) {
    ++status.failures_in_a_row;
  }
  return status;
}

bool SourceSync::IsDue() const {
  return stopping_ || wanted_ || parts_.clock.Now() >= NextAt();
}

std::optional<SourceSync::Planned> SourceSync::AwaitNext(absl::Time until) {
  const absl::MutexLock lock(&mutex_);
  while (!IsDue()) {
    const absl::Time now = parts_.clock.Now();
    if (now >= until) return std::nullopt;
    const absl::Time next = NextAt();
    const absl::Duration left =
        std::clamp(std::min(next, until) - now, absl::Milliseconds(1), kLook);
    const auto changed = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return IsDue() || NextAt() < next;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&changed), left);
  }
  if (stopping_) return std::nullopt;
  if (!wanted_) wanted_ = Planned{NewRecord({}), {}};
  running_ = std::exchange(wanted_, std::nullopt);
  running_->record.started = parts_.clock.Now();
  hints_.Begin(running_->record.started);
  running_->record.full |= IsFullDue(running_->record.started);
  return running_;
}

void SourceSync::Loop() {
  const absl::Time listens = parts_.clock.Now() + kBeforeSubscribing;
  while (!IsStopping()) {
    const Subscriber* const subscriber = connection_.subscriber.get();
    const std::optional<Planned> planned =
        AwaitNext(subscriber == nullptr ? absl::InfiniteFuture()
                                        : std::max(subscriber->due(), listens));
    if (IsStopping() || !parts_.slots.Take()) return;
    if (planned.has_value()) RunOnce(*planned);
    TendSubscriptions();
    parts_.slots.Give();
  }
}

void SourceSync::RunOnce(const Planned& planned) {
  RunRecord run = planned.record;
  absl::Time not_before = absl::InfinitePast();
  const absl::Status status = ReadAll(planned, &run.sums, &not_before);
  // A run that the end of the program cuts off goes on after the next start.
  if (absl::IsCancelled(status)) return;
  run.finished = parts_.clock.Now();
  run.state =
      status.ok() ? RunRecord::State::kSucceeded : RunRecord::State::kFailed;
  run.error = std::string(status.message());
  Finish(std::move(run), not_before);
}

void SourceSync::TendSubscriptions() {
  Subscriber* const subscriber = connection_.subscriber.get();
  const absl::Time now = parts_.clock.Now();
  if (subscriber == nullptr || now < subscriber->due()) return;
  Exchange exchange(
      {*connection_.sender, *connection_.authorizer, parts_.clock, waiter_},
      OriginOf(parts_.connection.url), kSubscribePatience);
  const absl::Status status = subscriber->Tend(now, exchange);
  const absl::MutexLock lock(&mutex_);
  totals_.subscriptions = {subscriber->standing(),
                           std::string(status.message())};
}

absl::Status SourceSync::ReadAll(const Planned& planned, RunSums* sums,
                                 absl::Time* not_before) {
  const config::SyncOptions options = OptionsOf(parts_.connection);
  Exchange exchange(
      {*connection_.sender, *connection_.authorizer, parts_.clock, waiter_},
      OriginOf(parts_.connection.url), options.give_up,
      OriginOf(parts_.connection.b2b_url));
  const RunContext context{parts_.settings,
                           parts_.source,
                           parts_.ingest,
                           parts_.clock,
                           *connection_.connector,
                           exchange,
                           planned.record.id,
                           planned.record.started,
                           planned.wish.accept_gone,
                           [this](const RunSums& now) {
                             const absl::MutexLock lock(&mutex_);
                             running_->record.sums = now;
                           }};
  absl::Status status =
      ReadParts(context, planned.wish.full, options.full, &states_, sums);
  *not_before = exchange.not_before();
  if (parts_.warn != nullptr) {
    for (const std::string& warning : exchange.warnings()) {
      parts_.warn(parts_.source.id, warning);
    }
  }
  return status;
}

void SourceSync::Finish(RunRecord run, absl::Time not_before) {
  std::vector<RunRecord> runs;
  {
    const absl::MutexLock lock(&mutex_);
    runs = runs_;
  }
  runs.push_back(run);
  if (runs.size() > kMostRuns) runs.erase(runs.begin());
  ingest::UpsertBatch batch;
  batch.values[RunsKey(parts_.source.id)] = EncodeRuns(runs);
  if (run.state == RunRecord::State::kSucceeded) {
    batch.values[live::SourceReadKey(parts_.source.id)] =
        absl::StrCat(absl::ToUnixMicros(run.started));
  }
  // What cannot be stored now is with the next run.
  static_cast<void>(parts_.ingest.Upsert(std::move(batch), run.finished));
  const absl::MutexLock lock(&mutex_);
  runs_ = std::move(runs);
  running_.reset();
  read_at_ = OldestRead();
  (run.state == RunRecord::State::kSucceeded ? totals_.succeeded
                                             : totals_.failed) += 1;
  Add(run.sums, &totals_.rows);
  hints_.End(run.started, run.finished, not_before);
  if (!totals_.every.has_value()) return;
  const bool failed = run.state == RunRecord::State::kFailed;
  const absl::Time after = failed ? run.finished : run.started;
  next_at_ = std::max({after + *totals_.every, run.finished, not_before});
}

bool SourceSync::IsFullDue(absl::Time now) const {
  const absl::Duration every = OptionsOf(parts_.connection).full;
  const std::vector<Part> all = connection_.connector->Parts();
  return std::any_of(all.begin(), all.end(), [&](const Part& part) {
    const auto it = states_.find(part.name);
    return it == states_.end() || pull::IsFullDue(it->second, every, now);
  });
}

absl::Time SourceSync::OldestRead() const {
  absl::Time oldest = absl::InfiniteFuture();
  for (const Part& part : connection_.connector->Parts()) {
    const auto it = states_.find(part.name);
    oldest = std::min(
        oldest, it == states_.end() ? absl::InfinitePast() : it->second.read);
  }
  return oldest;
}

}  // namespace landfall::pull
