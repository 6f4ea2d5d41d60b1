// Key ids that tokens name -> keys, fetched in the background.
// Entry point: SigningKeys::Find.
#include "server/serve/access/internal/signing_keys.h"

#include <utility>

#include "spdlog/spdlog.h"

namespace landfall::serve::access::internal {
namespace {

constexpr absl::Duration kFreshFor = absl::Hours(24);
constexpr absl::Duration kBetweenFetches = absl::Minutes(1);

}  // namespace

SigningKeys::SigningKeys(std::unique_ptr<JwksSource> source, IssuerNames names)
    : source_(std::move(source)),
      names_(std::move(names)),
      thread_([this] { Run(); }) {}

SigningKeys::~SigningKeys() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

SigningKeys::Found SigningKeys::Find(const std::string& id, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const auto it = keys_.find(id);
  const bool known = it != keys_.end();
  // A clock that was set back does not stop the fetches.
  const bool may_ask =
      Idle() && (now >= asked_at_ + kBetweenFetches || now < asked_at_);
  if (may_ask && (!known || now >= fresh_until_)) {
    wanted_ = true;
    asked_at_ = now;
  }
  if (known) return {it->second, generation_, false};
  return {nullptr, generation_, !Idle()};
}

uint64_t SigningKeys::generation() const {
  absl::MutexLock lock(&mutex_);
  return generation_;
}

void SigningKeys::FetchNow(absl::Time now) {
  {
    absl::MutexLock lock(&mutex_);
    wanted_ = true;
    asked_at_ = now;
  }
  AwaitFetch();
}

void SigningKeys::AwaitFetch() const {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &SigningKeys::Idle));
}

void SigningKeys::Run() {
  absl::MutexLock lock(&mutex_);
  while (true) {
    mutex_.Await(absl::Condition(this, &SigningKeys::HasWork));
    if (stopping_) return;
    wanted_ = false;
    fetching_ = true;
    mutex_.Unlock();
    const absl::StatusOr<std::string> json = source_->Fetch();
    absl::StatusOr<KeySet> keys = json.ok()
                                      ? ReadJwks(*json, names_)
                                      : absl::StatusOr<KeySet>(json.status());
    mutex_.Lock();
    Take(std::move(keys));
    fetching_ = false;
  }
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
