// What a request shows -> who it is, what it may, and how often.
// Entry points: AccessControl::Authenticate and AccessControl::Admit.
#include "server/serve/access/access_control.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/config/keys_file.h"
#include "server/serve/access/internal/credential.h"
#include "server/serve/access/internal/live_keys.h"
#include "server/serve/access/internal/rate_limiter.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::access {
namespace {

using api::MakeError;
using api::Reason;
using internal::Credential;

absl::Status NoGood() {
  return MakeError(absl::StatusCode::kUnauthenticated,
                   Reason::INVALID_CREDENTIALS, "",
                   "a valid API key or token is required");
}

}  // namespace

class AccessControl::Impl {
 public:
  Impl(const config::AuthOptions& auth, const base::Clock& clock,
       std::unique_ptr<internal::LiveKeys> keys)
      : enabled_(auth.enabled()),
        clock_(clock),
        anybody_(std::make_shared<Caller>(Caller{"", config::Role::kAdmin})),
        keys_(std::move(keys)) {}

  absl::StatusOr<CallerRef> Authenticate(const Credentials& credentials) {
    if (!enabled_) return anybody_;
    const auto credential = internal::ReadCredential(credentials);
    if (!credential.has_value()) return NoGood();
    CallerRef caller = keys_->At(clock_.Now())->Find(credential->secret);
    if (caller == nullptr) return NoGood();
    const bool another = credential->scheme == Credential::Scheme::kBasic &&
                         credential->id != caller->id;
    if (another) return NoGood();
    return caller;
  }

  absl::Status Admit(const Caller& caller, config::Role least) {
    const absl::Duration wait =
        rates_.Take(caller.id, caller.rate_limit, clock_.Now());
    if (wait > absl::ZeroDuration()) return TooMany(caller, wait);
    if (caller.role >= least) return absl::OkStatus();
    return MakeError(absl::StatusCode::kPermissionDenied,
                     Reason::ROLE_NOT_ALLOWED, "",
                     absl::StrCat("this needs the role ", RoleName(least),
                                  "; the key has ", RoleName(caller.role)));
  }

  bool enabled() const { return enabled_; }

 private:
  static absl::Status TooMany(const Caller& caller, absl::Duration wait) {
    const absl::Status error = api::WithRetryAfter(
        MakeError(absl::StatusCode::kResourceExhausted, Reason::RATE_LIMITED,
                  "",
                  absl::StrCat("more than ", caller.rate_limit.per_second,
                               " calls a second with this key")),
        wait);
    return error;
  }

  // Constant after construction.
  const bool enabled_;
  const base::Clock& clock_;
  const CallerRef anybody_;

  // Synchronized themselves.
  const std::unique_ptr<internal::LiveKeys> keys_;
  internal::RateLimiter rates_;
};

absl::string_view RoleName(config::Role role) { return config::RoleText(role); }

absl::Status RepeatedCredential() { return NoGood(); }

absl::StatusOr<std::unique_ptr<AccessControl>> AccessControl::Create(
    const config::AuthOptions& auth, const base::Clock& clock,
    std::unique_ptr<JwksSource> /*jwks*/) {
  if (auth.entra.has_value()) {
    return absl::UnimplementedError("auth.entra is not there yet");
  }
  LF_ASSIGN_OR_RETURN(std::unique_ptr<internal::LiveKeys> keys,
                      internal::LiveKeys::Create(auth, clock.Now()));
  return std::unique_ptr<AccessControl>(
      new AccessControl(std::make_unique<Impl>(auth, clock, std::move(keys))));
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

bool AccessControl::enabled() const { return impl_->enabled(); }

}  // namespace landfall::serve::access
