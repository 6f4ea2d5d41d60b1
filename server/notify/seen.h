#pragma once

#include <cstddef>
#include <deque>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "server/base/hmac_sha256.h"

namespace landfall::notify {

// The digest of a text under a key that nobody knows, so that nobody can make
// two texts meet. Pure.
inline absl::uint128 DigestOf(absl::string_view key, absl::string_view text) {
  const std::string bytes = base::HmacSha256(key, text);
  absl::uint128 digest = 0;
  for (size_t i = 0; i < sizeof(digest); ++i) {
    digest = digest << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return digest;
}

// Remembers the last so many of what came, by digest: some 50 bytes each. Not
// thread-safe.
class Seen {
 public:
  explicit Seen(size_t most) : most_(most) {}

  // False when it is remembered already; remembers it.
  bool Add(absl::uint128 digest) {
    if (!known_.insert(digest).second) return false;
    order_.push_back(digest);
    if (order_.size() > most_) {
      known_.erase(order_.front());
      order_.pop_front();
    }
    return true;
  }

 private:
  const size_t most_;
  absl::flat_hash_set<absl::uint128> known_;
  std::deque<absl::uint128> order_;  // oldest first
};

}  // namespace landfall::notify
