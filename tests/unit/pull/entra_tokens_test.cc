#include "server/pull/entra_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

constexpr char kToken[] =
    R"({"token_type":"Bearer","expires_in":3599,"access_token":"t1"})";

class EntraTokensTest : public ::testing::Test {
 protected:
  EntraTokensTest() {
    connection_.auth = {{"tenant", config::Secret("contoso.example")},
                        {"client_id", config::Secret("id")},
                        {"client_secret", config::Secret("s&ecret")}};
  }
  void Plan(int status, std::string body,
            std::vector<http_client::Header> headers = {}) {
    system_.sender.steps.push_back(
        Answer(status, std::move(body), std::move(headers)));
  }
  absl::StatusOr<std::string> Token() {
    http_client::Request request;
    const absl::Status status = tokens_.Authorize(&request, exchange_);
    if (!status.ok()) return status;
    return request.headers.at(0).value;
  }
  absl::StatusOr<http_client::Response> AskForRows() {
    return exchange_.Ask({"https://crm.example/rows", {}}, "read rows");
  }

  config::SourceConnection connection_;
  FakeSystem system_;
  const absl::Time start_ = system_.clock.Now();
  EntraTokens tokens_{connection_, "https://crm.example/.default"};
  Exchange exchange_{{system_.sender, tokens_, system_.clock, system_.waiter},
                     "https://crm.example",
                     absl::Minutes(10)};
};

TEST_F(EntraTokensTest, KeepsATokenForAlmostAnHour) {
  Plan(200, kToken);
  EXPECT_EQ(*Token(), "Bearer t1");
  EXPECT_EQ(*Token(), "Bearer t1");
  ASSERT_THAT(system_.sender.requests, SizeIs(1));
  const http_client::Request& asked = system_.sender.requests[0];
  EXPECT_EQ(asked.url,
            "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/"
            "token");
  EXPECT_EQ(*asked.body,
            "grant_type=client_credentials&client_id=id&client_secret="
            "s%26ecret&scope=https%3A%2F%2Fcrm.example%2F.default");
  system_.clock.Advance(absl::Minutes(55));
  Plan(200, kToken);
  EXPECT_TRUE(Token().ok());
  EXPECT_TRUE(tokens_.Renew());
  Plan(200, kToken);
  EXPECT_TRUE(Token().ok());
  EXPECT_THAT(system_.sender.requests, SizeIs(3));
}

// The connection's own words come before the usual ones.
TEST_F(EntraTokensTest, AsksWhereAndForWhatTheConnectionSays) {
  connection_.auth.insert(
      {{"authority", config::Secret("https://login.example/")},
       {"scope", config::Secret("api")}});
  Plan(200, kToken);
  EXPECT_TRUE(Token().ok());
  const http_client::Request& asked = system_.sender.requests.at(0);
  EXPECT_EQ(asked.url,
            "https://login.example/contoso.example/oauth2/v2.0/token");
  EXPECT_EQ(*asked.body,
            "grant_type=client_credentials&client_id=id&client_secret="
            "s%26ecret&scope=api");
}

// As for any other answer of the system.
TEST_F(EntraTokensTest, WaitsAsLongAsTheEndpointSays) {
  Plan(429, "", {{"retry-after", "90"}});
  Plan(503, "", {{"retry-after", "30"}});
  Plan(200, kToken);
  Plan(200, "rows");
  ASSERT_TRUE(AskForRows().ok());
  ASSERT_THAT(system_.waiter.waits, SizeIs(2));
  EXPECT_THAT(system_.waiter.waits[0],
              AllOf(Ge(absl::Seconds(90)), Le(absl::Seconds(102))));
  EXPECT_THAT(system_.waiter.waits[1],
              AllOf(Ge(absl::Seconds(30)), Le(absl::Seconds(36))));
}

TEST_F(EntraTokensTest, GivesUpWhenTheEndpointWantsTooMuchTime) {
  Plan(429, R"({"error":"temporarily_unavailable"})",
       {{"retry-after", "3600"}});
  const absl::Time now = system_.clock.Now();
  const absl::Status status = AskForRows().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(),
            "read rows: sign in: the system answers HTTP 429, code "
            "temporarily_unavailable; gave up after 0 s without an answer, as "
            "the system asks to wait for 3600 s");
  EXPECT_EQ(exchange_.not_before(), now + absl::Hours(1));
  EXPECT_THAT(system_.waiter.waits, IsEmpty());
}

// A token is none of what a run is for.
TEST_F(EntraTokensTest, TakesNoTokenForProgress) {
  for (int i = 0; i < 50; ++i) {
    Plan(200, R"({"expires_in":0,"access_token":"t1"})");
    Plan(503, "");
  }
  EXPECT_EQ(AskForRows().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_LE(system_.clock.Now(), start_ + absl::Minutes(10));
}

TEST_F(EntraTokensTest, SaysThatTheCredentialsAreWrong) {
  Plan(400, R"({"error":"invalid_client"})");
  EXPECT_EQ(Token().status().code(), absl::StatusCode::kUnauthenticated);
}

}  // namespace
}  // namespace landfall::pull
