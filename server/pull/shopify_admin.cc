// A question to the Admin API -> its answer, however often that takes. Entry
// point: ShopifyAdmin::Ask.
#include "server/pull/shopify_admin.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/decode/json_text.h"
#include "server/pull/shopify_answer.h"

namespace landfall::pull {
namespace {

using http_client::Response;

// What is no answer of GraphQL, such as a gateway's page, does not become one
// by waiting for ever.
constexpr int kMostUnreadable = 4;

std::optional<Exchange::Again> SeesNothing(absl::string_view) {
  return std::nullopt;
}

// It ends up in messages.
bool IsVersion(absl::string_view text) {
  return text.size() == 7 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                  c == '-';
         });
}

bool IsTrouble(absl::string_view code) {
  return code == "INTERNAL_SERVER_ERROR" || code == "TIMEOUT";
}

absl::Status Unavailable(absl::string_view purpose, absl::string_view why) {
  return absl::UnavailableError(absl::StrCat(purpose, ": ", why));
}

// Of an answer that says that it would be another one later.
std::optional<Exchange::Again> AgainFor(const ShopifyVerdict& verdict,
                                        absl::string_view purpose) {
  if (verdict.code == "THROTTLED") {
    return Exchange::Again{
        Unavailable(purpose, "the shop's points are used up"),
        verdict.refilled_in};
  }
  if (!IsTrouble(verdict.code)) return std::nullopt;
  return Exchange::Again{Unavailable(
      purpose, absl::StrCat("the system answers code ", verdict.code))};
}

}  // namespace

ShopifyAdmin::ShopifyAdmin(absl::string_view url, std::string version)
    : url_(absl::StrCat(absl::StripSuffix(url, "/"), "/admin/api/", version,
                        "/graphql.json")),
      version_(version),
      served_version_(std::move(version)) {}

absl::StatusOr<ShopifyAdmin::Answer> ShopifyAdmin::Ask(
    const ShopifyQuestion& question, Exchange& exchange) {
  return Ask(question, exchange, SeesNothing);
}

absl::StatusOr<ShopifyAdmin::Answer> ShopifyAdmin::Ask(
    const ShopifyQuestion& question, Exchange& exchange, Looks looks) {
  http_client::Request request;
  request.url = url_;
  request.headers = {{"Accept", "application/json"},
                     {"Content-Type", "application/json"}};
  request.body =
      absl::StrCat("{\"query\":", decode::JsonString(question.document),
                   ",\"variables\":", question.variables, "}");
  Answer answer;
  int unreadable = 0;
  bool readable = false;
  const auto judge =
      [&](const Response& response) -> std::optional<Exchange::Again> {
    answer = Answer();
    readable = false;
    if (response.status != 200) return std::nullopt;
    const absl::StatusOr<ShopifyVerdict> verdict =
        JudgeShopifyAnswer(response.body);
    if (!verdict.ok()) {
      if (++unreadable > kMostUnreadable) return std::nullopt;
      return Exchange::Again{Unavailable(
          question.purpose, "an answer that is cut off or is none")};
    }
    readable = true;
    answer.code = verdict->code;
    answer.refused = verdict->errors;
    std::optional<Exchange::Again> again = AgainFor(*verdict, question.purpose);
    if (again.has_value()) return again;
    return verdict->errors ? std::nullopt : looks(response.body);
  };
  LF_ASSIGN_OR_RETURN(Response response,
                      exchange.Ask(request, question.purpose, judge));
  if (response.status != 200) return Refused(response, question.purpose);
  if (!readable) {
    return Unavailable(question.purpose,
                       "HTTP 200 with an answer that is cut off or is none");
  }
  NoteVersion(response, exchange);
  answer.body = std::move(response.body);
  return answer;
}

void ShopifyAdmin::NoteVersion(const Response& response, Exchange& exchange) {
  const std::string* served = response.Find("x-shopify-api-version");
  const bool known = served != nullptr && IsVersion(*served);
  served_version_ = known ? *served : version_;
  if (IsOtherVersion()) exchange.Warn(absl::StrCat("the system ", Versions()));
}

std::string ShopifyAdmin::Versions() const {
  return absl::StrCat("answers as version ", served_version_, " in place of ",
                      version_, " (api_version)");
}

absl::Status ShopifyAdmin::Refusal(const Answer& answer,
                                   absl::string_view purpose) const {
  const bool denied = answer.code == "ACCESS_DENIED";
  std::string why =
      absl::StrCat(purpose, ": the system answers with errors",
                   answer.code.empty() ? "" : ", code ", answer.code);
  if (IsOtherVersion()) absl::StrAppend(&why, ", and ", Versions());
  return {denied ? absl::StatusCode::kPermissionDenied
                 : absl::StatusCode::kFailedPrecondition,
          why};
}

}  // namespace landfall::pull
