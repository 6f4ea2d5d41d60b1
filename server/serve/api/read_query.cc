// Requests -> queries of the domain. Entry points: the Read functions.
#include "server/serve/api/read_query.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/nearest.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/page_token.h"

namespace landfall::serve::api {
namespace {

struct OrderRow {
  absl::string_view name;
  model::CardOrder order;
};

constexpr OrderRow kOrders[] = {
    {"blocked_value desc", model::CardOrder::kBlockedValueDesc},
    {"since", model::CardOrder::kSince},
    {"since desc", model::CardOrder::kSinceDesc},
    {"name", model::CardOrder::kName},
};

absl::StatusOr<model::CardOrder> ReadOrder(const std::string& order_by) {
  if (order_by.empty()) return model::CardOrder::kBlockedValueDesc;
  for (const OrderRow& row : kOrders) {
    if (order_by == row.name) return row.order;
  }
  return InvalidField(Reason::INVALID_ORDER_BY, "orderBy",
                      "one of blocked_value desc, since, since desc, name");
}

struct StepRow {
  absl::string_view name;
  model::HistoryStep step;
  absl::Duration length;
};

constexpr absl::string_view kDefaultStep = "day";
constexpr absl::Duration kDefaultSpan = absl::Hours(30 * 24);

absl::StatusOr<StepRow> ReadStep(absl::string_view step) {
  static const StepRow kSteps[] = {
      {"hour", model::HistoryStep::kHour, absl::Hours(1)},
      {"day", model::HistoryStep::kDay, absl::Hours(24)},
      {"week", model::HistoryStep::kWeek, absl::Hours(7 * 24)},
  };
  if (step.empty()) step = kDefaultStep;
  for (const StepRow& row : kSteps) {
    if (step == row.name) return row;
  }
  return InvalidField(Reason::INVALID_VALUE, "step", "one of hour, day, week");
}

absl::Status ValidateExternalIds(const model::Settings& settings,
                                 const v1::CustomerKeys& keys) {
  LF_RETURN_IF_ERROR(ValidateCount("customer.externalIds",
                                   keys.external_ids_size(), kMaxListItems));
  for (int i = 0; i < keys.external_ids_size(); ++i) {
    const v1::ExternalId& id = keys.external_ids(i);
    const std::string field = absl::StrCat("customer.externalIds[", i, "]");
    const std::string source = absl::StrCat(field, ".source");
    LF_RETURN_IF_ERROR(ValidateRequired(source, id.source()));
    LF_RETURN_IF_ERROR(FindSource(settings, source, id.source(),
                                  absl::StatusCode::kInvalidArgument)
                           .status());
    LF_RETURN_IF_ERROR(ValidateText(absl::StrCat(field, ".value"), id.value()));
  }
  return absl::OkStatus();
}

absl::Status ValidateTaxIds(const v1::CustomerKeys& keys) {
  LF_RETURN_IF_ERROR(
      ValidateCount("customer.taxIds", keys.tax_ids_size(), kMaxListItems));
  for (int i = 0; i < keys.tax_ids_size(); ++i) {
    const v1::TaxId& id = keys.tax_ids(i);
    const std::string field = absl::StrCat("customer.taxIds[", i, "]");
    LF_RETURN_IF_ERROR(
        ValidateText(absl::StrCat(field, ".country"), id.country()));
    LF_RETURN_IF_ERROR(ValidateText(absl::StrCat(field, ".value"), id.value()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<model::GivenKeys> ReadCustomer(const model::Settings& settings,
                                              const v1::CustomerKeys& keys) {
  LF_RETURN_IF_ERROR(ValidateText("customer.name", keys.name()));
  LF_RETURN_IF_ERROR(ValidateTexts("customer.emails", keys.emails()));
  LF_RETURN_IF_ERROR(ValidateExternalIds(settings, keys));
  LF_RETURN_IF_ERROR(ValidateTaxIds(keys));
  LF_RETURN_IF_ERROR(ValidateText("customer.country", keys.country()));
  LF_RETURN_IF_ERROR(ValidateText("customer.postalCode", keys.postal_code()));
  return ToGivenKeys(keys);
}

namespace {

absl::StatusOr<model::CheckView> ReadView(v1::CheckView::Value view) {
  switch (view) {
    case v1::CheckView::CHECK_VIEW_UNSPECIFIED:
    case v1::CheckView::FULL:
      return model::CheckView::kFull;
    case v1::CheckView::BASIC:
      return model::CheckView::kBasic;
    default:  // The wire can hold any number.
      return InvalidField(Reason::INVALID_VALUE, "view", "one of BASIC, FULL");
  }
}

absl::Status ReadSubject(const RequestScope& scope,
                         const v1::CheckPromotionRequest& request,
                         model::CheckQuery& query) {
  switch (request.subject_case()) {
    case v1::CheckPromotionRequest::kRecord: {
      LF_ASSIGN_OR_RETURN(
          query.record,
          ReadRecordRef(scope.settings, "record.", request.record(),
                        absl::StatusCode::kInvalidArgument));
      return absl::OkStatus();
    }
    case v1::CheckPromotionRequest::kCustomer: {
      LF_ASSIGN_OR_RETURN(query.customer,
                          ReadCustomer(scope.settings, request.customer()));
      return absl::OkStatus();
    }
    case v1::CheckPromotionRequest::SUBJECT_NOT_SET:
      break;
  }
  return InvalidField(Reason::SUBJECT_REQUIRED, "subject",
                      "set exactly one of record and customer");
}

absl::Status ReadExpectation(const model::Settings& settings,
                             const v1::CheckPromotionRequest& request,
                             model::CheckQuery& query) {
  LF_RETURN_IF_ERROR(ValidateCount(
      "expectedEntities", request.expected_entities_size(), kMaxListItems));
  for (int i = 0; i < request.expected_entities_size(); ++i) {
    LF_ASSIGN_OR_RETURN(
        const model::LegalEntity* entity,
        FindEntity(settings, absl::StrCat("expectedEntities[", i, "]"),
                   request.expected_entities(i)));
    query.expected_entities.push_back(entity->id);
  }
  LF_RETURN_IF_ERROR(ValidateText("shipToCountry", request.ship_to_country()));
  if (!request.ship_to_country().empty() && !request.has_customer()) {
    return InvalidField(Reason::FIELD_NOT_ALLOWED, "shipToCountry",
                        "only together with customer");
  }
  query.ship_to_country = request.ship_to_country();
  return absl::OkStatus();
}

// The filter of cards and events; "" lets all pass.
absl::Status ValidateSource(const model::Settings& settings,
                            const std::string& source) {
  LF_RETURN_IF_ERROR(ValidateText("source", source));
  if (source.empty()) return absl::OkStatus();
  return FindSource(settings, "source", source,
                    absl::StatusCode::kInvalidArgument)
      .status();
}

// The filters of cards, lists and events.
template <typename Request>
absl::Status ReadRecordFilter(const model::Settings& settings,
                              const Request& request, std::string* entity,
                              std::string* source, std::string* channel) {
  if (!request.entity().empty()) {
    LF_ASSIGN_OR_RETURN(const model::LegalEntity* found,
                        FindEntity(settings, "entity", request.entity()));
    *entity = found->id;
  }
  LF_RETURN_IF_ERROR(ValidateSource(settings, request.source()));
  *source = request.source();
  LF_RETURN_IF_ERROR(ValidateChannel(settings, request.channel()));
  *channel = request.channel();
  return absl::OkStatus();
}

absl::StatusOr<std::optional<model::ReasonCode>> ReadReason(
    v1::ReasonCode::Value code) {
  if (code == v1::ReasonCode::REASON_CODE_UNSPECIFIED) return std::nullopt;
  const auto reason = ToReasonCode(code);
  if (reason.has_value()) return reason;
  return InvalidField(Reason::UNKNOWN_REASON, "reason",
                      "not a reason code of this version");
}

// The fields that GetCard and ListCardRecords share.
template <typename Request>
absl::Status ReadCardFilter(const RequestScope& scope, const Request& request,
                            model::CardQuery& query) {
  LF_RETURN_IF_ERROR(FindCard(scope.settings, request.card()).status());
  query.card = request.card();
  query.now = scope.now;
  LF_ASSIGN_OR_RETURN(query.window_days, ReadWindowDays(request.window_days()));
  LF_ASSIGN_OR_RETURN(query.keys, ReadKeys(request.keys()));
  return ReadRecordFilter(scope.settings, request, &query.entity, &query.source,
                          &query.channel);
}

}  // namespace

absl::StatusOr<model::CheckQuery> ReadCheckQuery(
    const RequestScope& scope, const v1::CheckPromotionRequest& request) {
  model::CheckQuery query;
  query.now = scope.now;
  LF_RETURN_IF_ERROR(ReadSubject(scope, request, query));
  LF_RETURN_IF_ERROR(ReadExpectation(scope.settings, request, query));
  LF_ASSIGN_OR_RETURN(query.keys, ReadKeys(request.keys()));
  LF_ASSIGN_OR_RETURN(
      query.as_of,
      ReadAsOf(scope, request.has_as_of() ? &request.as_of() : nullptr));
  LF_ASSIGN_OR_RETURN(const std::optional<int> window_days,
                      ReadWindowDays(request.window_days()));
  query.window_days = window_days.value_or(kDefaultWindowDays);
  LF_ASSIGN_OR_RETURN(query.view, ReadView(request.view()));
  return query;
}

absl::StatusOr<model::CardQuery> ReadCardQuery(
    const RequestScope& scope, const v1::GetCardRequest& request) {
  model::CardQuery query;
  LF_RETURN_IF_ERROR(ReadCardFilter(scope, request, query));
  LF_ASSIGN_OR_RETURN(
      query.as_of,
      ReadAsOf(scope, request.has_as_of() ? &request.as_of() : nullptr));
  return query;
}

absl::StatusOr<model::CardHistoryQuery> ReadCardHistoryQuery(
    const RequestScope& scope, const v1::GetCardHistoryRequest& request) {
  model::CardHistoryQuery query;
  LF_RETURN_IF_ERROR(ReadCardFilter(scope, request, query.card));
  LF_ASSIGN_OR_RETURN(
      query.card.as_of,
      ReadPastTime(scope, "to", request.has_to() ? &request.to() : nullptr));
  query.from = query.card.as_of - kDefaultSpan;
  if (request.has_from()) {
    LF_ASSIGN_OR_RETURN(query.from,
                        ReadPastTime(scope, "from", &request.from()));
  }
  LF_ASSIGN_OR_RETURN(const StepRow step, ReadStep(request.step()));
  query.step = step.step;
  if (query.from >= query.card.as_of) {
    return InvalidField(Reason::INVALID_TIME, "from",
                        absl::StrCat("must lie before to, which is ",
                                     base::FormatTime(query.card.as_of)));
  }
  const double points =
      absl::FDivDuration(query.card.as_of - query.from, step.length);
  if (points > model::kMaxHistoryPoints) {
    return InvalidField(
        Reason::TOO_MANY_ITEMS, "step",
        absl::StrCat("from and to are more than ", model::kMaxHistoryPoints,
                     " steps (", step.name,
                     ") apart; take a longer step of hour, day, week, or a "
                     "shorter time"));
  }
  return query;
}

absl::StatusOr<model::CardRecordsQuery> ReadCardRecordsQuery(
    const RequestScope& scope, const v1::ListCardRecordsRequest& request) {
  model::CardRecordsQuery query;
  LF_RETURN_IF_ERROR(ReadCardFilter(scope, request, query.card));
  LF_ASSIGN_OR_RETURN(query.order, ReadOrder(request.order_by()));
  LF_ASSIGN_OR_RETURN(query.page_size, ReadPageSize(request.page_size()));
  LF_ASSIGN_OR_RETURN(query.reason, ReadReason(request.reason()));
  LF_RETURN_IF_ERROR(ValidateText("pageToken", request.page_token()));
  LF_ASSIGN_OR_RETURN(PageToken token, ReadPageToken(request.page_token()));
  query.page_token = std::move(token.inner);
  if (token.as_of.has_value() && *token.as_of > scope.now) {
    return InvalidField(Reason::INVALID_PAGE_TOKEN, "pageToken",
                        "was changed: its time lies in the future");
  }
  if (token.as_of.has_value() && !request.has_as_of()) {
    query.card.as_of = *token.as_of;
    return query;
  }
  LF_ASSIGN_OR_RETURN(
      query.card.as_of,
      ReadAsOf(scope, request.has_as_of() ? &request.as_of() : nullptr));
  if (token.as_of.has_value() && *token.as_of != query.card.as_of) {
    return InvalidField(Reason::INVALID_PAGE_TOKEN, "pageToken",
                        "was not given out for this asOf");
  }
  return query;
}

absl::StatusOr<model::EventsQuery> ReadEventsQuery(
    const RequestScope& scope, const v1::ListEventsRequest& request) {
  model::EventsQuery query;
  if (!request.card().empty()) {
    LF_RETURN_IF_ERROR(FindCard(scope.settings, request.card()).status());
    query.card = request.card();
  }
  LF_RETURN_IF_ERROR(ValidateSource(scope.settings, request.source()));
  query.source = request.source();
  LF_RETURN_IF_ERROR(ValidateText("cursor", request.cursor()));
  query.cursor = request.cursor();
  query.newest_first = request.newest_first();
  query.polling = request.polling();
  if (query.polling && query.newest_first) {
    return InvalidField(Reason::FIELD_NOT_ALLOWED, "newestFirst",
                        "not together with polling, which is newest first "
                        "already");
  }
  LF_ASSIGN_OR_RETURN(query.page_size, ReadPageSize(request.page_size()));
  if (request.type() != v1::EventType::EVENT_TYPE_UNSPECIFIED) {
    query.type = ToEventType(request.type());
    if (!query.type.has_value()) {
      return InvalidField(Reason::INVALID_VALUE, "type",
                          "not an event type of this version");
    }
  }
  return query;
}

absl::StatusOr<model::EventsQuery> ReadWatchQuery(
    const RequestScope& scope, const v1::WatchCardRequest& request) {
  model::EventsQuery query;
  if (!request.card().empty()) {
    LF_RETURN_IF_ERROR(FindCard(scope.settings, request.card()).status());
    query.card = request.card();
  }
  LF_RETURN_IF_ERROR(ReadRecordFilter(scope.settings, request, &query.entity,
                                      &query.source, &query.channel));
  LF_ASSIGN_OR_RETURN(query.reason, ReadReason(request.reason()));
  LF_RETURN_IF_ERROR(ValidateText("cursor", request.cursor()));
  query.cursor = request.cursor();
  query.from_now = query.cursor.empty();
  return query;
}

}  // namespace landfall::serve::api
