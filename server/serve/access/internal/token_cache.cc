// Digests of tokens -> who showed them before.
// Entry points: TokenCache::Find and TokenCache::Put.
#include "server/serve/access/internal/token_cache.h"

#include <utility>

namespace landfall::serve::access::internal {

std::optional<CallerRef> TokenCache::Find(const std::string& digest,
                                          absl::Time now, uint64_t generation) {
  absl::MutexLock lock(&mutex_);
  const auto it = held_.find(digest);
  if (it == held_.end()) return std::nullopt;
  const Entry& entry = it->second->entry;
  if (now > entry.until || entry.generation != generation) {
    by_use_.erase(it->second);
    held_.erase(it);
    return std::nullopt;
  }
  by_use_.splice(by_use_.begin(), by_use_, it->second);
  return entry.caller;
}

void TokenCache::Put(const std::string& digest, Entry entry) {
  absl::MutexLock lock(&mutex_);
  const auto it = held_.find(digest);
  if (it != held_.end()) {
    it->second->entry = std::move(entry);
    return;
  }
  if (held_.size() >= most_) {
    held_.erase(by_use_.back().digest);
    by_use_.pop_back();
  }
  by_use_.push_front({digest, std::move(entry)});
  held_[digest] = by_use_.begin();
}

size_t TokenCache::size() const {
  absl::MutexLock lock(&mutex_);
  return held_.size();
}

}  // namespace landfall::serve::access::internal
