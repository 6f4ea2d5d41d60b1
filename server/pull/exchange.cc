// Requests -> answers, however often that takes. Entry points: Exchange::Ask
// and AskPage.
#include "server/pull/exchange.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/pull/origin.h"

namespace landfall::pull {
namespace {

using http_client::Request;
using http_client::Response;

constexpr absl::Duration kFirstWait = absl::Seconds(1);
constexpr absl::Duration kLongestWait = absl::Minutes(1);
constexpr double kJitter = 0.2;
// A sign-in page instead of rows does not go away by waiting.
constexpr int kMostUnreadable = 4;
// The system chooses the words of some.
constexpr size_t kMostWarnings = 10;

absl::Duration Patience(int attempt) {
  return std::min(kLongestWait, kFirstWait * (1 << std::min(attempt, 10)));
}

bool IsWorthAnother(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

std::optional<Exchange::Again> TakeAny(const Response&) { return std::nullopt; }

absl::Status Named(absl::string_view purpose, const absl::Status& status) {
  return {status.code(), absl::StrCat(purpose, ": ", status.message())};
}

}  // namespace

Exchange::Exchange(const ExchangeParts& parts, std::string origin,
                   absl::Duration give_up, std::string other_origin)
    : parts_(parts),
      origin_(std::move(origin)),
      other_origin_(std::move(other_origin)),
      give_up_(give_up),
      last_answer_(parts.clock.Now()),
      asked_since_(last_answer_) {}

absl::Status Exchange::WaitBefore(int attempt,
                                  std::optional<absl::Duration> asked,
                                  const absl::Status& why) {
  const absl::Time now = parts_.clock.Now();
  const absl::Duration least = asked.value_or(Patience(attempt));
  // Never earlier than the system says.
  const absl::Duration wait =
      least + absl::Uniform(random_, 0.0, kJitter) *
                  std::min(std::max(least, kFirstWait), kLongestWait);
  if (now + wait - last_answer_ > give_up_) {
    if (asked.has_value()) not_before_ = now + *asked;
    return {absl::StatusCode::kUnavailable,
            absl::StrCat(why.message(), "; gave up after ",
                         absl::ToInt64Seconds(now - last_answer_),
                         " s without an answer",
                         asked.has_value()
                             ? absl::StrCat(", as the system asks to wait for ",
                                            absl::ToInt64Seconds(*asked), " s")
                             : "")};
  }
  if (parts_.waiter.Wait(wait)) return absl::OkStatus();
  return absl::CancelledError("the run was stopped");
}

absl::Duration Exchange::AnswerWithin() const {
  // The clock may have been set.
  return std::clamp(asked_since_ + give_up_ - parts_.clock.Now(),
                    absl::ZeroDuration(), give_up_);
}

absl::Status Exchange::WaitUntilWelcome() {
  // The clock may have been set back.
  const absl::Duration pause =
      std::min(paused_until_ - parts_.clock.Now(), kLongestWait);
  const bool goes_on = pause > absl::ZeroDuration() ? parts_.waiter.Wait(pause)
                                                    : !parts_.waiter.stopped();
  if (goes_on) return absl::OkStatus();
  return absl::CancelledError("the run was stopped");
}

absl::Status Exchange::WaitAfter(const absl::Status& failure, int attempt,
                                 absl::string_view purpose) {
  const absl::Status why = Named(purpose, failure);
  return IsWorthAnother(failure) ? WaitBefore(attempt, std::nullopt, why) : why;
}

absl::StatusOr<Response> Exchange::Ask(const Request& request,
                                       absl::string_view purpose) {
  return Ask(request, purpose, TakeAny);
}

absl::StatusOr<Response> Exchange::Ask(const Request& request,
                                       absl::string_view purpose, Judge judge) {
  const std::string asked = OriginOf(request.url);
  if (asked.empty() || (asked != origin_ && asked != other_origin_)) {
    return absl::FailedPreconditionError(
        absl::StrCat(purpose, ": the next link leads to another server"));
  }
  return AskUntil(request, purpose, Proof::kShown, judge);
}

absl::StatusOr<Response> Exchange::AskElsewhere(const Request& request,
                                                absl::string_view purpose) {
  return AskUntil(request, purpose, Proof::kKept, TakeAny);
}

absl::StatusOr<Response> Exchange::AskForProof(const Request& request,
                                               absl::string_view purpose,
                                               Judge judge) {
  return AskUntil(request, purpose, Proof::kAskedFor, judge);
}

absl::StatusOr<Request> Exchange::Prove(const Request& request,
                                        absl::string_view purpose,
                                        Proof proof) {
  Request proven = request;
  if (proof == Proof::kShown) {
    const absl::Status shown = parts_.authorizer.Authorize(&proven, *this);
    // It was as patient as this is.
    if (!shown.ok()) return Named(purpose, shown);
  }
  proven.answer_within = AnswerWithin();
  return proven;
}

std::optional<Exchange::Again> Exchange::AgainFor(const Response& response,
                                                  absl::string_view purpose,
                                                  Judge judge) const {
  if (!IsTransient(response.status)) return judge(response);
  return Again{Refused(response, purpose),
               RetryAfterOf(response, parts_.clock.Now())};
}

absl::StatusOr<Response> Exchange::AskUntil(const Request& request,
                                            absl::string_view purpose,
                                            Proof proof, Judge judge) {
  bool renewed = proof != Proof::kShown;
  bool gets_on = proof != Proof::kAskedFor;
  for (int attempt = 0;; ++attempt) {
    LF_RETURN_IF_ERROR(WaitUntilWelcome());
    if (std::exchange(gets_on, false)) asked_since_ = parts_.clock.Now();
    LF_ASSIGN_OR_RETURN(const Request proven, Prove(request, purpose, proof));
    absl::StatusOr<Response> response = parts_.sender.Send(proven);
    if (!response.ok()) {
      LF_RETURN_IF_ERROR(WaitAfter(response.status(), attempt, purpose));
      continue;
    }
    if (response->status == 401 && !renewed && parts_.authorizer.Renew()) {
      renewed = true;
      continue;
    }
    const absl::Time now = parts_.clock.Now();
    const std::optional<Again> again = AgainFor(*response, purpose, judge);
    gets_on =
        proof != Proof::kAskedFor && (!again.has_value() || again->progress);
    if (gets_on) last_answer_ = now;
    if (!again.has_value()) {
      paused_until_ = now + PauseAfter(*response);
      return response;
    }
    LF_RETURN_IF_ERROR(WaitBefore(attempt, again->wait, again->why));
  }
}

void Exchange::Warn(std::string warning) {
  if (warnings_.size() < kMostWarnings) warnings_.insert(std::move(warning));
}

absl::StatusOr<Exchange::Page> Exchange::AskPage(const Request& request,
                                                 absl::string_view purpose) {
  return AskPage(request, purpose, [](const Response&) { return false; });
}

absl::StatusOr<Exchange::Page> Exchange::AskPage(const Request& request,
                                                 absl::string_view purpose,
                                                 Takes takes,
                                                 AnswerShape shape) {
  for (int attempt = 0;; ++attempt) {
    Page page;
    LF_ASSIGN_OR_RETURN(page.response, Ask(request, purpose));
    if (page.response.status != 200 && page.response.status != 204) {
      if (takes(page.response)) return page;
      return Refused(page.response, purpose);
    }
    absl::StatusOr<AnswerPage> rows = ReadAnswer(page.response, shape);
    if (rows.ok()) {
      page.rows = *std::move(rows);
      return page;
    }
    const absl::Status why(
        absl::StatusCode::kUnavailable,
        absl::StrCat(purpose, ": HTTP ", page.response.status,
                     " with an answer that is cut off or is no page of rows"));
    if (attempt >= kMostUnreadable) return why;
    LF_RETURN_IF_ERROR(WaitBefore(attempt, std::nullopt, why));
  }
}

}  // namespace landfall::pull
