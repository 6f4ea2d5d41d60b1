#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "server/model/settings.h"

namespace landfall::config {

struct Listener {
  std::string address;          // "127.0.0.1:7450"; port 0 picks a free one
  std::string tls_certificate;  // PEM files; empty: no TLS
  std::string tls_key;
  std::string tls_client_ca;  // set: clients must show a certificate
};

// A value that must not reach a log or a message. Has no stream operator, so
// that showing it takes a deliberate call.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& Reveal() const { return value_; }

 private:
  std::string value_;
};

// How the connector of a source with a url reaches it.
struct SourceConnection {
  std::string source;                  // id of model::Source
  std::string url;                     // https, or http on loopback
  std::map<std::string, Secret> auth;  // by key of the file, secrets resolved
  std::optional<absl::Duration> sync_every;  // nullopt: only on demand
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

// The whole configuration file after validation.
struct ServerOptions {
  Listener grpc{"127.0.0.1:7450", "", "", ""};
  Listener http{"127.0.0.1:7451", "", "", ""};
  std::string store_path = "./landfall-data";  // absolute after loading
  std::string postgres;                        // set: scale-out store
  std::string public_url;
  std::string log_level = "info";
  AuthOptions auth;
  std::vector<SourceConnection> connections;  // sources with a url
  model::Settings settings;
};

}  // namespace landfall::config
