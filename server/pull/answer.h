#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/decode/payload_splitter.h"
#include "server/http_client/http_client.h"

namespace landfall::pull {

// The rows of one answer and what it says about the set that they are of.
struct AnswerPage {
  std::vector<decode::PayloadElement> rows;
  int64_t unread_rows = 0;  // could not be made elements
  decode::PayloadPage page;
};

// How a system writes a page: as an object that says more of itself, or as a
// bare array of rows.
enum class AnswerShape { kPage, kArray };

// Reads the body of an answer as every payload is read. INVALID_ARGUMENT when
// it is none: HTML, cut off, no page of that shape, nothing at all but with
// status 204. Pure.
absl::StatusOr<AnswerPage> ReadAnswer(const http_client::Response& response,
                                      AnswerShape shape = AnswerShape::kPage);

// The code that the system itself gives an error, or "". Pure.
std::string ErrorCodeOf(const http_client::Response& response);

// The column that a 400 of an OData service says that there is none of, or "".
// Pure.
std::string MissingColumnOf(const http_client::Response& response);

// What an answer that is none of 2xx means to people: the purpose of the
// request, the status, and the system's own code; nothing else of the answer.
// UNAUTHENTICATED for 401, PERMISSION_DENIED for 403, UNAVAILABLE for what may
// be better later, FAILED_PRECONDITION for the rest. Pure.
absl::Status Refused(const http_client::Response& response,
                     absl::string_view purpose);

// Whether the same request may do better later: 408, 429 and 5xx but 501.
bool IsTransient(int status);

// How long the system asks to wait: Retry-After (BigCommerce: X-Retry-After) in
// seconds, with or without decimals, or as an HTTP date by the system's own
// clock; of a 429 also BigCommerce's X-Rate-Limit-Time-Reset-Ms. nullopt when
// it says nothing that can be read. Pure.
std::optional<absl::Duration> RetryAfterOf(
    const http_client::Response& response, absl::Time now);

// How long to leave the system alone after an answer, because little is left of
// the requests that it takes in a while: less than a tenth, by BigCommerce's
// X-Rate-Limit headers. All apps of a shop share them. At most a minute. Pure.
absl::Duration PauseAfter(const http_client::Response& response);

}  // namespace landfall::pull
