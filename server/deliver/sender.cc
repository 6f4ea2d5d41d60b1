// A delivery -> an HTTP request -> how it ended. Entry point: Try.
#include "server/deliver/sender.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/deliver/schedule.h"
#include "server/deliver/signature.h"
#include "server/http_client/retry_after.h"
#include "server/reconcile/event_cursor.h"
#include "server/store/event_codec.h"

namespace landfall::deliver {
namespace {

using Result = Outcome::Result;
using store::EventCursor;
using store::LoggedEvent;
using store::StoreView;

// The place right before `cursor`.
EventCursor Before(EventCursor cursor) {
  if (cursor.position > 0) return {cursor.revision, cursor.position - 1};
  return reconcile::EndOf(cursor.revision - 1);
}

absl::StatusOr<std::optional<LoggedEvent>> FindEvent(const StoreView& view,
                                                     EventCursor cursor) {
  std::optional<LoggedEvent> found;
  LF_RETURN_IF_ERROR(
      view.ForEachEvent(Before(cursor), StoreView::EventOrder::kOldestFirst,
                        [&](EventCursor at, const LoggedEvent& logged) {
                          if (at == cursor) found = logged;
                          return false;
                        }));
  return found;
}

// Whether who entered with `logged` has stood there since.
absl::StatusOr<bool> IsStillThere(const StoreView& view,
                                  const LoggedEvent& logged) {
  if (logged.about.empty()) return false;
  LF_ASSIGN_OR_RETURN(const auto text,
                      view.Member({logged.about[0], logged.event.card}));
  if (!text) return false;
  LF_ASSIGN_OR_RETURN(const model::CardEvent entered,
                      store::DecodeEvent(*text));
  return entered.at == logged.event.at;
}

bool IsSuccess(int status) { return status >= 200 && status < 300; }
bool SaysGone(int status) { return status == 404 || status == 410; }

http_client::Options Patiently(http_client::Options options,
                               const Limits& limits) {
  options.answer_within = limits.answer_within;
  return options;
}

}  // namespace

Sender::Sender(const store::RecordStore& store, const base::Hasher& hasher,
               const CallbackRules& rules, const EventBody& body,
               const base::Clock& clock, const Limits& limits)
    : store_(store),
      hasher_(hasher),
      rules_(rules),
      body_(body),
      clock_(clock),
      https_(Patiently(rules.ClientOptions(/*https=*/true), limits)),
      plain_(Patiently(rules.ClientOptions(/*https=*/false), limits)) {}

absl::StatusOr<std::optional<model::CardEvent>> Sender::Read(
    const Task& task) const {
  const std::shared_ptr<const StoreView> view = store_.View();
  LF_ASSIGN_OR_RETURN(std::optional<LoggedEvent> logged,
                      FindEvent(*view, task.key.event));
  if (!logged) return std::optional<model::CardEvent>();
  if (task.subscription->filter.min_age_minutes > 0 &&
      logged->event.type == model::EventType::kEntered) {
    LF_ASSIGN_OR_RETURN(const bool there, IsStillThere(*view, *logged));
    if (!there) return std::optional<model::CardEvent>();
  }
  return std::optional<model::CardEvent>(std::move(logged->event));
}

http_client::Request Sender::RequestFor(const Task& task,
                                        const model::CardEvent& event) const {
  const EventCursor cursor = task.key.event;
  const std::string id = reconcile::EventId(hasher_, cursor);
  const std::string timestamp = TimestampText(clock_.Now());
  std::string body =
      body_({id, reconcile::WriteCursor(hasher_, cursor), event});
  std::string signature =
      SignatureOf(task.subscription->secret, id, timestamp, body);
  return {task.subscription->url,
          {{"Content-Type", "application/json"},
           {"webhook-id", id},
           {"webhook-timestamp", timestamp},
           {"webhook-signature", std::move(signature)}},
          std::move(body)};
}

std::optional<Outcome> Sender::Try(const Task& task) {
  Outcome outcome;
  outcome.key = task.key;
  const auto fail = [&](std::string error) {
    outcome.result = Result::kFailed;
    outcome.error = std::move(error);
    outcome.at = clock_.Now();
    return outcome;
  };
  const auto event = Read(task);
  if (!event.ok()) return fail("the event cannot be read at the moment");
  if (!*event) return outcome;
  // The configuration may have changed since.
  const auto endpoint = rules_.Check(task.subscription->url);
  if (!endpoint.ok()) return fail(std::string(endpoint.status().message()));
  const auto response =
      (endpoint->https ? https_ : plain_).Send(RequestFor(task, **event));
  if (absl::IsCancelled(response.status())) return std::nullopt;
  if (!response.ok()) return fail(std::string(response.status().message()));
  if (IsSuccess(response->status)) {
    outcome.result = Result::kDelivered;
    outcome.at = clock_.Now();
    return outcome;
  }
  fail(absl::StrCat("HTTP ", response->status));
  if (SaysGone(response->status)) outcome.result = Result::kGone;
  outcome.retry_after = http_client::RetryAfter(*response, outcome.at);
  return outcome;
}

void Sender::Cancel() {
  https_.Cancel();
  plain_.Cancel();
}

}  // namespace landfall::deliver
