// A bearer token -> the application it was made for, and its role here.
// Entry point: EntraTokens::Verify.
#include "server/serve/access/internal/entra_tokens.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/serve/access/internal/key_ring.h"
#include "server/serve/access/internal/refusals.h"
#include "spdlog/spdlog.h"

namespace landfall::serve::access::internal {
namespace {

// How far the issuer's clock and ours may be apart.
constexpr absl::Duration kSkew = absl::Seconds(60);

// A signature takes some ten microseconds to check, so this many wrong ones
// take next to nothing of a processor. Fewer would let anybody who knows tenant
// and audience keep new tokens out with a few calls.
constexpr double kForgeriesPerSecond = 100;
constexpr double kMostForgeries = 200;

bool Contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// Callers all hear the same; whoever sets this up finds the cause in the log.
absl::Status Refuse(absl::string_view why) {
  spdlog::debug("token refused: {}", std::string(why));
  return NoGoodCredentials();
}

}  // namespace

EntraTokens::EntraTokens(const config::EntraAuth& entra,
                         const config::RateLimit& usual,
                         std::unique_ptr<JwksSource> source, absl::Time now)
    : entra_(entra),
      usual_(usual),
      keys_(std::move(source), {entra.tenant, entra.issuers}),
      forgeries_(kForgeriesPerSecond, kMostForgeries) {
  keys_.FetchNow(now);
}

absl::StatusOr<CallerRef> EntraTokens::Verify(absl::string_view token,
                                              absl::Time now) {
  const std::string digest = Sha256(token);
  if (auto known = cache_.Find(digest, now, keys_.generation())) {
    return *known == nullptr ? NoRole() : absl::StatusOr<CallerRef>(*known);
  }
  const std::optional<Jwt> jwt = ReadJwt(token);
  if (!jwt.has_value()) return Refuse("it is no RS256 access token");
  // Before the key: tokens that are not for us cause no fetch.
  const absl::string_view problem = ProblemOf(jwt->claims, now);
  if (!problem.empty()) return Refuse(problem);
  const SigningKeys::Found found = keys_.Find(jwt->key_id, now);
  if (found.wait > absl::ZeroDuration()) return KeysComing(found.wait);
  if (found.key == nullptr) return Refuse("the issuer has no such key");
  const absl::Duration wait = forgeries_.Wait(now);
  if (wait > absl::ZeroDuration()) return TooManyForgeries(wait);
  if (!found.key->Verify(jwt->signed_text, jwt->signature)) {
    forgeries_.Count(now);
    return Refuse("the signature is wrong");
  }
  CallerRef caller = CallerOf(jwt->claims);
  if (caller == nullptr && TrustsAppOnly(jwt->claims)) {
    return Refuse(
        "auth.entra.apps names its application, but idtyp is not app");
  }
  cache_.Put(digest, {caller, jwt->claims.expires + kSkew, found.generation});
  return caller == nullptr ? NoRole() : absl::StatusOr<CallerRef>(caller);
}

absl::string_view EntraTokens::ProblemOf(const Claims& claims,
                                         absl::Time now) const {
  if (!Contains(entra_.issuers, claims.issuer)) {
    return "iss is not an issuer of auth.entra";
  }
  if (claims.tenant != entra_.tenant) return "tid is not auth.entra.tenant";
  if (!Contains(entra_.audiences, claims.audience)) {
    return "aud is not in auth.entra.audience";
  }
  if (now > claims.expires + kSkew) return "it has expired";
  if (now < claims.not_before - kSkew) return "it is not valid yet";
  return "";
}

CallerRef EntraTokens::CallerOf(const Claims& claims) const {
  std::optional<config::Role> role;
  for (const std::string& name : claims.roles) {
    const auto it = entra_.roles.find(name);
    if (it == entra_.roles.end()) continue;
    role = role.has_value() ? std::max(*role, it->second) : it->second;
  }
  // Any user of the application gets tokens with its id, too: only idtyp tells
  // those that it got for itself.
  const auto app = entra_.apps.find(claims.app);
  if (app != entra_.apps.end() && claims.kind == "app") {
    role = role.has_value() ? std::max(*role, app->second) : app->second;
  }
  if (!role.has_value()) return nullptr;
  return std::make_shared<Caller>(
      Caller{absl::StrCat("entra:", claims.app), *role, usual_});
}

bool EntraTokens::TrustsAppOnly(const Claims& claims) const {
  return entra_.apps.count(claims.app) > 0 && claims.kind != "app";
}

}  // namespace landfall::serve::access::internal
