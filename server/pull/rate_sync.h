#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/config/source_connection.h"
#include "server/ingest/ingest.h"
#include "server/pull/authorizer.h"
#include "server/pull/http_sender.h"
#include "server/pull/rate_feed.h"
#include "server/pull/waiter.h"
#include "server/rates/quote.h"

namespace landfall::pull {

// How the feed of exchange rates is doing.
struct RateStatus {
  std::string feed;
  absl::Duration every;
  absl::Time read_at = absl::InfinitePast();  // the last read that went well
  std::optional<absl::CivilDay> newest{};     // day of the newest rate held
  int currencies = 0;                         // of which a rate is held
  absl::Time next_at = absl::InfiniteFuture();
  int failures_in_a_row = 0;
  std::string error{};  // of the last read, if it failed; safe to show
};

// What a feed is read with. The references must outlive it.
struct RateSyncParts {
  ingest::Ingest& ingest;
  const base::Clock& clock;
  const std::string feed;  // its name
  const std::string url;   // whose origin is asked and no other
  const absl::Duration every;
  std::unique_ptr<HttpSender> sender;
  std::unique_ptr<Authorizer> authorizer;
  std::unique_ptr<RateFeed> reader;
  // As of SyncParts.
  std::function<void(const std::string& source, const std::string& warning)>
      warn{};
};

// Reads the feed of exchange rates on a thread of its own and stores the
// quotes, with the time at which they were read. What is held stays in use
// until something else was read, however long that takes. Thread-safe.
class RateSync {
 public:
  // `held` and `read` are what the store holds.
  RateSync(RateSyncParts parts, std::optional<rates::Quotes> held,
           std::optional<rates::ReadNote> read);
  ~RateSync();
  RateSync(const RateSync&) = delete;
  RateSync& operator=(const RateSync&) = delete;

  // From now on the feed is read. At most once.
  void Start();
  RateStatus Status() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Reads the feed once, on the thread that calls. Not beside Start.
  absl::Status ReadOnce() ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends the read that is under way, and lets no other begin. Does not wait.
  void BeginStop() ABSL_LOCKS_EXCLUDED(mutex_);
  // Waits for the end, after BeginStop. Not from two threads at a time.
  void Join();

 private:
  // Ends waits when the program stops.
  class StopWaiter : public Waiter {
   public:
    explicit StopWaiter(RateSync& sync) : sync_(sync) {}
    bool Wait(absl::Duration duration) override;
    bool stopped() const override;

   private:
    RateSync& sync_;
  };

  void Loop();
  bool AwaitNext() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status ReadAndStore(absl::Time now);
  void Note(absl::Time now, const absl::Status& status)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void DescribeHeld() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const RateSyncParts parts_;
  rates::Quotes held_;  // of the thread alone
  StopWaiter waiter_{*this};

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  RateStatus status_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace landfall::pull
