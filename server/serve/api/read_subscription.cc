// A request for a subscription -> what is asked for, and a subscription -> its
// message. Entry points: ReadSubscription and FillSubscription.
#include "server/serve/api/read_subscription.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/base/status_macros.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::api {
namespace {

using Type = model::EventType;

// More than anybody sells; and a decimal holds it with its cents.
constexpr double kMostBlockedValue = 1e15;

struct TriggerRow {
  absl::string_view name;
  std::vector<Type> events;
  std::optional<model::EventCause> because;
};

const std::vector<TriggerRow>& Triggers() {
  static const auto& rows = *new std::vector<TriggerRow>{
      {"stuck", {Type::kEntered}, std::nullopt},
      {"landed", {Type::kLeft}, model::EventCause::kLanded},
      {"alert", {Type::kAlertFired, Type::kAlertCleared}, std::nullopt},
      {"source", {Type::kSourceStale, Type::kSourceRecovered}, std::nullopt},
  };
  return rows;
}

absl::Status ReadTrigger(const v1::CreateSubscriptionRequest& request,
                         store::SubscriptionFilter* filter) {
  const auto row = std::find_if(
      Triggers().begin(), Triggers().end(),
      [&](const auto& one) { return one.name == request.trigger(); });
  if (row == Triggers().end()) {
    return InvalidField(Reason::INVALID_VALUE, "trigger",
                        "one of stuck, landed, alert, source");
  }
  for (const auto& [field, is_set] :
       {std::pair("events", !request.events().empty()),
        std::pair("because", request.because() !=
                                 v1::EventCause::EVENT_CAUSE_UNSPECIFIED)}) {
    if (is_set) {
      return InvalidField(Reason::FIELD_NOT_ALLOWED, field,
                          "the trigger says it");
    }
  }
  filter->events = row->events;
  filter->because = row->because;
  return absl::OkStatus();
}

absl::Status ReadEvents(const v1::CreateSubscriptionRequest& request,
                        store::SubscriptionFilter* filter) {
  if (!request.trigger().empty()) return ReadTrigger(request, filter);
  if (request.events().empty()) {
    return InvalidField(Reason::FIELD_REQUIRED, "events",
                        "at least one type of event is required");
  }
  LF_RETURN_IF_ERROR(
      ValidateCount("events", request.events_size(), kMaxListItems));
  for (int i = 0; i < request.events_size(); ++i) {
    const std::optional<Type> type = ToEventType(request.events(i));
    if (!type) {
      return InvalidField(Reason::INVALID_VALUE,
                          absl::StrCat("events[", i, "]"),
                          "not an event type of this version");
    }
    filter->events.push_back(*type);
  }
  std::sort(filter->events.begin(), filter->events.end());
  filter->events.erase(
      std::unique(filter->events.begin(), filter->events.end()),
      filter->events.end());
  if (request.because() == v1::EventCause::EVENT_CAUSE_UNSPECIFIED) {
    return absl::OkStatus();
  }
  filter->because = ToEventCause(request.because());
  if (filter->because) return absl::OkStatus();
  return InvalidField(Reason::INVALID_VALUE, "because",
                      "not a cause of this version");
}

absl::Status ReadNames(const RequestScope& scope,
                       const v1::CreateSubscriptionRequest& request,
                       store::SubscriptionFilter* filter) {
  if (!request.card().empty()) {
    LF_RETURN_IF_ERROR(FindCard(scope.settings, request.card()).status());
  }
  if (!request.entity().empty()) {
    LF_ASSIGN_OR_RETURN(const model::LegalEntity* entity,
                        FindEntity(scope.settings, "entity", request.entity()));
    filter->entity = entity->id;
  }
  if (!request.source().empty()) {
    LF_RETURN_IF_ERROR(FindSource(scope.settings, "source", request.source(),
                                  absl::StatusCode::kInvalidArgument)
                           .status());
  }
  LF_RETURN_IF_ERROR(ValidateChannel(scope.settings, request.channel()));
  filter->card = request.card();
  filter->source = request.source();
  filter->channel = request.channel();
  return absl::OkStatus();
}

absl::Status ReadValues(const v1::CreateSubscriptionRequest& request,
                        store::SubscriptionFilter* filter) {
  if (request.reason() != v1::ReasonCode::REASON_CODE_UNSPECIFIED) {
    filter->reason = ToReasonCode(request.reason());
    if (!filter->reason) {
      return InvalidField(Reason::UNKNOWN_REASON, "reason",
                          "not a reason code of this version");
    }
  }
  const double least = request.min_blocked_value();
  if (least != 0) {
    if (!(least > 0 && least <= kMostBlockedValue)) {
      return InvalidField(Reason::INVALID_VALUE, "minBlockedValue",
                          "an amount from 0 to 1,000,000,000,000,000");
    }
    LF_ASSIGN_OR_RETURN(
        filter->min_blocked_value,
        base::Decimal::ParseRounded(absl::StrFormat("%.17g", least),
                                    base::kAmountLimits));
  }
  const int minutes = request.min_age_minutes();
  if (minutes < 0 || minutes > kMaxAgeMinutes) {
    return InvalidField(
        Reason::INVALID_VALUE, "minAgeMinutes",
        absl::StrCat(minutes, " is not allowed; 0 to ", kMaxAgeMinutes, " is"));
  }
  filter->min_age_minutes = minutes;
  return absl::OkStatus();
}

// What a filter asks for only events of some types have.
absl::Status CheckCanPass(const store::SubscriptionFilter& filter) {
  const auto& chosen = filter.events;
  const auto has = [&](std::initializer_list<Type> types) {
    return std::find_first_of(chosen.begin(), chosen.end(), types.begin(),
                              types.end()) != chosen.end();
  };
  const bool records = has({Type::kEntered, Type::kLeft});
  const bool cards = records || has({Type::kAlertFired, Type::kAlertCleared});
  const bool sources =
      records || has({Type::kSourceStale, Type::kSourceRecovered});
  const struct {
    const char* field;
    bool is_set;
    bool can_pass;
  } rows[] = {
      {"because", filter.because.has_value(), records},
      {"card", !filter.card.empty(), cards},
      {"entity", !filter.entity.empty(), records},
      {"source", !filter.source.empty(), sources},
      {"channel", !filter.channel.empty(), sources},
      {"reason", filter.reason.has_value(), records},
      {"minBlockedValue", filter.min_blocked_value.has_value(), records},
      {"minAgeMinutes", filter.min_age_minutes > 0, has({Type::kEntered})},
  };
  for (const auto& row : rows) {
    if (row.is_set && !row.can_pass) {
      return InvalidField(Reason::FIELD_NOT_ALLOWED, row.field,
                          "no event of the chosen types has that");
    }
  }
  return absl::OkStatus();
}

v1::SubscriptionState::Value StateOf(const store::Subscription& subscription) {
  switch (subscription.end) {
    case store::SubscriptionEnd::kGone:
      return v1::SubscriptionState::GONE;
    case store::SubscriptionEnd::kExpired:
      return v1::SubscriptionState::EXPIRED;
    case store::SubscriptionEnd::kNone:
      break;
  }
  return subscription.failing_since ? v1::SubscriptionState::FAILING
                                    : v1::SubscriptionState::ACTIVE;
}

void FillFilter(const store::SubscriptionFilter& filter,
                v1::Subscription* message) {
  for (const Type type : filter.events) {
    message->add_events(FromEventType(type));
  }
  if (filter.because) message->set_because(FromEventCause(*filter.because));
  message->set_card(filter.card);
  message->set_entity(filter.entity);
  message->set_source(filter.source);
  message->set_channel(filter.channel);
  if (filter.reason) message->set_reason(FromReasonCode(*filter.reason));
  if (filter.min_blocked_value) {
    message->set_min_blocked_value(filter.min_blocked_value->ToDouble());
  }
  message->set_min_age_minutes(filter.min_age_minutes);
}

void FillSetAside(const deliver::Listed& listed, v1::Subscription* message) {
  const auto& newest = listed.subscription->newest_set_aside;
  for (size_t i = newest.size(); i-- > 0;) {
    v1::SetAsideDelivery* const one = message->add_newest_set_aside();
    one->set_event_id(listed.set_aside_ids[i]);
    one->set_cursor(listed.set_aside_cursors[i]);
    FillTime(newest[i].at, one->mutable_at());
    one->set_attempts(newest[i].attempts);
    one->set_error(newest[i].error);
  }
}

}  // namespace

absl::StatusOr<deliver::Wish> ReadSubscription(
    const RequestScope& scope, absl::string_view owner,
    const v1::CreateSubscriptionRequest& request) {
  deliver::Wish wish;
  wish.owner = std::string(owner);
  const std::string& url = request.notification_url();
  if (url.empty()) return ValidateRequired("notificationUrl", url);
  if (url.size() > kMaxUrlBytes) {
    return InvalidField(Reason::VALUE_TOO_LONG, "notificationUrl",
                        absl::StrCat("has ", url.size(), " bytes; at most ",
                                     kMaxUrlBytes, " are allowed"));
  }
  wish.url = url;
  LF_RETURN_IF_ERROR(ReadEvents(request, &wish.filter));
  LF_RETURN_IF_ERROR(ReadNames(scope, request, &wish.filter));
  LF_RETURN_IF_ERROR(ReadValues(request, &wish.filter));
  LF_RETURN_IF_ERROR(CheckCanPass(wish.filter));
  return wish;
}

void FillSubscription(const deliver::Listed& listed,
                      v1::Subscription* message) {
  const store::Subscription& subscription = *listed.subscription;
  message->set_id(listed.id);
  message->set_owner(subscription.owner);
  message->set_host(subscription.host);
  message->set_state(StateOf(subscription));
  FillFilter(subscription.filter, message);
  FillTime(subscription.created, message->mutable_created_at());
  FillTime(subscription.expires, message->mutable_expires_at());
  const auto fill =
      [](const std::optional<absl::Time>& time,
         google::protobuf::Timestamp* (v1::Subscription::*field)(),
         v1::Subscription* of) {
        if (time) FillTime(*time, (of->*field)());
      };
  fill(subscription.ended, &v1::Subscription::mutable_ended_at, message);
  fill(subscription.last_delivery, &v1::Subscription::mutable_last_delivery_at,
       message);
  fill(subscription.failing_since, &v1::Subscription::mutable_failing_since,
       message);
  message->set_last_error(subscription.last_error);
  message->set_failures(CutCount(subscription.failures));
  message->set_waiting(CutCount(static_cast<int64_t>(listed.waiting)));
  message->set_delivered(CutCount(subscription.delivered));
  message->set_set_aside(CutCount(subscription.set_aside));
  FillSetAside(listed, message);
}

}  // namespace landfall::serve::api
