#include "server/pull/shopify_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kToken[] =
    R"({"access_token":"shpat_1","scope":"read_orders","expires_in":86399})";

class ShopifyTokensTest : public ::testing::Test {
 protected:
  ShopifyTokensTest() {
    connection_.url = "https://c.myshopify.com/";
    connection_.auth = {{"client_id", config::Secret("id")},
                        {"client_secret", config::Secret("s\"ecret")}};
  }
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  absl::StatusOr<std::string> Token() {
    http_client::Request request;
    const absl::Status status = tokens_.Authorize(&request, system_.exchange);
    if (!status.ok()) return status;
    return request.headers.at(0).value;
  }

  config::SourceConnection connection_;
  FakeSystem system_;
  ShopifyTokens tokens_{connection_};
};

TEST_F(ShopifyTokensTest, KeepsATokenForAlmostADay) {
  Plan(200, kToken);
  EXPECT_EQ(*Token(), "shpat_1");
  EXPECT_EQ(*Token(), "shpat_1");
  ASSERT_THAT(system_.sender.requests, SizeIs(1));
  const http_client::Request& asked = system_.sender.requests[0];
  EXPECT_EQ(asked.url, "https://c.myshopify.com/admin/oauth/access_token");
  EXPECT_EQ(*asked.body, R"({"client_id":"id","client_secret":"s\"ecret",)"
                         R"("grant_type":"client_credentials"})");
  system_.clock.Advance(absl::Hours(24) - absl::Minutes(5));
  Plan(200, kToken);
  EXPECT_TRUE(Token().ok());
  EXPECT_TRUE(tokens_.Renew());
  Plan(200, kToken);
  EXPECT_TRUE(Token().ok());
  EXPECT_THAT(system_.sender.requests, SizeIs(3));
}

TEST_F(ShopifyTokensTest, SaysWhyThereIsNone) {
  Plan(400, R"({"error":"invalid_client","error_description":"s3cr3t"})");
  const absl::Status refused = Token().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("invalid_client"));
  EXPECT_THAT(std::string(refused.message()), Not(HasSubstr("s3cr3t")));
}

TEST_F(ShopifyTokensTest, AsksAgainWhenThereIsNone) {
  for (const char* body : {"<html>", "{}", R"({"access_token":"x"})"}) {
    Plan(200, body);
  }
  Plan(503, "");
  Plan(200, kToken);
  EXPECT_EQ(*Token(), "shpat_1");
  EXPECT_THAT(system_.waiter.waits, SizeIs(4));
}

}  // namespace
}  // namespace landfall::pull
