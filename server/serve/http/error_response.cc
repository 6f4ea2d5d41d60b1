#include "server/serve/http/error_response.h"

#include "absl/strings/str_cat.h"
#include "landfall/v1/error_reason.pb.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/call_gate.h"
#include "server/serve/json/json_writer.h"

namespace landfall::serve::http {
namespace {

using api::Reason;

// The reasons that only HTTP has say more than their canonical code.
int StatusOf(const v1::Error& error) {
  switch (error.reason()) {
    case Reason::METHOD_NOT_ALLOWED:
      return 405;
    case Reason::HOST_NOT_ALLOWED:
      return 421;
    case Reason::BODY_TOO_LARGE:
      return 413;
    case Reason::UNSUPPORTED_MEDIA_TYPE:
      return 415;
    case Reason::METADATA_TOO_LARGE:
      return 431;
    default:
      return error.code();
  }
}

}  // namespace

Response ErrorResponse(const absl::Status& status) {
  v1::Error error;
  api::FillError(status, &error);
  error.set_code(StatusOf(error));
  Response response =
      JsonResponse(absl::StrCat("{\"error\":", json::JsonOf(error), "}"));
  response.status = error.code();
  if (response.status == 401) {
    // Without "Basic", on purpose: browsers would ask with a window of their
    // own in front of the page's form.
    response.headers.emplace_back("WWW-Authenticate",
                                  "Bearer realm=\"landfall\"");
  }
  if (const int seconds = calls::RetryAfterSeconds(status); seconds > 0) {
    response.headers.emplace_back("Retry-After", absl::StrCat(seconds));
  }
  return response;
}

}  // namespace landfall::serve::http
