// Header values -> the one key or token they show.
// Entry point: ReadCredential.
#include "server/serve/access/internal/credential.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"

namespace landfall::serve::access::internal {
namespace {

// Above every header limit of the transports; keeps hashing cheap.
constexpr size_t kLongest = 16 << 10;

// "Bearer abc" -> "abc" when the scheme, in any case, is `scheme`.
std::optional<absl::string_view> AfterScheme(absl::string_view value,
                                             absl::string_view scheme) {
  if (value.size() <= scheme.size() || value[scheme.size()] != ' ' ||
      !absl::StartsWithIgnoreCase(value, scheme)) {
    return std::nullopt;
  }
  return absl::StripAsciiWhitespace(value.substr(scheme.size()));
}

std::optional<Credential> ReadBasic(absl::string_view encoded) {
  std::string decoded;
  if (!absl::Base64Unescape(encoded, &decoded)) return std::nullopt;
  // Ids hold no colon, so the first one ends the id.
  const size_t colon = decoded.find(':');
  if (colon == std::string::npos) return std::nullopt;
  return Credential{Credential::Scheme::kBasic, decoded.substr(0, colon),
                    decoded.substr(colon + 1)};
}

std::optional<Credential> ReadAuthorization(absl::string_view value) {
  if (const auto token = AfterScheme(value, "bearer")) {
    return Credential{Credential::Scheme::kBearer, "", std::string(*token)};
  }
  if (const auto encoded = AfterScheme(value, "basic")) {
    return ReadBasic(*encoded);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Credential> ReadCredential(const Credentials& credentials) {
  const absl::string_view authorization =
      absl::StripAsciiWhitespace(credentials.authorization);
  const absl::string_view api_key =
      absl::StripAsciiWhitespace(credentials.api_key);
  if (authorization.size() > kLongest || api_key.size() > kLongest) {
    return std::nullopt;
  }
  std::optional<Credential> found;
  if (authorization.empty()) {
    found = Credential{Credential::Scheme::kApiKey, "", std::string(api_key)};
  } else {
    found = ReadAuthorization(authorization);
    // Which of two would be meant is not ours to guess. The comparison is
    // between what one caller sent twice, so its time tells nobody anything.
    if (found.has_value() && !api_key.empty() && found->secret != api_key) {
      return std::nullopt;
    }
  }
  if (found.has_value() && found->secret.empty()) return std::nullopt;
  return found;
}

bool LooksLikeToken(absl::string_view secret) {
  return std::count(secret.begin(), secret.end(), '.') == 2;
}

}  // namespace landfall::serve::access::internal
