#pragma once

#include <optional>
#include <string>

#include "server/serve/access/access_control.h"

namespace landfall::serve::access::internal {

// The one key or token that a request shows. Value type.
struct Credential {
  enum class Scheme { kBearer, kBasic, kApiKey };
  Scheme scheme = Scheme::kApiKey;
  std::string id;      // kBasic: the id that the key has to belong to
  std::string secret;  // never empty
};

// nullopt when nothing is shown, when it has no form that we know, and when two
// different things are shown at once. Pure.
std::optional<Credential> ReadCredential(const Credentials& credentials);

// Whether `secret` is made of three parts with dots between, as tokens are.
bool LooksLikeToken(absl::string_view secret);

}  // namespace landfall::serve::access::internal
