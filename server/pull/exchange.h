#pragma once

#include <optional>
#include <set>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/http_client/http_client.h"
#include "server/pull/answer.h"
#include "server/pull/authorizer.h"
#include "server/pull/http_sender.h"
#include "server/pull/waiter.h"

namespace landfall::pull {

// What a source is asked with. All must outlive the exchange.
struct ExchangeParts {
  HttpSender& sender;
  Authorizer& authorizer;
  const base::Clock& clock;
  Waiter& waiter;
};

// The requests of one run, each asked until it is answered: what may do better
// later is asked again, after as long as the system says, else after a second,
// then twice as long up to a minute, up to a fifth more at random. A proof that
// is not taken is renewed once. A system whose requests are nearly used up is
// left alone for a while. Only servers of the named origins are asked.
//
// It gives up when so much time has passed since the last answer, and no
// request waits for longer than that either. What is asked for after it gave
// up, about another part of the source, is asked for once. Not thread-safe; one
// per run.
class Exchange {
 public:
  // `origin` and `other_origin` as of OriginOf; "": there is no other.
  Exchange(const ExchangeParts& parts, std::string origin,
           absl::Duration give_up, std::string other_origin = "");

  // The answer, which may be a refusal that no repetition mends: whoever asks
  // calls Refused. `purpose` says to people what is asked ("read accounts").
  // UNAVAILABLE: gave up. FAILED_PRECONDITION: another origin. CANCELLED: the
  // work has to end. Errors of the authorizer are passed on.
  absl::StatusOr<http_client::Response> Ask(const http_client::Request& request,
                                            absl::string_view purpose);

  // What an answer says that is none yet, whatever its status.
  struct Again {
    absl::Status why;  // what is returned when it is time to give up
    // How long the system asks to wait; nullopt: it does not say.
    std::optional<absl::Duration> wait{};
    bool progress = false;  // the system works on it: patience begins anew
  };
  // nullopt: it is the answer.
  using Judge =
      absl::FunctionRef<std::optional<Again>(const http_client::Response&)>;
  // The same, where `judge` looks at every answer that is not worth another try
  // by its status.
  absl::StatusOr<http_client::Response> Ask(const http_client::Request& request,
                                            absl::string_view purpose,
                                            Judge judge);

  // The same of any server, without a proof of who asks. Whoever calls this has
  // judged where the URL leads.
  absl::StatusOr<http_client::Response> AskElsewhere(
      const http_client::Request& request, absl::string_view purpose);

  // The same for the token that an authorizer proves with. An answer to that is
  // none of the system itself: no patience begins anew.
  absl::StatusOr<http_client::Response> AskForProof(
      const http_client::Request& request, absl::string_view purpose,
      Judge judge);

  // The same for a page of rows: an answer of 200 that is none is asked for a
  // few more times. Refusals are errors, unless `takes` says that the caller
  // reads them: then there are no rows.
  struct Page {
    http_client::Response response;
    AnswerPage rows;
  };
  using Takes = absl::FunctionRef<bool(const http_client::Response&)>;
  absl::StatusOr<Page> AskPage(const http_client::Request& request,
                               absl::string_view purpose, Takes takes,
                               AnswerShape shape = AnswerShape::kPage);
  absl::StatusOr<Page> AskPage(const http_client::Request& request,
                               absl::string_view purpose);

  // Notes what people should know of the system though it answers; each text
  // once, and no more than a few.
  void Warn(std::string warning);
  const std::set<std::string>& warnings() const { return warnings_; }

  absl::Time Now() const { return parts_.clock.Now(); }

  const std::string& origin() const { return origin_; }

  // The system does not want to be asked before this time. InfinitePast when it
  // said no such thing.
  absl::Time not_before() const { return not_before_; }

 private:
  // What a request has to do with the proof of who asks: it is asked for.
  enum class Proof { kShown, kKept, kAskedFor };

  // The request as it is sent.
  absl::StatusOr<http_client::Request> Prove(
      const http_client::Request& request, absl::string_view purpose,
      Proof proof);
  // nullopt: the answer is one.
  std::optional<Again> AgainFor(const http_client::Response& response,
                                absl::string_view purpose, Judge judge) const;
  absl::StatusOr<http_client::Response> AskUntil(
      const http_client::Request& request, absl::string_view purpose,
      Proof proof, Judge judge);
  // OK after the time that the system asks for, else as long as patience has
  // it. `why` is returned when it is time to give up.
  absl::Status WaitBefore(int attempt, std::optional<absl::Duration> asked,
                          const absl::Status& why);
  // For how long a request may wait for its answer.
  absl::Duration AnswerWithin() const;
  // What ends the work before a request, if anything; waits for a pause.
  absl::Status WaitUntilWelcome();
  // OK when it is time to ask again after a request that failed.
  absl::Status WaitAfter(const absl::Status& failure, int attempt,
                         absl::string_view purpose);

  const ExchangeParts parts_;
  const std::string origin_;
  const std::string other_origin_;
  const absl::Duration give_up_;
  absl::Time last_answer_;
  // When what is being asked for began to be asked for, or last got on. Our own
  // work since the last answer is no time in which the system is silent.
  absl::Time asked_since_;
  absl::Time paused_until_ = absl::InfinitePast();
  absl::Time not_before_ = absl::InfinitePast();
  std::set<std::string> warnings_;
  absl::BitGen random_;
};

}  // namespace landfall::pull
