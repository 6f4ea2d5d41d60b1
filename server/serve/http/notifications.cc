// POST /v1/notify/{source} -> the receiver of notifications. Entry points:
// AdmitNotification and TakeNotification.
#include "server/serve/http/notifications.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/serve/api/errors.h"
#include "server/serve/http/url.h"

namespace landfall::serve::http {
namespace {

using api::MakeError;
using api::Reason;

// Of the handshake of Business Central: a GUID today.
constexpr size_t kMostTokenBytes = 1024;

std::string ValueOf(const std::vector<json::Parameter>& parameters,
                    absl::string_view name) {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return "";
}

absl::StatusOr<Response> AnswerToken(std::string token) {
  if (token.size() > kMostTokenBytes ||
      !std::all_of(token.begin(), token.end(), absl::ascii_isgraph)) {
    return api::InvalidField(
        Reason::INVALID_VALUE, "validationToken",
        absl::StrCat("at most ", kMostTokenBytes,
                     " letters, digits and punctuation characters"));
  }
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(token);
  return response;
}

}  // namespace

std::optional<std::string> NotifiedSource(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "/v1/notify/") ||
      absl::StrContains(path, '/')) {
    return std::nullopt;
  }
  return PercentDecode(path);
}

absl::Status AdmitNotification(notify::Receiver* receiver, bool ready,
                               absl::string_view source) {
  if (!ready) {
    return MakeError(absl::StatusCode::kUnavailable, Reason::STOPPING, "",
                     "the server is starting or stopping; try again later");
  }
  if (receiver == nullptr || !receiver->Takes(source)) {
    return MakeError(absl::StatusCode::kNotFound, Reason::UNKNOWN_SOURCE,
                     "source", "no such source takes notifications");
  }
  const absl::Duration wait = receiver->Admit(source);
  if (wait == absl::ZeroDuration()) return absl::OkStatus();
  return api::WithRetryAfter(
      MakeError(absl::StatusCode::kResourceExhausted, Reason::RATE_LIMITED, "",
                "too many notifications of this source; try again later"),
      wait);
}

absl::StatusOr<Response> TakeNotification(notify::Receiver& receiver,
                                          absl::string_view source,
                                          const RequestHead& head,
                                          absl::string_view body) {
  if (body.size() > kMostNotificationBytes) {
    return MakeError(absl::StatusCode::kInvalidArgument, Reason::BODY_TOO_LARGE,
                     "",
                     absl::StrCat("a notification may have ",
                                  kMostNotificationBytes, " bytes"));
  }
  const auto parameters = SplitQuery(head.query);
  if (!parameters.has_value()) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     Reason::MALFORMED_REQUEST, "",
                     "the query holds a malformed escape");
  }
  std::string token = ValueOf(*parameters, "validationToken");
  if (!token.empty() && receiver.ShakesHands(source)) {
    return AnswerToken(std::move(token));
  }
  const std::string code = ValueOf(*parameters, "code");
  if (receiver.Take(source, {head.proof, code, body}) ==
      notify::Outcome::kBadSignature) {
    return MakeError(absl::StatusCode::kUnauthenticated,
                     Reason::INVALID_CREDENTIALS, "",
                     "the notification is not signed as its source signs");
  }
  return JsonResponse("{}");
}

}  // namespace landfall::serve::http
