#include "server/deliver/signature.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/base/hmac_sha256.h"

namespace landfall::deliver {
namespace {

constexpr size_t kSecretBytes = 32;

}  // namespace

std::string NewSecret() { return base::RandomBytes(kSecretBytes); }

std::string SecretText(absl::string_view secret) {
  return absl::StrCat("whsec_", absl::Base64Escape(secret));
}

std::string TimestampText(absl::Time at) {
  return absl::StrCat(absl::ToUnixSeconds(at));
}

std::string SignatureOf(absl::string_view secret, absl::string_view id,
                        absl::string_view timestamp, absl::string_view body) {
  return absl::StrCat(
      "v1,", absl::Base64Escape(base::HmacSha256(
                 secret, absl::StrCat(id, ".", timestamp, ".", body))));
}

}  // namespace landfall::deliver
