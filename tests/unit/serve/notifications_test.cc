// POST /v1/notify/{source}.
#include "server/serve/http/notifications.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/serve/http/http_service.h"
#include "tests/unit/serve/test_gate.h"

namespace landfall::serve::http {
namespace {

using ::testing::HasSubstr;

class NotificationsTest : public ::testing::Test {
 protected:
  NotificationsTest() {
    // Whoever sends notifications has no key.
    config::AuthOptions auth;
    auth.api_keys = {{"flows", config::Role::kReader, std::string(64, 'a')}};
    gate_ = std::make_unique<landfall::testing::TestGate>(calls::CallLimits(),
                                                          auth);
    service_.emplace(ServiceOptions(), routes_, **gate_, files_);
  }
  void Publish() { service_->Publish(handlers_, metrics_, &receiver_); }

  Response Post(absl::string_view path, std::string body,
                absl::string_view secret = "", absl::string_view query = "") {
    RequestHead head;
    head.method = "POST";
    head.path = path;
    head.query = query;
    head.host = "landfall.example";
    head.proof.secret = secret;
    return Ask(head, std::move(body));
  }
  Response Ask(const RequestHead& head, std::string body = "") {
    auto begun = service_->Begin(head);
    if (auto* answer = std::get_if<Response>(&begun)) return *answer;
    auto& call = std::get<PendingCall>(begun);
    EXPECT_EQ(HttpService::LaneOf(call), calls::Lane::kRead);
    return service_->Finish(head, call, body);
  }
  notify::Place PlaceOf(const std::string& source, model::System system) {
    return {source, system, config::Secret("hush"), [this] { ++hints_; }};
  }

  int hints_ = 0;
  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  api::Handlers handlers_{reconciler_, reconciler_, clock_};
  HttpService::MetricsPage metrics_ = [] { return ""; };
  notify::Receiver receiver_{{PlaceOf("crm", model::System::kDataverse),
                              PlaceOf("bc", model::System::kBusinessCentral)},
                             clock_};
  RouteTable routes_ = *RouteTable::FromContract();
  PageFiles files_;
  std::unique_ptr<landfall::testing::TestGate> gate_;
  std::optional<HttpService> service_;
};

TEST_F(NotificationsTest, AreTakenWithTheSecretAndWithoutAKey) {
  Publish();
  Response response = Post("/v1/notify/crm", "{\"a\":1}", "hush");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "{}");
  EXPECT_EQ(Post("/v1/notify/crm", "{\"a\":2}", "", "code=hush").status, 200);
  EXPECT_EQ(Post("//v1/notify//crm/", "{\"a\":3}", "hush").status, 200);
  EXPECT_EQ(hints_, 3);
  EXPECT_EQ(Post("/v1/notify/crm", "{\"a\":1}", "hush").status, 200);
  EXPECT_EQ(hints_, 3) << "it came before";
}

TEST_F(NotificationsTest, AreRefusedWithoutTheSecret) {
  Publish();
  for (const char* secret : {"", "Hush", "hush "}) {
    const Response response = Post("/v1/notify/crm", "{}", secret);
    EXPECT_EQ(response.status, 401) << secret;
    EXPECT_THAT(response.body, HasSubstr("INVALID_CREDENTIALS"));
  }
  EXPECT_EQ(hints_, 0);
}

TEST_F(NotificationsTest, NobodyLearnsWhichSourcesThereAre) {
  Publish();
  const Response none = Post("/v1/notify/nothing", "{}", "hush");
  const Response silent = Post("/v1/notify/erp", "{}", "hush");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(silent.status, 404);
  EXPECT_EQ(none.body, silent.body);
  EXPECT_EQ(Post("/v1/notify/crm/x", "{}", "hush").status, 404);
  EXPECT_EQ(Post("/v1/notify/", "{}", "hush").status, 404);
  EXPECT_EQ(Post("/v1/notify/%zz", "{}", "hush").status, 404);
}

TEST_F(NotificationsTest, AnswerTheTokenOfBusinessCentral) {
  Publish();
  const Response response =
      Post("/v1/notify/bc", "", "", "validationToken=8f-1%2B2");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(response.body, "8f-1+2");
  EXPECT_EQ(
      Post("/v1/notify/bc", "", "", "validationToken=" + std::string(1025, 'a'))
          .status,
      400);
  EXPECT_EQ(Post("/v1/notify/bc", "", "", "validationToken=a%0Ab").status, 400);
  EXPECT_EQ(Post("/v1/notify/crm", "", "", "validationToken=a").status, 401);
  EXPECT_EQ(hints_, 0);
}

TEST_F(NotificationsTest, AreBounded) {
  Publish();
  const Response large = Post(
      "/v1/notify/crm", std::string(kMostNotificationBytes + 1, ' '), "hush");
  EXPECT_EQ(large.status, 413);
  for (int i = 0; i < notify::Receiver::kMostAtOnce - 1; ++i) {
    Post("/v1/notify/crm", "{}", "wrong");
  }
  const Response flood = Post("/v1/notify/crm", "{}", "wrong");
  EXPECT_EQ(flood.status, 429);
  EXPECT_EQ(hints_, 0);
}

TEST_F(NotificationsTest, ArePostedAsTheyAre) {
  Publish();
  RequestHead head;
  head.method = "GET";
  head.path = "/v1/notify/crm";
  head.host = "landfall.example";
  EXPECT_EQ(Ask(head).status, 405);
  head.method = "POST";
  head.content_encoding = "gzip";
  EXPECT_EQ(Ask(head).status, 415);
}

TEST_F(NotificationsTest, WaitForTheServer) {
  EXPECT_EQ(Post("/v1/notify/crm", "{}", "hush").status, 503);
  service_->Publish(handlers_, metrics_);
  EXPECT_EQ(Post("/v1/notify/crm", "{}", "hush").status, 404);
}

}  // namespace
}  // namespace landfall::serve::http
