// The feed of exchange rates: when it is read, and what became of it. Entry
// points: RateSync::Start and ReadOnce.
#include "server/pull/rate_sync.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/pull/exchange.h"
#include "server/pull/origin.h"

namespace landfall::pull {
namespace {

// The longest wait before the clock is looked at again: it may be set.
constexpr absl::Duration kLook = absl::Seconds(30);
// How long one read is tried, and how long after one that failed the next
// begins; twice as long after each further one, up to the usual interval.
constexpr absl::Duration kPatience = absl::Minutes(2);
constexpr absl::Duration kFirstRetry = absl::Minutes(1);

absl::Duration AfterFailures(int failures, absl::Duration every) {
  return std::min(every, kFirstRetry * (1 << std::min(failures - 1, 10)));
}

}  // namespace

bool RateSync::StopWaiter::Wait(absl::Duration duration) {
  const absl::MutexLock lock(&sync_.mutex_);
  return !sync_.mutex_.AwaitWithTimeout(absl::Condition(&sync_.stopping_),
                                        duration);
}

bool RateSync::StopWaiter::stopped() const {
  const absl::MutexLock lock(&sync_.mutex_);
  return sync_.stopping_;
}

RateSync::RateSync(RateSyncParts parts, std::optional<rates::Quotes> held,
                   std::optional<rates::ReadNote> read)
    : parts_(std::move(parts)) {
  held_.feed = parts_.feed;
  // Those of another feed go with the first read of this one.
  if (held.has_value() && held->feed == parts_.feed) held_ = *std::move(held);
  const absl::MutexLock lock(&mutex_);
  status_.feed = parts_.feed;
  status_.every = parts_.every;
  const absl::Time now = parts_.clock.Now();
  status_.next_at = now;
  DescribeHeld();
  if (held_.list.empty() || !read.has_value() || read->feed != parts_.feed) {
    return;
  }
  status_.read_at = read->at;
  status_.next_at =
      std::clamp(read->at + parts_.every, now, now + parts_.every);
}

RateSync::~RateSync() {
  BeginStop();
  Join();
}

void RateSync::Start() {
  thread_ = std::thread([this] { Loop(); });
}

RateStatus RateSync::Status() const {
  const absl::MutexLock lock(&mutex_);
  return status_;
}

void RateSync::BeginStop() {
  const absl::MutexLock lock(&mutex_);
  stopping_ = true;
  parts_.sender->Cancel();
}

void RateSync::Join() {
  if (thread_.joinable()) thread_.join();
}

void RateSync::DescribeHeld() {
  std::set<std::string> currencies;
  status_.newest.reset();
  for (const rates::Quote& quote : held_.list) {
    currencies.insert(quote.from);
    currencies.insert(quote.to);
    status_.newest =
        std::max(status_.newest.value_or(quote.start), quote.start);
  }
  status_.currencies = static_cast<int>(currencies.size());
}

bool RateSync::AwaitNext() {
  const absl::MutexLock lock(&mutex_);
  while (!stopping_ && parts_.clock.Now() < status_.next_at) {
    const absl::Duration left = std::clamp(status_.next_at - parts_.clock.Now(),
                                           absl::Milliseconds(1), kLook);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), left);
  }
  return !stopping_;
}

void RateSync::Loop() {
  while (AwaitNext()) static_cast<void>(ReadOnce());
}

absl::Status RateSync::ReadOnce() {
  const absl::Time now = parts_.clock.Now();
  const absl::Status status = ReadAndStore(now);
  // The end of the program cuts it off.
  if (!absl::IsCancelled(status)) Note(now, status);
  return status;
}

absl::Status RateSync::ReadAndStore(absl::Time now) {
  Exchange exchange({*parts_.sender, *parts_.authorizer, parts_.clock, waiter_},
                    OriginOf(parts_.url), kPatience);
  std::optional<absl::CivilDay> newest;
  for (const rates::Quote& quote : held_.list) {
    newest = std::max(newest.value_or(quote.start), quote.start);
  }
  LF_ASSIGN_OR_RETURN(RatesRead read,
                      parts_.reader->Read(now, newest, exchange));
  if (read.unread > 0 && parts_.warn != nullptr) {
    parts_.warn(
        parts_.feed,
        absl::StrCat(read.unread, " rows of exchange rates could not be read"));
  }
  rates::Quotes next;
  next.feed = parts_.feed;
  next.list =
      rates::Merge(read.everything ? std::vector<rates::Quote>() : held_.list,
                   std::move(read.quotes));
  ingest::UpsertBatch batch;
  if (next.list != held_.list) {
    batch.values[rates::kQuotesKey] = rates::EncodeQuotes(next);
  }
  batch.values[rates::kReadKey] = rates::EncodeRead({parts_.feed, now});
  LF_RETURN_IF_ERROR(parts_.ingest.Upsert(std::move(batch), now).status());
  held_ = std::move(next);
  return absl::OkStatus();
}

void RateSync::Note(absl::Time now, const absl::Status& status) {
  const absl::Time after = parts_.clock.Now();
  std::string warning;
  {
    const absl::MutexLock lock(&mutex_);
    status_.error = std::string(status.message());
    if (status.ok()) {
      status_.failures_in_a_row = 0;
      status_.read_at = now;
      status_.next_at = std::max(now + parts_.every, after);
      DescribeHeld();
      return;
    }
    ++status_.failures_in_a_row;
    status_.next_at =
        after + AfterFailures(status_.failures_in_a_row, parts_.every);
    warning = absl::StrCat(
        status_.error, "; ",
        status_.newest ? absl::StrCat("the rates of ",
                                      absl::FormatCivilTime(*status_.newest),
                                      " and before stay in use")
                       : "no rates are held");
  }
  if (parts_.warn != nullptr) parts_.warn(parts_.feed, warning);
}

}  // namespace landfall::pull
