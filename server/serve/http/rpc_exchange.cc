// An HTTP request -> the request message of its RPC, and the response message
// -> an HTTP answer. Entry points: ReadRequest and WriteResponse.
#include "server/serve/http/rpc_exchange.h"

#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/subscription_service.pb.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/http/url.h"
#include "server/serve/json/json_reader.h"
#include "server/serve/json/json_writer.h"
#include "xxhash.h"

namespace landfall::serve::http {
namespace {

using api::Reason;
using google::protobuf::Message;

constexpr char kPageToken[] = "pageToken";

absl::Status MalformedUrl() {
  return api::MakeError(absl::StatusCode::kInvalidArgument,
                        Reason::MALFORMED_REQUEST, "",
                        "the URL has a '%' without two hex digits behind it");
}

// The same URL with the token of the next page.
std::string NextLink(const RequestHead& head, const BaseUrl& base,
                     const std::string& token) {
  std::string link = absl::StrCat(base.text, head.path, "?");
  for (absl::string_view pair :
       absl::StrSplit(head.query, '&', absl::SkipEmpty())) {
    const absl::string_view name = pair.substr(0, pair.find('='));
    if (name == kPageToken || name == "page_token") continue;
    absl::StrAppend(&link, pair, "&");
  }
  absl::StrAppend(&link, kPageToken, "=", PercentEncode(token));
  return link;
}

// A hash of what a card answers without its clock: two answers a second apart
// that count the same have one tag. It is weak for that reason.
class CardTag {
 public:
  // nullopt for answers that are not about cards.
  static std::optional<std::string> Of(const Message& response) {
    if (const auto* card =
            google::protobuf::DynamicCastToGenerated<v1::Card>(&response)) {
      return Tag(WithoutClock(*card).SerializeAsString());
    }
    if (const auto* cards =
            google::protobuf::DynamicCastToGenerated<v1::ListCardsResponse>(
                &response)) {
      std::string bytes;
      for (const v1::Card& card : cards->cards()) {
        bytes += WithoutClock(card).SerializeAsString();
      }
      return Tag(bytes);
    }
    if (google::protobuf::DynamicCastToGenerated<v1::ListCardRecordsResponse>(
            &response) != nullptr) {
      auto copy = *static_cast<const v1::ListCardRecordsResponse*>(&response);
      // Sealed anew each time it is given out.
      copy.clear_next_page_token();
      copy.clear_next_link();
      return Tag(copy.SerializeAsString());
    }
    if (google::protobuf::DynamicCastToGenerated<v1::GetCardHistoryResponse>(
            &response) != nullptr ||
        google::protobuf::DynamicCastToGenerated<v1::ListEventsResponse>(
            &response) != nullptr) {
      return Tag(response.SerializeAsString());
    }
    return std::nullopt;
  }

 private:
  static v1::Card WithoutClock(v1::Card card) {
    card.clear_as_of();
    card.clear_window_start();
    card.clear_window_end();
    return card;
  }
  static std::string Tag(const std::string& bytes) {
    return absl::StrCat(
        "W/\"", absl::Hex(XXH3_64bits(bytes.data(), bytes.size())), "\"");
  }
};

// If-None-Match is "*" or a list of tags; weak comparison, see RFC
// 9110, 13.1.2.
bool HasTag(absl::string_view if_none_match, absl::string_view tag) {
  for (absl::string_view entry : absl::StrSplit(if_none_match, ',')) {
    entry = absl::StripAsciiWhitespace(entry);
    const absl::string_view opaque = absl::StripPrefix(entry, "W/");
    if (entry == "*" || opaque == absl::StripPrefix(tag, "W/")) return true;
  }
  return false;
}

}  // namespace

absl::Status ReadRequest(const Match& match, absl::string_view query,
                         std::string& body, Message* request) {
  const auto parameters = SplitQuery(query);
  if (!parameters.has_value()) return MalformedUrl();
  if (!match.route->has_body) {
    return json::ReadParameters(match.variables, *parameters, request);
  }
  if (!parameters->empty()) {
    return api::MakeError(
        absl::StatusCode::kInvalidArgument, Reason::UNKNOWN_PARAMETER, "",
        "this path takes no parameters behind '?'; put them into the body");
  }
  LF_RETURN_IF_ERROR(json::ReadJson(body, request));
  for (const json::Parameter& variable : match.variables) {
    const auto* const field =
        request->GetDescriptor()->FindFieldByName(variable.first);
    if (field != nullptr &&
        request->GetReflection()->HasField(*request, field)) {
      return api::InvalidField(Reason::FIELD_NOT_ALLOWED, variable.first,
                               "the path says it");
    }
  }
  return json::ReadParameters(match.variables, {}, request);
}

Response WriteResponse(const Route& route, const RequestHead& head,
                       const BaseUrl& base, Message* message) {
  Response response = JsonResponse("");
  auto* page =
      google::protobuf::DynamicCastToGenerated<v1::ListCardRecordsResponse>(
          message);
  if (page != nullptr && !page->next_page_token().empty() &&
      !base.text.empty()) {
    page->set_next_link(NextLink(head, base, page->next_page_token()));
  }
  if (route.verb == "GET") {
    if (const std::optional<std::string> tag = CardTag::Of(*message)) {
      response.headers.emplace_back("ETag", *tag);
      response.headers.emplace_back("Cache-Control", "private, no-cache");
      if (HasTag(head.if_none_match, *tag)) {
        response.status = 304;
        return response;
      }
    }
  }
  if (google::protobuf::DynamicCastToGenerated<v1::DeleteSubscriptionResponse>(
          message) != nullptr) {
    response.status = 204;
    response.content_type.clear();
    return response;
  }
  if (const auto* made = google::protobuf::DynamicCastToGenerated<
          v1::CreateSubscriptionResponse>(message)) {
    response.status = 201;
    response.headers.emplace_back(
        "Location", absl::StrCat(base.text, "/v1/subscriptions/", made->id()));
  }
  response.body = json::JsonOf(*message);
  return response;
}

}  // namespace landfall::serve::http
