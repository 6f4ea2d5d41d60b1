#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace landfall::base {

// A 128-bit hash that stands for a key or a record reference. Wide enough that
// two different values do not meet by chance in any real data set.
struct Hash128 {
  uint64_t high = 0;
  uint64_t low = 0;

  friend bool operator==(const Hash128& a, const Hash128& b) {
    return a.high == b.high && a.low == b.low;
  }
  friend bool operator!=(const Hash128& a, const Hash128& b) {
    return !(a == b);
  }
  friend bool operator<(const Hash128& a, const Hash128& b) {
    return a.high != b.high ? a.high < b.high : a.low < b.low;
  }
  template <typename H>
  friend H AbslHashValue(H state, const Hash128& hash) {
    return H::combine(std::move(state), hash.low);  // already uniform
  }
};

// 32 lower-case hex digits. Pure.
std::string ToHex(const Hash128& hash);

// Hashes lists of strings with a secret of the store, so that nobody who can
// choose key values (a shop customer can) can prepare a collision.
// Immutable, thread-safe.
class Hasher {
 public:
  // Bytes of a secret: what XXH3 asks for.
  static constexpr size_t kSecretSize = 192;

  // REQUIRES: secret.size() == kSecretSize.
  explicit Hasher(std::string secret) : secret_(std::move(secret)) {}

  // The hash of the parts; the split matters: {"ab","c"} differs from
  // {"a","bc"}.
  Hash128 Hash(absl::Span<const absl::string_view> parts) const;

  // A fresh random secret from the operating system.
  static std::string NewSecret();

 private:
  std::string secret_;
};

}  // namespace landfall::base
