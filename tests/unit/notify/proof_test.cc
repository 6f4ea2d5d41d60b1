#include "server/notify/proof.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace landfall::notify {
namespace {

using model::System;

constexpr char kSecret[] = "hush";
const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

bool IsGenuine(System system, const Notification& notification,
               absl::string_view secret = kSecret) {
  return Prove(system, secret, notification, kNow).genuine;
}

// The signatures here were made with another implementation, Python's.
TEST(ProofTest, TakesShopifysSignatureOfTheBytes) {
  const std::string body =
      "{\"id\":71,\"email\":\"ann@contoso.com\",\"note\":\"Gr\u00fc\u00dfe\"}";
  Notification sent;
  sent.body = body;
  sent.headers.shopify_hmac = "T6fndutix7QDqm+2AWmXYpfDkYwNCqWXZRlvBlkH0V0=";
  EXPECT_TRUE(IsGenuine(System::kShopify, sent));
  EXPECT_EQ(Prove(System::kShopify, kSecret, sent, kNow).identity, body);
  EXPECT_FALSE(IsGenuine(System::kShopify, sent, "hush2"));
  // The other one's way is no way in.
  EXPECT_FALSE(IsGenuine(System::kBigCommerce, sent));
  const std::string other = absl::StrCat(body, " ");
  sent.body = other;
  EXPECT_FALSE(IsGenuine(System::kShopify, sent));
  sent.body = absl::string_view(body).substr(0, body.size() - 1);
  EXPECT_FALSE(IsGenuine(System::kShopify, sent));
  sent.body = body;
  for (const char* wrong :
       {"", "T6fndutix7QDqm+2AWmXYpfDkYwNCqWXZRlvBlkH0V0",
        "T6fndutix7QDqm-2AWmXYpfDkYwNCqWXZRlvBlkH0V0=",
        "4fa7e776eb62c7b403aa6fb60169976297c3918c0d0aa59765196f065907d15d",
        "hush"}) {
    SCOPED_TRACE(wrong);
    sent.headers.shopify_hmac = wrong;
    EXPECT_FALSE(IsGenuine(System::kShopify, sent));
  }
}

TEST(ProofTest, TakesStandardWebhooks) {
  Notification sent;
  sent.body = R"({"scope":"store/order/created",)"
              R"("data":{"type":"order","id":250}})";
  sent.headers.webhook_id = "d1";
  sent.headers.webhook_timestamp = "1780000000";
  const std::string right = "v1,upQV4k3gGyTSZv6EIdHJLMxHLW075q5y0IRDzFn1a0I=";
  sent.headers.webhook_signature = right;
  EXPECT_TRUE(IsGenuine(System::kBigCommerce, sent));
  EXPECT_EQ(Prove(System::kBigCommerce, kSecret, sent, kNow).identity, "d1");
  const std::string two = absl::StrCat("v2,x v1,AAAA ", right);
  sent.headers.webhook_signature = two;
  EXPECT_TRUE(IsGenuine(System::kBigCommerce, sent));
  sent.headers.webhook_signature = "v1,AAAA";
  EXPECT_FALSE(IsGenuine(System::kBigCommerce, sent));
  sent.headers.webhook_signature = right;
  sent.headers.webhook_id = "d2";
  EXPECT_FALSE(IsGenuine(System::kBigCommerce, sent));
  sent.headers.webhook_id = "";
  EXPECT_FALSE(IsGenuine(System::kBigCommerce, sent));
}

// Stores sign with the secret of the app, whatever headers a hook was given.
TEST(ProofTest, TakesTheSecretBesideASignatureOfAnother) {
  Notification sent;
  sent.body = "{}";
  sent.headers.webhook_id = "d1";
  sent.headers.webhook_timestamp = "1780000000";
  sent.headers.webhook_signature = "v1,AAAA";
  EXPECT_FALSE(IsGenuine(System::kBigCommerce, sent));
  sent.headers.secret = "Hush";
  EXPECT_FALSE(IsGenuine(System::kBigCommerce, sent));
  sent.headers.secret = kSecret;
  EXPECT_TRUE(IsGenuine(System::kBigCommerce, sent));
  EXPECT_EQ(Prove(System::kBigCommerce, kSecret, sent, kNow).identity, "d1");
}

TEST(ProofTest, TakesNoStandardWebhookOfAnotherTime) {
  Notification sent;
  sent.body = R"({"scope":"store/order/created",)"
              R"("data":{"type":"order","id":250}})";
  sent.headers.webhook_id = "d1";
  sent.headers.webhook_timestamp = "1780000000";
  sent.headers.webhook_signature =
      "v1,upQV4k3gGyTSZv6EIdHJLMxHLW075q5y0IRDzFn1a0I=";
  const auto genuine = [&](absl::Duration later) {
    return Prove(System::kBigCommerce, kSecret, sent, kNow + later).genuine;
  };
  EXPECT_TRUE(genuine(absl::Minutes(5)));
  EXPECT_TRUE(genuine(-absl::Minutes(5)));
  EXPECT_FALSE(genuine(absl::Seconds(301)));
  EXPECT_FALSE(genuine(-absl::Seconds(301)));
  for (const char* wrong : {"", "x", "9223372036854775807", "1780000000.0"}) {
    sent.headers.webhook_timestamp = wrong;
    EXPECT_FALSE(genuine({})) << wrong;
  }
}

// The example of the specification, whose key is written as people get it.
TEST(ProofTest, TakesTheKeyOfStandardWebhooks) {
  Notification sent;
  sent.body = R"({"test": 2432232314})";
  sent.headers.webhook_id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  sent.headers.webhook_timestamp = "1614265330";
  sent.headers.webhook_signature =
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  EXPECT_TRUE(Prove(System::kBigCommerce,
                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", sent,
                    absl::FromUnixSeconds(1614265330))
                  .genuine);
}

TEST(ProofTest, TakesTheClientStateOfBusinessCentral) {
  const auto genuine = [](absl::string_view body) {
    Notification sent;
    sent.body = body;
    return IsGenuine(System::kBusinessCentral, sent);
  };
  EXPECT_TRUE(genuine(R"({"value":[{"subscriptionId":"s",)"
                      R"("clientState":"hush","changeType":"updated"}]})"));
  // One of the subscriptions is from before the secret was changed.
  EXPECT_TRUE(genuine(
      R"({"value":[{"clientState":"old"},{"x":1},{"clientState":"hush"}]})"));
  for (const char* wrong : {
           "",
           "{}",
           "[]",
           "null",
           R"({"value":[]})",
           R"({"value":"hush"})",
           R"({"value":[{"clientState":"hushh"}]})",
           R"({"value":["hush"]})",
           R"({"value":[{"clientState":null}]})",
           R"({"clientState":"hush"})",
           R"({"value":[{"clientState":["hush"]}]})",
           "{\"value\":[{\"cli",
           "\xff\xfe",
       }) {
    EXPECT_FALSE(genuine(wrong)) << wrong;
  }
  EXPECT_FALSE(genuine(std::string(100'000, '[')));
}

TEST(ProofTest, TakesTheSecretOfThoseWhoDoNotSign) {
  for (const System system : {System::kDataverse, System::kFinanceOperations,
                              System::kAdobeCommerce, System::kBigCommerce}) {
    SCOPED_TRACE(model::SystemName(system));
    Notification sent;
    sent.body = "{}";
    EXPECT_FALSE(IsGenuine(system, sent));
    sent.headers.secret = "hush";
    EXPECT_TRUE(IsGenuine(system, sent));
    sent.headers.secret = "Hush";
    EXPECT_FALSE(IsGenuine(system, sent));
    sent.code = "hush";
    EXPECT_TRUE(IsGenuine(system, sent));
    sent.code = "hus";
    EXPECT_FALSE(IsGenuine(system, sent));
  }
  Notification sent;
  sent.headers.secret = "hush";
  EXPECT_FALSE(IsGenuine(System::kShopify, sent));
  EXPECT_FALSE(IsGenuine(System::kBusinessCentral, sent));
}

}  // namespace
}  // namespace landfall::notify
