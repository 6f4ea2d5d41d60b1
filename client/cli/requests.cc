// Arguments -> requests. Entry points: the functions of requests.h.
#include "client/cli/requests.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/model/key_kind.h"
#include "server/model/query.h"
#include "server/model/record_ref.h"

namespace landfall::cli {
namespace {

absl::Status WrongFlag(absl::string_view flag, absl::string_view allowed) {
  return absl::InvalidArgumentError(absl::StrCat("--", flag, ": ", allowed));
}

absl::StatusOr<int> ReadNumber(const std::string& flag, const std::string& text,
                               int max) {
  int number = 0;
  if (!absl::SimpleAtoi(text, &number) || number < 1 || number > max) {
    return WrongFlag(flag, absl::StrCat("a number from 1 to ", max));
  }
  return number;
}

// The flags window-days and keys, which all questions share.
template <typename Request>
absl::Status AddWindowAndKeys(const Arguments& arguments, Request& request) {
  if (arguments.Has("window-days")) {
    LF_ASSIGN_OR_RETURN(const int days,
                        ReadNumber("window-days", arguments.Get("window-days"),
                                   model::kMaxWindowDays));
    request.set_window_days(days);
  }
  if (!arguments.Has("keys")) return absl::OkStatus();
  for (absl::string_view name : absl::StrSplit(arguments.Get("keys"), ',')) {
    const std::optional<model::KeyKind> kind = model::ParseKeyKind(name);
    if (!kind.has_value()) {
      return WrongFlag("keys", "EMAIL, EXTERNAL_ID, TAX_ID, with commas");
    }
    v1::KeyKind::Value value = v1::KeyKind::KEY_KIND_UNSPECIFIED;
    v1::KeyKind::Value_Parse(std::string(model::KeyKindName(*kind)), &value);
    request.add_keys(value);
  }
  return absl::OkStatus();
}

// These two and as-of.
template <typename Request>
absl::Status AddView(const Arguments& arguments, Request& request) {
  if (arguments.Has("as-of")) {
    LF_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                        ReadTime("as-of", arguments.Get("as-of")));
  }
  return AddWindowAndKeys(arguments, request);
}

// The parser lets only the names of the table through.
void AddDetail(const Arguments& arguments, v1::CheckPromotionRequest& request) {
  v1::CheckView::Value view = v1::CheckView::CHECK_VIEW_UNSPECIFIED;
  v1::CheckView::Value_Parse(absl::AsciiStrToUpper(arguments.Get("view")),
                             &view);
  request.set_view(view);
}

template <typename Request>
void AddCardFilter(const Arguments& arguments, Request& request) {
  request.set_card(arguments.positional[0]);
  request.set_entity(arguments.Get("entity"));
  request.set_source(arguments.Get("source"));
  request.set_channel(arguments.Get("channel"));
}

template <typename Request>
absl::StatusOr<Request> NamedRecord(const Arguments& arguments) {
  LF_ASSIGN_OR_RETURN(const model::RecordRef ref,
                      model::RecordRef::Parse(arguments.positional[0]));
  Request request;
  request.set_source(ref.source);
  request.set_type(ref.type);
  request.set_id(ref.id);
  return request;
}

// "DE:123" and "123"; the part before a colon is a country only when it is
// short, because a number can have colons of its own.
void AddTaxId(const std::string& text, v1::CustomerKeys& customer) {
  v1::TaxId* id = customer.add_tax_ids();
  const size_t colon = text.find(':');
  const bool has_country = colon == 2 || colon == 3;
  if (has_country) id->set_country(text.substr(0, colon));
  id->set_value(has_country ? text.substr(colon + 1) : text);
}

absl::Status AddExternalId(const std::string& text,
                           v1::CustomerKeys& customer) {
  const size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) {
    return WrongFlag("external-id",
                     "SOURCE:ID, for example shop:7101000000132");
  }
  v1::ExternalId* id = customer.add_external_ids();
  id->set_source(text.substr(0, colon));
  id->set_value(text.substr(colon + 1));
  return absl::OkStatus();
}

absl::Status AddCustomer(const Arguments& arguments,
                         v1::CheckPromotionRequest& request) {
  v1::CustomerKeys& customer = *request.mutable_customer();
  for (const std::string& email : arguments.All("email")) {
    customer.add_emails(email);
  }
  for (const std::string& id : arguments.All("tax-id")) AddTaxId(id, customer);
  for (const std::string& id : arguments.All("external-id")) {
    LF_RETURN_IF_ERROR(AddExternalId(id, customer));
  }
  customer.set_name(arguments.Get("name"));
  customer.set_country(arguments.Get("country"));
  customer.set_postal_code(arguments.Get("postal-code"));
  request.set_ship_to_country(arguments.Get("ship-to"));
  return absl::OkStatus();
}

bool NamesCustomer(const Arguments& arguments) {
  for (const char* flag : {"email", "tax-id", "external-id", "name", "country",
                           "postal-code", "ship-to"}) {
    if (arguments.Has(flag)) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<google::protobuf::Timestamp> ReadTime(const std::string& flag,
                                                     const std::string& text) {
  const std::optional<absl::Time> time = base::ParseTime(text);
  const bool is_date = text.size() == 10 && text[4] == '-';
  const bool is_rfc3339 =
      text.size() > 10 && (text[10] == 'T' || text[10] == 't');
  if (!time.has_value() || !(is_date || is_rfc3339)) {
    return WrongFlag(flag,
                     "a date (2026-06-09: its start in UTC) or a time "
                     "(2026-06-09T08:00:00Z)");
  }
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(*time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(*time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

absl::StatusOr<v1::CheckPromotionRequest> CheckRequestOf(
    const Arguments& arguments) {
  v1::CheckPromotionRequest request;
  const bool names_record = !arguments.positional.empty();
  if (names_record == NamesCustomer(arguments)) {
    return absl::InvalidArgumentError(
        "check needs either a record (SOURCE/TYPE/ID) or keys (--email, "
        "--tax-id, --external-id)");
  }
  if (names_record) {
    LF_ASSIGN_OR_RETURN(*request.mutable_record(),
                        NamedRecord<v1::RecordRef>(arguments));
  } else {
    LF_RETURN_IF_ERROR(AddCustomer(arguments, request));
  }
  for (const std::string& entity : arguments.All("entity")) {
    request.add_expected_entities(entity);
  }
  AddDetail(arguments, request);
  LF_RETURN_IF_ERROR(AddView(arguments, request));
  return request;
}

absl::StatusOr<v1::GetRecordRequest> RecordRequestOf(
    const Arguments& arguments) {
  LF_ASSIGN_OR_RETURN(v1::GetRecordRequest request,
                      NamedRecord<v1::GetRecordRequest>(arguments));
  LF_RETURN_IF_ERROR(AddView(arguments, request));
  return request;
}

absl::StatusOr<v1::EraseRecordRequest> EraseRequestOf(
    const Arguments& arguments) {
  return NamedRecord<v1::EraseRecordRequest>(arguments);
}

absl::StatusOr<v1::GetCardRequest> CardRequestOf(const Arguments& arguments) {
  v1::GetCardRequest request;
  AddCardFilter(arguments, request);
  LF_RETURN_IF_ERROR(AddView(arguments, request));
  return request;
}

absl::StatusOr<v1::ListCardsRequest> CardsRequestOf(
    const Arguments& arguments) {
  v1::ListCardsRequest request;
  if (arguments.Has("as-of")) {
    LF_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                        ReadTime("as-of", arguments.Get("as-of")));
  }
  return request;
}

absl::StatusOr<v1::ListCardRecordsRequest> ListRequestOf(
    const Arguments& arguments) {
  v1::ListCardRecordsRequest request;
  AddCardFilter(arguments, request);
  LF_RETURN_IF_ERROR(AddView(arguments, request));
  request.set_order_by(arguments.Get("order-by"));
  v1::ReasonCode::Value reason = v1::ReasonCode::REASON_CODE_UNSPECIFIED;
  v1::ReasonCode::Value_Parse(arguments.Get("reason"), &reason);
  request.set_reason(reason);
  return request;
}

absl::StatusOr<v1::GetCardHistoryRequest> HistoryRequestOf(
    const Arguments& arguments) {
  v1::GetCardHistoryRequest request;
  AddCardFilter(arguments, request);
  LF_RETURN_IF_ERROR(AddWindowAndKeys(arguments, request));
  if (arguments.Has("from")) {
    LF_ASSIGN_OR_RETURN(*request.mutable_from(),
                        ReadTime("from", arguments.Get("from")));
  }
  if (arguments.Has("to")) {
    LF_ASSIGN_OR_RETURN(*request.mutable_to(),
                        ReadTime("to", arguments.Get("to")));
  }
  request.set_step(arguments.Get("step"));
  return request;
}

v1::ListEventsRequest EventsRequestOf(const Arguments& arguments) {
  v1::ListEventsRequest request;
  if (!arguments.positional.empty()) request.set_card(arguments.positional[0]);
  request.set_source(arguments.Get("source"));
  v1::EventType::Value type = v1::EventType::EVENT_TYPE_UNSPECIFIED;
  v1::EventType::Value_Parse(arguments.Get("type"), &type);
  request.set_type(type);
  request.set_newest_first(arguments.Has("newest-first"));
  request.set_cursor(arguments.Get("cursor"));
  return request;
}

v1::WatchCardRequest WatchRequestOf(const Arguments& arguments) {
  v1::WatchCardRequest request;
  if (!arguments.positional.empty()) request.set_card(arguments.positional[0]);
  request.set_cursor(arguments.Get("cursor"));
  request.set_entity(arguments.Get("entity"));
  request.set_source(arguments.Get("source"));
  request.set_channel(arguments.Get("channel"));
  v1::ReasonCode::Value reason = v1::ReasonCode::REASON_CODE_UNSPECIFIED;
  v1::ReasonCode::Value_Parse(arguments.Get("reason"), &reason);
  request.set_reason(reason);
  return request;
}

absl::StatusOr<int> CountOf(const Arguments& arguments, int otherwise) {
  if (!arguments.Has("count")) return otherwise;
  return ReadNumber("count", arguments.Get("count"), 1000000000);
}

absl::StatusOr<int> LimitOf(const Arguments& arguments, int otherwise) {
  if (!arguments.Has("limit")) return otherwise;
  return ReadNumber("limit", arguments.Get("limit"), 1000000000);
}

}  // namespace landfall::cli
