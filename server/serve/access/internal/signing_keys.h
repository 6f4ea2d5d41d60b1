#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/base/periodic_task.h"
#include "server/serve/access/internal/jwks.h"
#include "server/serve/access/jwks_source.h"

namespace landfall::serve::access::internal {

// The public keys of an issuer, fetched on a thread of their own. Keys that
// were fetched once serve until others are, however long that takes.
// Thread-safe.
class SigningKeys {
 public:
  // Ends only after a fetch that is under way.
  SigningKeys(std::unique_ptr<JwksSource> source, IssuerNames names);
  SigningKeys(const SigningKeys&) = delete;
  SigningKeys& operator=(const SigningKeys&) = delete;

  struct Found {
    std::shared_ptr<const PublicKey> key;  // nullptr: no such key
    // Differs from before once keys have changed.
    uint64_t generation = 0;
    // No such key, but it may be among those that are being fetched or will be:
    // when to ask again. Zero: the issuer has no such key, it was looked for.
    absl::Duration wait = absl::ZeroDuration();
  };
  // Never waits. Has the keys fetched when they are older than 24 hours or
  // `id` is not among them, at most once a minute. So a key that the issuer has
  // is found within a minute, whatever others ask for meanwhile.
  Found Find(const std::string& id, absl::Time now);

  // As in Found.
  uint64_t generation() const;

  // Has the keys fetched now and waits for the outcome.
  void FetchNow(absl::Time now);
  // Waits until no fetch is under way.
  void AwaitFetch() const;

 private:
  void Want(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Fetch() ABSL_LOCKS_EXCLUDED(mutex_);
  bool Idle() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !wanted_ && !fetching_;
  }
  void Take(absl::StatusOr<KeySet> keys) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // How long until a fetch may tell whether there is a key `id`.
  absl::Duration WaitFor(const std::string& id, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // Constant after construction; the source belongs to the task.
  const std::unique_ptr<JwksSource> source_;
  const IssuerNames names_;

  mutable absl::Mutex mutex_;
  KeySet keys_ ABSL_GUARDED_BY(mutex_);
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Time asked_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Time fresh_until_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  // Ids that were asked for and are looked for in the next fetch, and those
  // that the last one did not bring.
  std::set<std::string> asked_for_ ABSL_GUARDED_BY(mutex_);
  std::set<std::string> absent_ ABSL_GUARDED_BY(mutex_);
  bool wanted_ ABSL_GUARDED_BY(mutex_) = false;
  bool fetching_ ABSL_GUARDED_BY(mutex_) = false;

  base::PeriodicTask task_;
};

}  // namespace landfall::serve::access::internal
