#include "server/serve/http/body_type.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::http {
namespace {

using api::MakeError;
using api::Reason;

// "application/json", with any parameters but another charset than UTF-8.
bool IsJson(absl::string_view content_type) {
  const size_t semicolon = content_type.find(';');
  const absl::string_view type =
      absl::StripAsciiWhitespace(content_type.substr(0, semicolon));
  if (!absl::EqualsIgnoreCase(type, "application/json")) return false;
  if (semicolon == absl::string_view::npos) return true;
  const std::string rest =
      absl::AsciiStrToLower(content_type.substr(semicolon + 1));
  return !absl::StrContains(rest, "charset") ||
         absl::StrContains(rest, "utf-8");
}

}  // namespace

absl::Status CheckBodyType(const RequestHead& head, bool must_be_json) {
  if (!head.content_encoding.empty()) {
    return MakeError(
        absl::StatusCode::kInvalidArgument, Reason::UNSUPPORTED_MEDIA_TYPE, "",
        "the body must be sent as it is, without Content-Encoding");
  }
  if (must_be_json && !IsJson(head.content_type)) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     Reason::UNSUPPORTED_MEDIA_TYPE, "",
                     "the body must be JSON: send it with the header "
                     "Content-Type: application/json");
  }
  return absl::OkStatus();
}

}  // namespace landfall::serve::http
