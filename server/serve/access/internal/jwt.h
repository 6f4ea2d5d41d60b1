#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace landfall::serve::access::internal {

// What a token says of itself. True only once its signature is checked.
struct Claims {
  std::string issuer;              // iss
  std::string audience;            // aud
  std::string tenant;              // tid
  std::string app;                 // appid (1.0) or azp (2.0), lower case
  std::string kind;                // idtyp; "app" where no person is involved
  std::vector<std::string> roles;  // roles
  absl::Time expires;              // exp
  absl::Time not_before;           // nbf; InfinitePast when absent
};

// A token taken apart. Value type.
struct Jwt {
  std::string key_id;
  Claims claims;
  std::string signed_text;  // header and claims as they were signed
  std::string signature;
};

// Takes apart a JSON Web Token in compact form. nullopt unless it is one of at
// most 12 KiB, signed with RS256 by a key it names, without anything in its
// header that would change how it is to be read, and with iss, aud, tid, exp
// and one application. Checks no signature and no value. Pure.
std::optional<Jwt> ReadJwt(absl::string_view token) noexcept;

}  // namespace landfall::serve::access::internal
