#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/base/clock.h"
#include "server/config/source_connection.h"
#include "server/ingest/ingest.h"
#include "server/model/settings.h"
#include "server/pull/connection.h"
#include "server/pull/rate_sync.h"
#include "server/pull/run_slots.h"
#include "server/pull/source_sync.h"
#include "server/store/record_store.h"

namespace landfall::pull {

// What all sources are read with. All must outlive the sync.
struct SyncParts {
  const model::Settings& settings;
  const std::vector<config::SourceConnection>& connections;
  const store::RecordStore& store;
  ingest::Ingest& ingest;
  const base::Clock& clock;
  // Makes what sends the requests of a source.
  std::function<std::unique_ptr<HttpSender>()> sender;
  // Where systems reach this server, without a slash at its end; "": nowhere.
  std::string public_url{};
  // As of SourceSyncParts. From several threads.
  std::function<void(const std::string& source, const std::string& warning)>
      warn{};
  config::RateFeed rates{};  // of the feed that the settings name
};

// Reads all sources that have a url, credentials and a system that this version
// can read, and the feed of exchange rates.
// Thread-safe.
class Sync {
 public:
  // So many runs go on at a time.
  static constexpr int kMostAtOnce = 4;
  // So many callers wait for the ends of runs at a time.
  static constexpr int kMostWaiting = 28;

  // Takes up where the last process stopped. DATA_LOSS when the store cannot be
  // read.
  static absl::StatusOr<std::unique_ptr<Sync>> Open(const SyncParts& parts);
  ~Sync();
  Sync(const Sync&) = delete;
  Sync& operator=(const Sync&) = delete;

  // From now on runs come. At most once.
  void Start();

  // nullptr when the source is not read.
  SourceSync* Find(absl::string_view source) const;
  // In the order of the configuration.
  std::vector<SyncStatus> Status() const;
  // nullptr when there is no feed of exchange rates.
  const RateSync* rates() const { return rates_.get(); }
  // The places of those who wait. Nobody waits for a place.
  RunSlots& waiting() const { return waiting_; }

  // Ends all runs and waits for that. What they stored stays.
  void Stop();

 private:
  Sync() = default;

  RunSlots slots_{kMostAtOnce};
  mutable RunSlots waiting_{kMostWaiting};
  std::vector<std::unique_ptr<SourceSync>> sources_;  // constant after Open
  std::vector<std::string> ids_;                      // theirs
  std::unique_ptr<RateSync> rates_;
};

}  // namespace landfall::pull
