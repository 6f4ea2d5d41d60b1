// Who is told of events: the commands subscriptions, subscribe and unsubscribe.
#include "client/cli/subscription_commands.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/render.h"
#include "client/cli/text.h"
#include "landfall/v1/subscription_service.pb.h"
#include "server/base/status_macros.h"

namespace landfall::cli {
namespace {

// The names of an enum's values without the one that says nothing.
std::vector<std::string> NamesOf(const google::protobuf::EnumDescriptor* type) {
  std::vector<std::string> names;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() != 0) names.push_back(type->value(i)->name());
  }
  return names;
}

template <typename Number, typename Parse>
absl::Status ReadNumberFlag(const Arguments& arguments, const std::string& flag,
                            Parse parse, Number* number) {
  if (!arguments.Has(flag) || parse(arguments.Get(flag), number)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("--", flag, ": a number"));
}

absl::StatusOr<v1::CreateSubscriptionRequest> RequestOf(
    const Arguments& arguments) {
  v1::CreateSubscriptionRequest request;
  request.set_notification_url(arguments.positional[0]);
  request.set_trigger(arguments.Get("trigger"));
  for (const std::string& name : arguments.All("event")) {
    v1::EventType::Value type = v1::EventType::EVENT_TYPE_UNSPECIFIED;
    v1::EventType::Value_Parse(name, &type);
    request.add_events(type);
  }
  v1::EventCause::Value because = v1::EventCause::EVENT_CAUSE_UNSPECIFIED;
  v1::EventCause::Value_Parse(arguments.Get("because"), &because);
  request.set_because(because);
  request.set_card(arguments.Get("card"));
  request.set_entity(arguments.Get("entity"));
  request.set_source(arguments.Get("source"));
  request.set_channel(arguments.Get("channel"));
  v1::ReasonCode::Value reason = v1::ReasonCode::REASON_CODE_UNSPECIFIED;
  v1::ReasonCode::Value_Parse(arguments.Get("reason"), &reason);
  request.set_reason(reason);
  double least = 0;
  LF_RETURN_IF_ERROR(ReadNumberFlag(
      arguments, "min-blocked-value",
      [](const std::string& text, double* to) {
        return absl::SimpleAtod(text, to);
      },
      &least));
  request.set_min_blocked_value(least);
  int32_t minutes = 0;
  LF_RETURN_IF_ERROR(ReadNumberFlag(
      arguments, "min-age-minutes",
      [](const std::string& text, int32_t* to) {
        return absl::SimpleAtoi(text, to);
      },
      &minutes));
  request.set_min_age_minutes(minutes);
  return request;
}

Command Subscribe() {
  return {
      .name = "subscribe",
      .summary = "Have events delivered to a URL",
      .operands = {{.name = "URL", .help = "where events are sent"}},
      .flags = {{.name = "trigger",
                 .value = "NAME",
                 .help = "the events of a trigger, instead of --event",
                 .choices = {"stuck", "landed", "alert", "source"}},
                {.name = "event",
                 .value = "TYPE",
                 .help = "events of this type",
                 .choices = NamesOf(v1::EventType::Value_descriptor()),
                 .repeated = true},
                {.name = "because",
                 .value = "CAUSE",
                 .help = "only events with this cause",
                 .choices = NamesOf(v1::EventCause::Value_descriptor())},
                {.name = "card",
                 .value = "CARD",
                 .help = "only the events of this card",
                 .offers = Offers::kCards},
                {.name = "entity",
                 .value = "ENTITY",
                 .help = "only customers whom this legal entity misses"},
                {.name = "source",
                 .value = "SOURCE",
                 .help = "only events about this source and its records"},
                {.name = "channel",
                 .value = "CHANNEL",
                 .help = "only records of sources with this label"},
                {.name = "reason",
                 .value = "CODE",
                 .help = "only records that have this reason",
                 .choices = NamesOf(v1::ReasonCode::Value_descriptor())},
                {.name = "min-blocked-value",
                 .value = "AMOUNT",
                 .help = "only records with at least so much blocked value"},
                {.name = "min-age-minutes",
                 .value = "MINUTES",
                 .help =
                     "only who has stood on the card so long, and still does"}},
      .examples = {
          {"landfall subscribe https://hooks.example.com/x --trigger stuck",
           "It prints the secret that deliveries are signed with, once."}}};
}

}  // namespace

std::vector<Command> SubscriptionCommands() {
  return {{.name = "subscriptions",
           .summary = "Show who is told of events, and how deliveries go",
           .examples = {{"landfall subscriptions", ""}}},
          Subscribe(),
          {.name = "unsubscribe",
           .summary = "End a subscription",
           .operands = {{.name = "ID", .help = "the id of the subscription"}},
           .examples = {{"landfall unsubscribe sub_4fK2", ""}}}};
}

int RunSubscriptions(const Session& session) {
  v1::ListSubscriptionsResponse answer;
  const absl::Status status = session.client.ListSubscriptions({}, &answer);
  if (!status.ok()) return Report(session.around, status);
  Print(session, answer, ViewSubscriptions(answer, session.colors));
  return kSuccess;
}

int RunSubscribe(const Session& session) {
  const auto request = RequestOf(session.arguments);
  if (!request.ok()) return ReportUsage(session.around, request.status());
  v1::CreateSubscriptionResponse answer;
  const absl::Status status =
      session.client.CreateSubscription(*request, &answer);
  if (!status.ok()) return Report(session.around, status);
  Print(session, answer, ViewSubscribed(answer));
  return kSuccess;
}

int RunUnsubscribe(const Session& session) {
  v1::DeleteSubscriptionRequest request;
  request.set_id(session.arguments.positional[0]);
  v1::DeleteSubscriptionResponse answer;
  const absl::Status status =
      session.client.DeleteSubscription(request, &answer);
  if (!status.ok()) return Report(session.around, status);
  View view;
  view.text = "unsubscribed\n";
  view.csv = {{{"unsubscribed"}}, {{"true"}}};
  Print(session, answer, view);
  return kSuccess;
}

}  // namespace landfall::cli
