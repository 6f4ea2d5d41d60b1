#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/serve/access/access_control.h"

// What refused callers are told; every text in one place.

namespace landfall::serve::access::internal {

// UNAUTHENTICATED. The same whatever is wrong, so that nobody learns how close
// a guess came.
absl::Status NoGoodCredentials();

// PERMISSION_DENIED: a good token, but nothing here is mapped to it.
absl::Status NoRole();
// PERMISSION_DENIED: the role is not enough.
absl::Status RoleTooLow(const Caller& caller, config::Role least);

// UNAVAILABLE: the key of the token's signature may come with the next fetch,
// which is over after `wait`.
absl::Status KeysComing(absl::Duration wait);

// RESOURCE_EXHAUSTED: wrong credentials, after too many recently. `wait` is how
// long it takes until the next wrong ones are only UNAUTHENTICATED.
absl::Status TooManyFailures(absl::Duration wait);

// RESOURCE_EXHAUSTED: too many tokens had a wrong signature recently, so none
// is looked at before `wait`.
absl::Status TooManyForgeries(absl::Duration wait);

// RESOURCE_EXHAUSTED: the caller may call again after `wait`.
absl::Status TooManyCalls(const Caller& caller, absl::Duration wait);

}  // namespace landfall::serve::access::internal
