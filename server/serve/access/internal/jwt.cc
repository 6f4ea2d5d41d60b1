// A compact JSON Web Token -> its key id, claims, signed text and signature.
// Entry point: ReadJwt.
#include "server/serve/access/internal/jwt.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "server/serve/access/internal/json_object.h"

namespace landfall::serve::access::internal {
namespace {

constexpr size_t kLongestToken = 12 << 10;
constexpr size_t kLongestKeyId = 128;
constexpr size_t kLongestApp = 64;
constexpr int64_t kLastSecond = 253402300799;  // of the year 9999

bool IsPlain(absl::string_view text, size_t longest) {
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_';
         });
}

// The id of the signing key, or nullopt when the header is not one of ours.
std::optional<std::string> ReadHeader(const JsonObject& header) {
  // One algorithm, decided here and not by the token.
  if (header.Text("alg") != "RS256") return std::nullopt;
  const std::string type = header.Text("typ").value_or("JWT");
  if (!absl::EqualsIgnoreCase(type, "JWT") &&
      !absl::EqualsIgnoreCase(type, "at+jwt")) {
    return std::nullopt;
  }
  // Keys that a token brings or points to prove nothing, and `crit` asks for
  // rules that we do not know.
  for (const char* name : {"jku", "x5u", "jwk", "x5c", "crit", "zip", "b64"}) {
    if (header.Has(name)) return std::nullopt;
  }
  std::optional<std::string> key_id = header.Text("kid");
  if (!key_id.has_value() || !IsPlain(*key_id, kLongestKeyId)) {
    return std::nullopt;
  }
  return key_id;
}

std::optional<absl::Time> ReadTime(const JsonObject& claims,
                                   absl::string_view name) {
  const std::optional<int64_t> seconds = claims.Integer(name);
  if (!seconds.has_value() || *seconds < 0 || *seconds > kLastSecond) {
    return std::nullopt;
  }
  return absl::FromUnixSeconds(*seconds);
}

// Which application the token was made for; "" when it does not say, or says
// two.
std::string ReadApp(const JsonObject& object) {
  const bool old = object.Has("appid");
  if (old && object.Has("azp")) return "";
  const std::string app = object.Text(old ? "appid" : "azp").value_or("");
  // It becomes the caller's id and goes to logs.
  return IsPlain(app, kLongestApp) ? absl::AsciiStrToLower(app) : "";
}

std::optional<Claims> ReadClaims(const JsonObject& object) {
  Claims claims;
  claims.issuer = object.Text("iss").value_or("");
  claims.audience = object.Text("aud").value_or("");
  claims.tenant = absl::AsciiStrToLower(object.Text("tid").value_or(""));
  claims.app = ReadApp(object);
  claims.kind = object.Text("idtyp").value_or("");
  claims.roles = object.Texts("roles").value_or(std::vector<std::string>());
  const std::optional<absl::Time> expires = ReadTime(object, "exp");
  if (claims.issuer.empty() || claims.audience.empty() ||
      claims.tenant.empty() || claims.app.empty() || !expires.has_value()) {
    return std::nullopt;
  }
  claims.expires = *expires;
  claims.not_before = absl::InfinitePast();
  if (object.Has("nbf")) {
    const std::optional<absl::Time> not_before = ReadTime(object, "nbf");
    if (!not_before.has_value()) return std::nullopt;
    claims.not_before = *not_before;
  }
  return claims;
}

}  // namespace

std::optional<Jwt> ReadJwt(absl::string_view token) noexcept {
  if (token.size() > kLongestToken) return std::nullopt;
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3) return std::nullopt;
  const auto header = DecodeBase64Url(parts[0]);
  const auto claims = DecodeBase64Url(parts[1]);
  const auto signature = DecodeBase64Url(parts[2]);
  if (!header.has_value() || !claims.has_value() || !signature.has_value() ||
      signature->empty()) {
    return std::nullopt;
  }
  JsonReader reader;
  const std::optional<JsonObject> header_object = reader.Read(*header);
  if (!header_object.has_value()) return std::nullopt;
  const std::optional<std::string> key_id = ReadHeader(*header_object);
  if (!key_id.has_value()) return std::nullopt;
  const std::optional<JsonObject> claims_object = reader.Read(*claims);
  if (!claims_object.has_value()) return std::nullopt;
  std::optional<Claims> read = ReadClaims(*claims_object);
  if (!read.has_value()) return std::nullopt;
  const size_t signed_bytes = parts[0].size() + 1 + parts[1].size();
  return Jwt{*key_id, *std::move(read),
             std::string(token.substr(0, signed_bytes)), *signature};
}

}  // namespace landfall::serve::access::internal
