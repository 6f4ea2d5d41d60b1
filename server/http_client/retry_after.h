#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/http_client/http_client.h"

namespace landfall::http_client {

// A date as HTTP writes it (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
// nullopt: no such date. Pure.
std::optional<absl::Time> HttpDate(absl::string_view text);

// The server's time when it answered, by its own clock (RFC 9110, 6.6.1), or
// `now` when it does not say. Pure.
absl::Time SentAt(const Response& response, absl::Time now);

// When the server wants to be asked again (RFC 9110, 10.2.3): seconds or a
// date; nullopt when it does not say. A date is by the server's clock, what
// comes back by that of `now`. More than a year is a year. Pure.
std::optional<absl::Time> RetryAfter(const Response& response, absl::Time now);

}  // namespace landfall::http_client
