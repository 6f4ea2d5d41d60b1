#include "server/base/hash128.h"

#include <openssl/rand.h>
#include <xxhash.h>

#include <cstring>

#include "absl/strings/str_cat.h"
#include "server/base/check.h"

namespace landfall::base {

std::string ToHex(const Hash128& hash) {
  return absl::StrCat(absl::Hex(hash.high, absl::kZeroPad16),
                      absl::Hex(hash.low, absl::kZeroPad16));
}

Hash128 Hasher::Hash(absl::Span<const absl::string_view> parts) const {
  // Every part is preceded by its length, which keeps the split significant.
  char stack[512];
  size_t size = 0;
  for (absl::string_view part : parts) size += sizeof(uint32_t) + part.size();
  std::string heap;
  char* buffer = stack;
  if (size > sizeof(stack)) {
    heap.resize(size);
    buffer = heap.data();
  }
  char* end = buffer;
  for (absl::string_view part : parts) {
    const uint32_t length = static_cast<uint32_t>(part.size());
    end = static_cast<char*>(memcpy(end, &length, sizeof(length))) +
          sizeof(length);
    if (!part.empty()) memcpy(end, part.data(), part.size());
    end += part.size();
  }
  const XXH128_hash_t hash =
      XXH3_128bits_withSecret(buffer, size, secret_.data(), secret_.size());
  return Hash128{hash.high64, hash.low64};
}

std::string Hasher::NewSecret() {
  std::string secret(kSecretSize, '\0');
  LF_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(secret.data()),
                      static_cast<int>(secret.size())) == 1);
  return secret;
}

}  // namespace landfall::base
