// A keys file that changes -> the keys in force.
// Entry point: LiveKeys::At.
#include "server/serve/access/internal/live_keys.h"

#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/status_macros.h"
#include "server/config/keys_file.h"
#include "spdlog/spdlog.h"

namespace landfall::serve::access::internal {
namespace {

constexpr absl::Duration kBetweenLooks = absl::Seconds(1);
constexpr absl::Duration kBetweenComplaints = absl::Minutes(1);

int64_t TimeOf(const struct timespec& time) {
  return absl::ToUnixNanos(absl::TimeFromTimespec(time));
}

// Those of `ids` that are not among `others`, "none" when there is none.
std::string Missing(const std::set<std::string>& ids,
                    const std::set<std::string>& others) {
  std::vector<std::string> missing;
  std::set_difference(ids.begin(), ids.end(), others.begin(), others.end(),
                      std::back_inserter(missing));
  return missing.empty() ? "none" : absl::StrJoin(missing, ", ");
}

}  // namespace

LiveKeys::LiveKeys(config::AuthOptions auth, absl::Time now)
    : auth_(std::move(auth)),
      next_look_(absl::ToUnixNanos(now + kBetweenLooks)) {}

std::string LiveKeys::StampOf(const std::string& path) {
  struct stat facts = {};
  if (stat(path.c_str(), &facts) != 0) return "none";
  return absl::StrCat(facts.st_dev, "/", facts.st_ino, "/", facts.st_size, "/",
                      facts.st_mode, "/", TimeOf(facts.st_mtim), "/",
                      TimeOf(facts.st_ctim));
}

absl::StatusOr<std::unique_ptr<LiveKeys>> LiveKeys::Create(
    const config::AuthOptions& auth, absl::Time now) {
  std::unique_ptr<LiveKeys> live(new LiveKeys(auth, now));
  // Before reading: a change while we read is then seen at the next look.
  std::string stamp = StampOf(auth.keys_file);
  LF_ASSIGN_OR_RETURN(const std::vector<config::ApiKey> keys,
                      config::AllApiKeys(auth));
  absl::MutexLock lock(&live->reading_);
  live->stamp_ = std::move(stamp);
  live->Take(keys);
  return live;
}

std::shared_ptr<const KeyRing> LiveKeys::At(absl::Time now) {
  if (!auth_.keys_file.empty()) {
    int64_t due = next_look_.load(std::memory_order_relaxed);
    const int64_t time = absl::ToUnixNanos(now);
    const int64_t next = absl::ToUnixNanos(now + kBetweenLooks);
    // A clock that was set back must not postpone the next look.
    const bool look = time >= due || due > next;
    if (look && next_look_.compare_exchange_strong(due, next)) LookAgain(now);
  }
  absl::MutexLock lock(&mutex_);
  return ring_;
}

std::optional<bool> LiveKeys::file_in_force() const {
  if (auth_.keys_file.empty()) return std::nullopt;
  return in_force_.load(std::memory_order_relaxed);
}

void LiveKeys::LookAgain(absl::Time now) {
  if (!reading_.TryLock()) return;
  // Before reading, as in Create().
  std::string stamp = StampOf(auth_.keys_file);
  if (stamp != stamp_) {
    const auto keys = config::AllApiKeys(auth_);
    // The stamp is that of the keys in force: while the file cannot be read, if
    // only for want of a descriptor, a revoked key must not stay for good.
    if (keys.ok()) {
      stamp_ = std::move(stamp);
      complaint_.clear();
      Take(*keys);
    } else {
      Complain(keys.status(), now);
    }
    in_force_.store(keys.ok(), std::memory_order_relaxed);
  } else if (!in_force_.exchange(true)) {
    complaint_.clear();
    spdlog::info("the keys file is again the one whose keys are in force");
  }
  reading_.Unlock();
}

void LiveKeys::Complain(const absl::Status& problem, absl::Time now) {
  const std::string complaint(problem.message());
  const bool known = complaint == complaint_ && now >= complained_at_ &&
                     now < complained_at_ + kBetweenComplaints;
  if (known) return;
  complaint_ = complaint;
  complained_at_ = now;
  spdlog::error("the API keys stay as they were: {}", complaint);
}

void LiveKeys::Take(const std::vector<config::ApiKey>& keys) {
  std::set<std::string> ids;
  for (const config::ApiKey& key : keys) ids.insert(key.id);
  if (!auth_.keys_file.empty()) {
    spdlog::info("{} API keys in force; new: {}; gone: {}", ids.size(),
                 Missing(ids, ids_), Missing(ids_, ids));
  }
  ids_ = std::move(ids);
  auto ring = std::make_shared<KeyRing>(keys, auth_.rate_limit);
  absl::MutexLock lock(&mutex_);
  ring_ = std::move(ring);
}

}  // namespace landfall::serve::access::internal
