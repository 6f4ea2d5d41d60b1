#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "server/pull/authorizer.h"
#include "server/pull/exchange.h"
#include "tests/support/set_clock.h"

namespace landfall::pull {

inline http_client::Response Answer(
    int status, std::string body = "",
    std::vector<http_client::Header> headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

// Answers requests in the order in which answers were planned; then fails.
class ScriptedSender : public HttpSender {
 public:
  explicit ScriptedSender(testing::SetClock& clock) : clock_(clock) {}
  using Step = absl::StatusOr<http_client::Response>;

  absl::StatusOr<http_client::Response> Send(
      const http_client::Request& request) override {
    requests.push_back(request);
    if (hangs_for > absl::ZeroDuration()) {
      const absl::Duration hung = std::min(hangs_for, request.answer_within);
      clock_.Advance(hung);
      return absl::DeadlineExceededError("Timeout was reached");
    }
    if (steps.empty()) return absl::InternalError("no more answers");
    Step step = std::move(steps.front());
    steps.pop_front();
    return step;
  }
  void Cancel() override {}

  std::deque<Step> steps;
  std::vector<http_client::Request> requests;
  // Instead: no answer comes in so much time, as much as the client has.
  absl::Duration hangs_for;

 private:
  testing::SetClock& clock_;
};

// Time passes only by waiting.
class FakeWaiter : public Waiter {
 public:
  explicit FakeWaiter(testing::SetClock& clock) : clock_(clock) {}
  bool Wait(absl::Duration duration) override {
    waits.push_back(duration);
    clock_.Advance(duration);
    return !stopped_;
  }
  bool stopped() const override { return stopped_; }
  void Stop() { stopped_ = true; }

  std::vector<absl::Duration> waits;

 private:
  testing::SetClock& clock_;
  bool stopped_ = false;
};

class CountingAuthorizer : public Authorizer {
 public:
  absl::Status Authorize(http_client::Request* request,
                         Exchange& /*exchange*/) override {
    request->headers.push_back({"Authorization", "Bearer t"});
    return absl::OkStatus();
  }
  bool Renew() override {
    ++renewals;
    return true;
  }
  int renewals = 0;
};

// An exchange with a scripted system, ten minutes patient.
struct FakeSystem {
  testing::SetClock clock{absl::FromUnixSeconds(1'780'000'000)};
  ScriptedSender sender{clock};
  CountingAuthorizer authorizer;
  FakeWaiter waiter{clock};
  Exchange exchange{{sender, authorizer, clock, waiter},
                    "https://crm.example",
                    absl::Minutes(10)};
};

}  // namespace landfall::pull
