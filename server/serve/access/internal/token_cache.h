#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/serve/access/access_control.h"

namespace landfall::serve::access::internal {

// Tokens that were checked already, by their SHA-256. Thread-safe.
class TokenCache {
 public:
  // Beyond `most` the one that was used longest ago goes.
  explicit TokenCache(size_t most = 1024) : most_(most) {}

  struct Entry {
    CallerRef caller;         // nullptr: a good token without a role here
    absl::Time until;         // not used after that
    uint64_t generation = 0;  // of the keys that its signature was checked with
  };

  // nullopt when it is not there, too old, or checked with other keys.
  std::optional<CallerRef> Find(const std::string& digest, absl::Time now,
                                uint64_t generation);
  void Put(const std::string& digest, Entry entry);

  size_t size() const;

 private:
  struct Held {
    std::string digest;
    Entry entry;
  };

  const size_t most_;
  mutable absl::Mutex mutex_;
  std::list<Held> by_use_ ABSL_GUARDED_BY(mutex_);  // latest first
  absl::flat_hash_map<std::string, std::list<Held>::iterator> held_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::serve::access::internal
