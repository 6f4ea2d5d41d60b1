#include "server/serve/api/api_keys.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::api {
namespace {

std::string Digest(absl::string_view key) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace

ApiKeys::ApiKeys(const config::AuthOptions& auth) : enabled_(auth.enabled()) {
  for (const config::ApiKey& key : auth.api_keys) {
    entries_.push_back({absl::HexStringToBytes(key.sha256), key.role});
  }
}

absl::Status ApiKeys::Authorize(absl::string_view key,
                                config::Role role) const {
  if (!enabled_) return absl::OkStatus();
  const std::string digest = Digest(key);
  const Entry* found = nullptr;
  // All entries are visited and compared in constant time, so that the time
  // tells nothing about the keys.
  for (const Entry& entry : entries_) {
    const bool equal =
        entry.digest.size() == digest.size() &&
        CRYPTO_memcmp(entry.digest.data(), digest.data(), digest.size()) == 0;
    if (equal) found = &entry;
  }
  if (found == nullptr) {
    return MakeError(absl::StatusCode::kUnauthenticated,
                     Reason::INVALID_CREDENTIALS, "",
                     "a valid API key is required");
  }
  if (found->role >= role) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied,
                   Reason::ROLE_NOT_ALLOWED, "",
                   absl::StrCat("this needs the role ", RoleName(role),
                                "; the key has ", RoleName(found->role)));
}

absl::string_view RoleName(config::Role role) {
  switch (role) {
    case config::Role::kReader:
      return "reader";
    case config::Role::kIngester:
      return "ingester";
    case config::Role::kAdmin:
      return "admin";
  }
  return "";
}

}  // namespace landfall::serve::api
