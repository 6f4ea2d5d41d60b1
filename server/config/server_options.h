#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/config/source_connection.h"
#include "server/model/settings.h"

namespace landfall::config {

struct Listener {
  std::string address;          // "127.0.0.1:7450"; port 0 picks a free one
  std::string tls_certificate;  // PEM files; empty: no TLS
  std::string tls_key;
  std::string tls_client_ca;  // set: clients must show a certificate
};

enum class Role { kReader, kIngester, kAdmin };

// How often somebody may call: a bucket of `burst` calls that is filled with
// `per_second`.
struct RateLimit {
  int per_second = 0;  // 0: no limit
  int burst = 0;
};

struct ApiKey {
  std::string id;
  Role role = Role::kReader;
  std::string sha256;  // of the key; 64 hex digits in lower case
  std::optional<RateLimit> rate_limit{};  // nullopt: AuthOptions::rate_limit
  std::optional<absl::Time> created{};    // for people; decides nothing
};

// Microsoft Entra ID as the issuer of bearer tokens.
struct EntraAuth {
  std::string tenant;                  // GUID in lower case
  std::vector<std::string> audiences;  // one of them must be the token's
  std::vector<std::string> issuers;    // one of them must be the token's
  std::string jwks_url;                // https, or http on loopback
  // App role of the token -> role here.
  std::map<std::string, Role> roles;
  // Application id (GUID in lower case) -> role here, for tokens that an
  // application got for itself.
  std::map<std::string, Role> apps{};
};

struct AuthOptions {
  std::vector<ApiKey> api_keys;
  std::string keys_file{};  // absolute; set: more keys, read again on change
  std::optional<EntraAuth> entra;
  RateLimit rate_limit{};  // for callers without one of their own

  // False: only loopback may be served, and without asking who it is.
  bool enabled() const {
    return !api_keys.empty() || !keys_file.empty() || entra.has_value();
  }
};

// Where deliveries may go.
struct WebhookOptions {
  // Host names; one that begins with a dot stands for all that end so.
  std::vector<std::string> allow{".logic.azure.com",
                                 ".environment.api.powerplatform.com"};
  bool allow_private = false;  // also to loopback and private addresses
};

// The whole configuration file after validation.
struct ServerOptions {
  Listener grpc{"127.0.0.1:7450", "", "", ""};
  Listener http{"127.0.0.1:7451", "", "", ""};
  std::string store_path = "./landfall-data";  // absolute after loading
  std::string postgres;                        // set: scale-out store
  std::string public_url;
  std::string log_level = "info";
  bool recall = true;  // whether anything is remembered to be fast
  AuthOptions auth;
  std::vector<SourceConnection> connections;
  RateFeed rate_feed;  // of settings.rate_feed
  absl::Duration keep_events = absl::Hours(30 * 24);
  WebhookOptions webhooks;
  model::Settings settings;
  // What is no error but will surprise somebody, one line each with its place.
  std::vector<std::string> warnings;
};

}  // namespace landfall::config
