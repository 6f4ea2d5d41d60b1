#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/config/server_options.h"
#include "server/serve/access/internal/key_ring.h"

namespace landfall::serve::access::internal {

// The API keys of the configuration and of its keys file, as they are now.
// Thread-safe.
class LiveKeys {
 public:
  // The errors of config::AllApiKeys.
  static absl::StatusOr<std::unique_ptr<LiveKeys>> Create(
      const config::AuthOptions& auth, absl::Time now);

  // The keys at `now`. Looks at the file at most once a second, on the thread
  // of one caller while others go on with the keys before. A file that cannot
  // be read, or has become bad, leaves these keys in force and an error in the
  // log, and is tried again every second.
  std::shared_ptr<const KeyRing> At(absl::Time now);

  // Whether the keys in force are those of the file; nullopt without a file.
  std::optional<bool> file_in_force() const;

 private:
  LiveKeys(config::AuthOptions auth, absl::Time now);

  void LookAgain(absl::Time now);
  // Logs a problem when it is new, and once a minute while it lasts.
  void Complain(const absl::Status& problem, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(reading_);
  // Puts `keys` in force and logs what is different.
  void Take(const std::vector<config::ApiKey>& keys)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(reading_);

  // What a file looks like from outside; differs whenever it was written.
  static std::string StampOf(const std::string& path);

  const config::AuthOptions auth_;

  std::atomic<int64_t> next_look_;  // Unix nanoseconds
  std::atomic<bool> in_force_{true};

  // Held while the file is read; nobody waits for it.
  absl::Mutex reading_;
  // Of the file whose keys are in force.
  std::string stamp_ ABSL_GUARDED_BY(reading_);
  std::string complaint_ ABSL_GUARDED_BY(reading_);
  absl::Time complained_at_ ABSL_GUARDED_BY(reading_) = absl::InfinitePast();
  std::set<std::string> ids_ ABSL_GUARDED_BY(reading_);

  absl::Mutex mutex_;
  std::shared_ptr<const KeyRing> ring_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::serve::access::internal
