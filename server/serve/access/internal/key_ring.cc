// A key as shown -> whose it is, by its hash.
// Entry point: KeyRing::Find.
#include "server/serve/access/internal/key_ring.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "server/base/check.h"

namespace landfall::serve::access::internal {

std::string Sha256(absl::string_view text) {
  // SHA256() would look the algorithm up again for every call, which takes
  // longer than the hash.
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  const bool done = EVP_Digest(text.data(), text.size(),
                               reinterpret_cast<unsigned char*>(digest.data()),
                               nullptr, kSha256, nullptr) == 1;
  LF_CHECK(done);  // a digest of zeros must never be compared with a key's
  return digest;
}

KeyRing::KeyRing(const std::vector<config::ApiKey>& keys,
                 const config::RateLimit& usual) {
  for (const config::ApiKey& key : keys) {
    entries_.push_back(
        {absl::HexStringToBytes(key.sha256),
         std::make_shared<Caller>(
             Caller{key.id, key.role, key.rate_limit.value_or(usual)})});
  }
}

CallerRef KeyRing::Find(absl::string_view key) const {
  const std::string digest = Sha256(key);
  const Entry* found = nullptr;
  // Every entry is visited and compared in constant time, so that the time
  // tells nothing about the keys.
  for (const Entry& entry : entries_) {
    const bool equal =
        entry.digest.size() == digest.size() &&
        CRYPTO_memcmp(entry.digest.data(), digest.data(), digest.size()) == 0;
    found = equal ? &entry : found;
  }
  return found == nullptr ? nullptr : found->caller;
}

}  // namespace landfall::serve::access::internal
