// Notifications -> hints to read a source. Entry points: Admit and Take.
#include "server/notify/receiver.h"

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/base/check.h"
#include "server/base/hmac_sha256.h"
#include "server/base/token_bucket.h"
#include "server/notify/proof.h"
#include "server/notify/seen.h"

namespace landfall::notify {

// What is known of one source.
struct Receiver::Desk {
  Desk(Place given, absl::Time now)
      : place(std::move(given)), bucket{kMostAtOnce, now} {}

  void Count(Outcome outcome) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    ++counts[static_cast<size_t>(outcome)];
  }

  const Place place;
  const std::string key = base::RandomBytes(32);  // of what is remembered
  mutable absl::Mutex mutex;  // never held while anything is worked out
  base::TokenBucket bucket ABSL_GUARDED_BY(mutex);
  Seen seen ABSL_GUARDED_BY(mutex){kRemembered};
  std::array<int64_t, kOutcomes> counts ABSL_GUARDED_BY(mutex) = {};
};

absl::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAccepted:
      return "accepted";
    case Outcome::kDuplicate:
      return "duplicate";
    case Outcome::kHandshake:
      return "handshake";
    case Outcome::kBadSignature:
      return "bad_signature";
    case Outcome::kTooMany:
      return "too_many";
  }
  return "";
}

Receiver::Receiver(std::vector<Place> places, const base::Clock& clock)
    : clock_(clock) {
  for (Place& place : places) {
    std::string source = place.source;
    desks_.emplace(std::move(source),
                   std::make_unique<Desk>(std::move(place), clock.Now()));
  }
}

Receiver::~Receiver() = default;

Receiver::Desk& Receiver::Find(absl::string_view source) const {
  const auto it = desks_.find(source);
  LF_CHECK(it != desks_.end());
  return *it->second;
}

bool Receiver::Takes(absl::string_view source) const {
  return desks_.find(source) != desks_.end();
}

absl::Duration Receiver::Admit(absl::string_view source) {
  Desk& desk = Find(source);
  const absl::MutexLock lock(&desk.mutex);
  desk.bucket.Fill(kMostPerSecond, kMostAtOnce, clock_.Now());
  const absl::Duration wait = desk.bucket.Wait(kMostPerSecond);
  if (wait > absl::ZeroDuration()) {
    desk.Count(Outcome::kTooMany);
  } else {
    desk.bucket.left -= 1;
  }
  return wait;
}

Outcome Receiver::Take(absl::string_view source,
                       const Notification& notification) {
  Desk& desk = Find(source);
  const Proof proof = Prove(desk.place.system, desk.place.secret.Reveal(),
                            notification, clock_.Now());
  const absl::uint128 digest =
      proof.genuine ? DigestOf(desk.key, proof.identity) : 0;
  Outcome outcome = Outcome::kAccepted;
  {
    const absl::MutexLock lock(&desk.mutex);
    if (!proof.genuine) {
      outcome = Outcome::kBadSignature;
    } else if (!proof.identity.empty() && !desk.seen.Add(digest)) {
      outcome = Outcome::kDuplicate;
    }
    desk.Count(outcome);
  }
  if (outcome == Outcome::kAccepted) desk.place.hint();
  return outcome;
}

bool Receiver::ShakesHands(absl::string_view source) {
  Desk& desk = Find(source);
  if (desk.place.system != model::System::kBusinessCentral) return false;
  const absl::MutexLock lock(&desk.mutex);
  desk.Count(Outcome::kHandshake);
  return true;
}

std::vector<Receiver::Figures> Receiver::Counts() const {
  std::vector<Figures> all;
  for (const auto& [source, desk] : desks_) {
    const absl::MutexLock lock(&desk->mutex);
    all.push_back({source, desk->counts});
  }
  return all;
}

}  // namespace landfall::notify
