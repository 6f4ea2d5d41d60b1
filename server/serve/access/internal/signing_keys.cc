// Key ids that tokens name -> keys, fetched in the background.
// Entry point: SigningKeys::Find.
#include "server/serve/access/internal/signing_keys.h"

#include <algorithm>
#include <utility>

#include "spdlog/spdlog.h"

namespace landfall::serve::access::internal {
namespace {

constexpr absl::Duration kFreshFor = absl::Hours(24);
constexpr absl::Duration kBetweenFetches = absl::Minutes(1);
constexpr absl::Duration kSoon = absl::Seconds(1);
constexpr size_t kMostIds = 256;

}  // namespace

SigningKeys::SigningKeys(std::unique_ptr<JwksSource> source, IssuerNames names)
    : source_(std::move(source)),
      names_(std::move(names)),
      task_(absl::InfiniteDuration(), [this] { Fetch(); }) {}

SigningKeys::Found SigningKeys::Find(const std::string& id, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const auto it = keys_.find(id);
  const bool known = it != keys_.end();
  // A clock that was set back does not stop the fetches.
  const bool may_ask =
      Idle() && (now >= asked_at_ + kBetweenFetches || now < asked_at_);
  if (may_ask && (!known || now >= fresh_until_)) {
    Want(now);
  }
  if (known) return {it->second, generation_};
  return {nullptr, generation_, WaitFor(id, now)};
}

absl::Duration SigningKeys::WaitFor(const std::string& id, absl::Time now) {
  // Beyond this many, somebody makes ids up; the others just ask again.
  if (asked_for_.size() < kMostIds) asked_for_.insert(id);
  if (!Idle()) return kSoon;
  if (absent_.count(id) > 0) return absl::ZeroDuration();
  // A fetch is due then, by whoever asks first.
  return std::clamp(asked_at_ + kBetweenFetches - now, kSoon, kBetweenFetches);
}

uint64_t SigningKeys::generation() const {
  absl::MutexLock lock(&mutex_);
  return generation_;
}

void SigningKeys::FetchNow(absl::Time now) {
  {
    absl::MutexLock lock(&mutex_);
    Want(now);
  }
  AwaitFetch();
}

void SigningKeys::AwaitFetch() const {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &SigningKeys::Idle));
}

void SigningKeys::Want(absl::Time now) {
  wanted_ = true;
  asked_at_ = now;
  task_.WakeUp();
}

void SigningKeys::Fetch() {
  std::set<std::string> sought;
  {
    absl::MutexLock lock(&mutex_);
    wanted_ = false;
    fetching_ = true;
    sought = std::exchange(asked_for_, {});
  }
  const absl::StatusOr<std::string> json = source_->Fetch();
  absl::StatusOr<KeySet> keys = json.ok()
                                    ? ReadJwks(*json, names_)
                                    : absl::StatusOr<KeySet>(json.status());
  absl::MutexLock lock(&mutex_);
  // A fetch that failed says nothing about any key.
  if (keys.ok()) absent_ = std::move(sought);
  Take(std::move(keys));
  fetching_ = false;
}

void SigningKeys::Take(absl::StatusOr<KeySet> keys) {
  if (!keys.ok()) {
    spdlog::warn("the signing keys of auth.entra cannot be fetched, {}: {}",
                 keys_.empty() ? "so no token is taken"
                               : "those from before go on serving",
                 std::string(keys.status().message()));
    return;
  }
  fresh_until_ = asked_at_ + kFreshFor;
  if (SameKeys(keys_, *keys)) return;
  keys_ = *std::move(keys);
  ++generation_;
  spdlog::info("auth.entra: {} signing keys in force", keys_.size());
}

}  // namespace landfall::serve::access::internal
