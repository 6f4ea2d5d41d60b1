#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace landfall::deliver {

// Signatures of Standard Webhooks (www.standardwebhooks.com). Pure, but for
// NewSecret.

// 32 random bytes.
std::string NewSecret();
// "whsec_…": how receivers are told of a secret.
std::string SecretText(absl::string_view secret);

// Seconds since 1970.
std::string TimestampText(absl::Time at);
// "v1,…": the header webhook-signature for a body that is sent as message `id`
// at `timestamp`.
std::string SignatureOf(absl::string_view secret, absl::string_view id,
                        absl::string_view timestamp, absl::string_view body);

}  // namespace landfall::deliver
