// Tokens, claims and key sets of any bytes: no crash, and what is taken keeps
// its promises.
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/serve/access/internal/credential.h"
#include "server/serve/access/internal/jwks.h"
#include "server/serve/access/internal/jwt.h"

namespace {

using landfall::serve::access::internal::Jwt;
using landfall::serve::access::internal::PublicKey;

const PublicKey& SomeKey() {
  static const auto* const key = new std::shared_ptr<const PublicKey>(
      PublicKey::Make(std::string(256, '\xA5'), std::string("\1\0\1", 3)));
  return **key;
}

void TryToken(absl::string_view token) {
  const auto jwt = landfall::serve::access::internal::ReadJwt(token);
  if (!jwt.has_value()) return;
  LF_CHECK(absl::StartsWith(token, absl::StrCat(jwt->signed_text, ".")));
  LF_CHECK(!jwt->key_id.empty() && !absl::StrContains(jwt->key_id, "/"));
  LF_CHECK(!jwt->claims.issuer.empty() && !jwt->claims.audience.empty());
  LF_CHECK(!jwt->claims.tenant.empty() && !jwt->claims.app.empty());
  LF_CHECK(jwt->claims.expires < absl::InfiniteFuture());
  // Nobody has the other half of this key.
  LF_CHECK(!SomeKey().Verify(jwt->signed_text, jwt->signature));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  TryToken(text);
  // A whole token is hard to hit by chance: this makes the bytes its claims.
  const std::string header =
      absl::WebSafeBase64Escape("{\"alg\":\"RS256\",\"kid\":\"k\"}");
  TryToken(absl::StrCat(header, ".", absl::WebSafeBase64Escape(text), ".AAAA"));
  const auto keys = landfall::serve::access::internal::ReadJwks(
      text, {"t", {"https://issuer.example/t"}});
  LF_CHECK(!keys.ok() || !keys->empty());
  const auto credential =
      landfall::serve::access::internal::ReadCredential({text, ""});
  LF_CHECK(!credential.has_value() || !credential->secret.empty());
  return 0;
}
