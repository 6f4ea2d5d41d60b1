#include "server/pull/oauth1_authorizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/set_clock.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);
const OAuth1Keys kKeys = {"ck", "c&s/\xC3\xA9", "tk", "t s"};

// The signatures are those of oauthlib 3.
TEST(OAuth1Test, SignsAsOtherClientsDo) {
  EXPECT_EQ(
      OAuth1Header(kKeys,
                   "http://127.0.0.1:8080/rest/default/V1/company/"
                   "?searchCriteria%5BcurrentPage%5D=1",
                   "n1", kNow),
      "OAuth oauth_consumer_key=\"ck\",oauth_nonce=\"n1\","
      "oauth_signature_method=\"HMAC-SHA256\",oauth_timestamp=\"1780000000\","
      "oauth_token=\"tk\",oauth_version=\"1.0\",oauth_signature=\"ojTHgA8TIUn7"
      "nhYCc4Q%2F%2BxCkfKczKGG1oyRosRFMO4M%3D\"");
  // Parameters that repeat, are empty or are not ASCII; the usual port.
  EXPECT_THAT(
      OAuth1Header(kKeys,
                   "https://Shop.Example:443/rest/default/V1/orders?"
                   "searchCriteria%5BpageSize%5D=100&searchCriteria%5B"
                   "filter_groups%5D%5B0%5D%5Bfilters%5D%5B0%5D%5Bvalue%5D="
                   "2026-06-09%2012%3A00%3A00&b=%C3%A9~&a=&b=a",
                   "n0nce", kNow),
      HasSubstr("oauth_signature=\"D8OJt7lIEfzbfdLyf9AJRlR5hF3yb2iRbMxxPRteNcM"
                "%3D\""));
}

TEST(OAuth1Test, SignsEachRequestAnew) {
  const testing::SetClock clock(kNow);
  OAuth1Authorizer authorizer(kKeys, clock);
  http_client::Request request;
  request.url = "https://shop.example/rest/V1/orders";
  FakeSystem system;
  ASSERT_TRUE(authorizer.Authorize(&request, system.exchange).ok());
  ASSERT_TRUE(authorizer.Authorize(&request, system.exchange).ok());
  ASSERT_EQ(request.headers.size(), 2u);
  EXPECT_EQ(request.headers[0].name, "Authorization");
  EXPECT_THAT(
      request.headers[0].value,
      AllOf(StartsWith("OAuth "), HasSubstr("oauth_timestamp=\"1780000000\"")));
  EXPECT_NE(request.headers[0].value, request.headers[1].value);
  EXPECT_FALSE(authorizer.Renew());
}

}  // namespace
}  // namespace landfall::pull
