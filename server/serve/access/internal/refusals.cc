#include "server/serve/access/internal/refusals.h"

#include "absl/strings/str_cat.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::access::internal {

using api::MakeError;
using api::Reason;
using api::WithRetryAfter;

namespace {

absl::Status TooMany(absl::string_view what, absl::Duration wait) {
  const absl::Duration whole = absl::Ceil(wait, absl::Seconds(1));
  return WithRetryAfter(
      MakeError(absl::StatusCode::kResourceExhausted, Reason::RATE_LIMITED, "",
                absl::StrCat(what, "; try again in ",
                             absl::ToInt64Seconds(whole), " s")),
      whole);
}

}  // namespace

absl::Status NoGoodCredentials() {
  return MakeError(absl::StatusCode::kUnauthenticated,
                   Reason::INVALID_CREDENTIALS, "",
                   "a valid API key or token is required");
}

absl::Status NoRole() {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   Reason::ROLE_NOT_ALLOWED, "",
                   "the token is valid, but it holds no app role and comes "
                   "from no application that has a role here");
}

absl::Status RoleTooLow(const Caller& caller, config::Role least) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   Reason::ROLE_NOT_ALLOWED, "",
                   absl::StrCat("this needs the role ", RoleName(least),
                                "; the caller has ", RoleName(caller.role)));
}

absl::Status KeysComing(absl::Duration wait) {
  const absl::Duration whole = absl::Ceil(wait, absl::Seconds(1));
  return WithRetryAfter(
      MakeError(absl::StatusCode::kUnavailable, Reason::OVERLOADED, "",
                absl::StrCat("the token names a signing key that is not known "
                             "yet; the issuer's keys are fetched again, try "
                             "again in ",
                             absl::ToInt64Seconds(whole), " s")),
      whole);
}

absl::Status TooManyFailures(absl::Duration wait) {
  return TooMany(
      "a valid API key or token is required, and too many calls "
      "came without one",
      wait);
}

absl::Status TooManyForgeries(absl::Duration wait) {
  return TooMany("too many tokens with a wrong signature were sent", wait);
}

absl::Status TooManyCalls(const Caller& caller, absl::Duration wait) {
  return TooMany(absl::StrCat("more than ", caller.rate_limit.per_second,
                              " calls a second with this key"),
                 wait);
}

}  // namespace landfall::serve::access::internal
