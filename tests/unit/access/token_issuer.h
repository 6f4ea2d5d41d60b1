#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/config/server_options.h"

struct evp_pkey_st;

// What an issuer of tokens does, with RSA keys of its own, for tests.
namespace landfall::testing {

inline constexpr char kTenant[] = "11111111-2222-4333-8444-555555555555";
inline constexpr char kAudience[] = "api://landfall";
inline constexpr char kApp[] = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

// A JSON object by member name; values are JSON text.
class JsonMembers {
 public:
  JsonMembers(
      std::initializer_list<std::pair<const std::string, std::string>> members)
      : members_(members) {}
  JsonMembers With(const std::string& name, const std::string& json) const;
  JsonMembers Without(const std::string& name) const;
  std::string Text() const;

 private:
  std::map<std::string, std::string> members_;
};

// Claims of version 2.0 that are good from five minutes before `now` until an
// hour after.
JsonMembers GoodClaims(absl::Time now);

// The configuration that these claims are good for.
config::EntraAuth TestEntra();

// A key pair with a name. Immutable.
class TokenIssuer {
 public:
  explicit TokenIssuer(std::string key_id, int bits = 2048);
  ~TokenIssuer();
  TokenIssuer(const TokenIssuer&) = delete;
  TokenIssuer& operator=(const TokenIssuer&) = delete;

  // {"alg":"RS256","typ":"JWT","kid":…}
  JsonMembers Header() const;
  // A token with this header and these claims, signed with RSA and `digest`,
  // whatever the header says.
  std::string Sign(const JsonMembers& header, const JsonMembers& claims,
                   const char* digest = "SHA256") const;
  std::string Sign(const JsonMembers& claims) const {
    return Sign(Header(), claims);
  }
  // The public key as an entry of a JSON Web Key Set, and as PEM.
  JsonMembers Jwk() const;
  std::string Pem() const;

 private:
  const std::string key_id_;
  evp_pkey_st* const key_;
};

// {"keys":[…]}
std::string Jwks(const std::vector<JsonMembers>& keys);

std::string Base64Url(absl::string_view bytes);
std::string Quoted(absl::string_view text);

// "Bearer " before it.
std::string Bearer(const std::string& token);

// Time that a test moves. Thread-safe only while nobody moves it.
class ManualClock : public base::Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::FromUnixSeconds(1'780'992'000);  // 2026-06-09T08:00Z
};

}  // namespace landfall::testing
