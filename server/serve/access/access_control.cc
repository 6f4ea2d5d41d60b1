// What a request shows -> who it is, what it may, and how often.
// Entry points: AccessControl::Authenticate and AccessControl::Admit.
#include "server/serve/access/access_control.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/config/keys_file.h"
#include "server/serve/access/internal/credential.h"
#include "server/serve/access/internal/entra_tokens.h"
#include "server/serve/access/internal/failure_limit.h"
#include "server/serve/access/internal/live_keys.h"
#include "server/serve/access/internal/rate_limiter.h"
#include "server/serve/access/internal/refusals.h"

namespace landfall::serve::access {

using internal::Credential;
using internal::NoGoodCredentials;

namespace {

// Nobody guesses 256 bits, so this only keeps a flood from filling logs and
// processors; a suite of tests that tries wrong keys everywhere stays below. It
// is looked at after the credentials turned out wrong, so that it locks out
// nobody.
constexpr double kMostFailures = 1000;
constexpr double kFailuresPerSecond = 20;

}  // namespace

class AccessControl::Impl {
 public:
  Impl(const config::AuthOptions& auth, const base::Clock& clock,
       std::unique_ptr<internal::LiveKeys> keys,
       std::unique_ptr<internal::EntraTokens> tokens)
      : enabled_(auth.enabled()),
        clock_(clock),
        anybody_(std::make_shared<Caller>(Caller{"", config::Role::kAdmin})),
        keys_(std::move(keys)),
        tokens_(std::move(tokens)) {}

  absl::StatusOr<CallerRef> Authenticate(const Credentials& credentials) {
    if (!enabled_) return anybody_;
    // Nobody tried anything, and the page asks for a key when it hears that.
    if (credentials.authorization.empty() && credentials.api_key.empty()) {
      return NoGoodCredentials();
    }
    const absl::Time now = clock_.Now();
    absl::StatusOr<CallerRef> caller = Find(credentials, now);
    // A token that names an unknown key is no better until the key has come.
    if (absl::IsUnauthenticated(caller.status()) ||
        absl::IsUnavailable(caller.status())) {
      const absl::Duration wait = failures_.Count(now);
      if (wait > absl::ZeroDuration()) return internal::TooManyFailures(wait);
    }
    return caller;
  }

  absl::Status Admit(const Caller& caller, config::Role least) {
    const absl::Duration wait =
        rates_.Take(caller.id, caller.rate_limit, clock_.Now());
    if (wait > absl::ZeroDuration()) {
      return internal::TooManyCalls(caller, wait);
    }
    if (caller.role >= least) return absl::OkStatus();
    return internal::RoleTooLow(caller, least);
  }

  std::optional<bool> keys_file_in_force() const {
    return keys_->file_in_force();
  }

  bool enabled() const { return enabled_; }

 private:
  absl::StatusOr<CallerRef> Find(const Credentials& credentials,
                                 absl::Time now) {
    const auto credential = internal::ReadCredential(credentials);
    if (!credential.has_value()) return NoGoodCredentials();
    if (tokens_ != nullptr && IsToken(*credential)) {
      return tokens_->Verify(credential->secret, now);
    }
    CallerRef caller = keys_->At(now)->Find(credential->secret);
    if (caller == nullptr) return NoGoodCredentials();
    const bool another = credential->scheme == Credential::Scheme::kBasic &&
                         credential->id != caller->id;
    if (another) return NoGoodCredentials();
    return caller;
  }

  static bool IsToken(const Credential& credential) {
    return credential.scheme == Credential::Scheme::kBearer &&
           internal::LooksLikeToken(credential.secret);
  }

  // Constant after construction.
  const bool enabled_;
  const base::Clock& clock_;
  const CallerRef anybody_;

  // Synchronized themselves.
  const std::unique_ptr<internal::LiveKeys> keys_;
  const std::unique_ptr<internal::EntraTokens> tokens_;  // nullptr: none
  internal::RateLimiter rates_;
  internal::FailureLimit failures_{kFailuresPerSecond, kMostFailures};
};

absl::string_view RoleName(config::Role role) { return config::RoleText(role); }

absl::Status RepeatedCredential() { return NoGoodCredentials(); }

absl::StatusOr<std::unique_ptr<AccessControl>> AccessControl::Create(
    const config::AuthOptions& auth, const base::Clock& clock,
    std::unique_ptr<JwksSource> jwks) {
  const absl::Time now = clock.Now();
  LF_ASSIGN_OR_RETURN(std::unique_ptr<internal::LiveKeys> keys,
                      internal::LiveKeys::Create(auth, now));
  std::unique_ptr<internal::EntraTokens> tokens;
  if (auth.entra.has_value()) {
    if (jwks == nullptr) jwks = MakeHttpJwksSource(auth.entra->jwks_url);
    tokens = std::make_unique<internal::EntraTokens>(
        *auth.entra, auth.rate_limit, std::move(jwks), now);
  }
  return std::unique_ptr<AccessControl>(new AccessControl(
      std::make_unique<Impl>(auth, clock, std::move(keys), std::move(tokens))));
}

AccessControl::AccessControl(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
AccessControl::~AccessControl() = default;

absl::StatusOr<CallerRef> AccessControl::Authenticate(
    const Credentials& credentials) {
  return impl_->Authenticate(credentials);
}

absl::Status AccessControl::Admit(const Caller& caller, config::Role least) {
  return impl_->Admit(caller, least);
}

std::optional<bool> AccessControl::keys_file_in_force() const {
  return impl_->keys_file_in_force();
}

bool AccessControl::enabled() const { return impl_->enabled(); }

}  // namespace landfall::serve::access
