#include "server/pull/entra_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

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
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  absl::StatusOr<std::string> Token() {
    http_client::Request request;
    const absl::Status status = tokens_.Authorize(&request);
    if (!status.ok()) return status;
    return request.headers.at(0).value;
  }

  config::SourceConnection connection_;
  FakeSystem system_;
  EntraTokens tokens_{system_.sender, system_.clock, connection_,
                      "https://crm.example/.default"};
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

TEST_F(EntraTokensTest, SaysThatTheCredentialsAreWrong) {
  Plan(400, R"({"error":"invalid_client"})");
  EXPECT_EQ(Token().status().code(), absl::StatusCode::kUnauthenticated);
}

}  // namespace
}  // namespace landfall::pull
