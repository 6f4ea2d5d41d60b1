// What an order is worth and when it was placed, from what the shops say of it.
// A total that cannot be read makes the order unpriced: neither worth nothing
// nor a rejected row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "tests/unit/decode/shop_decoding.h"

namespace landfall::decode {
namespace {

using model::Order;
using model::System;

// JSON values that are no amount.
constexpr absl::string_view kNoAmounts[] = {R"("")",
                                            R"("  ")",
                                            "null",
                                            R"("12,50")",
                                            R"("1,000.00")",
                                            R"("1.000,00")",
                                            R"("N/A")",
                                            R"("$$12.50")",
                                            R"("12.50 USD")",
                                            R"("1e400")",
                                            "1e400",
                                            R"("1e30")",
                                            R"("NaN")",
                                            R"("Infinity")",
                                            R"("--1")",
                                            R"("1.2.3")",
                                            R"("0x10")",
                                            "true",
                                            R"("1 000")",
                                            R"("１２")",
                                            R"("1000000000000000000")",
                                            R"("1’000.00")",
                                            R"("free")",
                                            "{}",
                                            "[]"};

std::string Text(const std::optional<base::Decimal>& amount) {
  return amount ? amount->ToString() : "unpriced";
}

// An order of each shop with $0 in place of its total.
const struct {
  System system;
  const char* payload;
} kShops[] = {
    {System::kShopify,
     R"({"id":"gid://shopify/Order/1","currencyCode":"EUR",
         "currentTotalPriceSet":{"shopMoney":{"amount":$0,
         "currencyCode":"EUR"}}})"},
    {System::kShopify,
     R"({"id":1,"financial_status":"paid","currency":"EUR",
         "current_total_price":$0})"},
    {System::kBigCommerce,
     R"({"id":1,"status_id":2,"total_inc_tax":$0,
         "default_currency_code":"EUR"})"},
    {System::kAdobeCommerce,
     R"({"entity_id":1,"increment_id":"1","base_grand_total":$0,
         "base_currency_code":"EUR"})"},
};

TEST(OrderAmountTest, TakesNoNumberForUnpricedInEveryShop) {
  for (const auto& shop : kShops) {
    for (absl::string_view value : kNoAmounts) {
      const std::string json = absl::Substitute(shop.payload, value);
      SCOPED_TRACE(json);
      const Order order = ShopDecoding(shop.system, "s").OrderOf(json, "order");
      EXPECT_EQ(Text(order.amount), "unpriced");
      EXPECT_EQ(order.currency, "EUR") << "it has one all the same";
    }
  }
}

TEST(OrderAmountTest, TakesEveryNumberInEveryShop) {
  const std::pair<absl::string_view, absl::string_view> kAmounts[] = {
      {R"("361.9500")", "361.95"},
      {"80", "80"},
      {R"(" 12.50 ")", "12.5"},
      {"0", "0"},
      {R"("0.00")", "0"},
      {"17.989999999999998", "17.99"},
      {"-8.8817841970013e-16", "0"},
      {"1.5E3", "1500"},
      {R"("999999999999999999")", "999999999999999999"},
      {"1e-300", "0"}};
  for (const auto& shop : kShops) {
    for (const auto& [value, amount] : kAmounts) {
      const std::string json = absl::Substitute(shop.payload, value);
      SCOPED_TRACE(json);
      EXPECT_EQ(
          Text(ShopDecoding(shop.system, "s").OrderOf(json, "order").amount),
          std::string(amount));
    }
  }
}

TEST(OrderAmountTest, AGarbledTotalOfNowIsNotReplacedByAnOlderOne) {
  const ShopDecoding shop(System::kShopify, "s");
  EXPECT_EQ(Text(shop.OrderOf(R"({"id":"gid://shopify/Order/1",
      "currentTotalPriceSet":{"shopMoney":{"amount":"12,50"}},
      "totalPriceSet":{"shopMoney":{"amount":"80.00"}}})")
                     .amount),
            "unpriced");
}

Order Adobe(const std::string& members) {
  return ShopDecoding(System::kAdobeCommerce, "m")
      .OrderOf(
          absl::StrCat(R"({"entity_id":1,"increment_id":"1",)", members, "}"),
          "order");
}

TEST(OrderAmountTest, OfAdobeIsWhatIsLeftOfIt) {
  const std::pair<const char*, const char*> kCases[] = {
      {R"("base_grand_total":100)", "100"},
      {R"("base_grand_total":100,"base_total_refunded":30.5)", "69.5"},
      {R"("base_grand_total":100,"base_total_canceled":"40.0000",
          "base_total_refunded":30)",
       "30"},
      {R"("base_grand_total":100,"base_total_canceled":null)", "100"},
      {R"("base_grand_total":100,"base_total_refunded":100)", "0"},
      // More was given back than was paid: nothing waits, and nothing is owed.
      {R"("base_grand_total":100,"base_total_refunded":120)", "0"},
      {R"("base_grand_total":-5)", "0"},
      {R"("base_grand_total":100.1,"base_total_refunded":33.370000000000005)",
       "66.73"},
      // Who knows how much is left?
      {R"("base_grand_total":100,"base_total_refunded":"some")", "unpriced"},
      {R"("base_grand_total":100,"base_total_canceled":"1,5")", "unpriced"},
      {R"("base_grand_total":999999999999999999,
          "base_total_refunded":0.000000001)",
       "unpriced"},
  };
  for (const auto& [members, amount] : kCases) {
    EXPECT_EQ(Text(Adobe(members).amount), amount) << members;
  }
}

TEST(OrderAmountTest, OfAdobeIsConvertedBackWhenTheBaseTotalIsLeftOut) {
  const std::pair<const char*, const char*> kCases[] = {
      {R"("grand_total":130,"base_to_order_rate":1.3)", "100"},
      {R"("grand_total":"12.99","base_to_order_rate":"1.3333")", "9.7427"},
      {R"("grand_total":1,"base_to_order_rate":3)", "0.3333"},
      {R"("grand_total":0.00005,"base_to_order_rate":1)", "0"},
      {R"("grand_total":0.00015,"base_to_order_rate":1)", "0.0002"},
      {R"("base_grand_total":"","grand_total":80,"base_to_order_rate":1)",
       "80"},
      // Refunds are in the base currency and come off afterwards.
      {R"("grand_total":130,"base_to_order_rate":1.3,
          "base_total_refunded":25)",
       "75"},
      // One currency needs no rate.
      {R"("grand_total":80,"base_currency_code":"USD",
          "order_currency_code":"usd")",
       "80"},
      {R"("grand_total":80)", "unpriced"},
      {R"("grand_total":80,"base_currency_code":"USD",
          "order_currency_code":"EUR")",
       "unpriced"},
      {R"("grand_total":80,"base_to_order_rate":0)", "unpriced"},
      {R"("grand_total":80,"base_to_order_rate":-1)", "unpriced"},
      {R"("grand_total":80,"base_to_order_rate":"x")", "unpriced"},
      {R"("grand_total":"x","base_to_order_rate":1)", "unpriced"},
      {R"("base_to_order_rate":1)", "unpriced"},
      {R"("grand_total":999999999999999999,
          "base_to_order_rate":0.000000001)",
       "unpriced"},
      // A base total that cannot be read is not there to be replaced.
      {R"("base_grand_total":"N/A","grand_total":80,"base_to_order_rate":1)",
       "unpriced"},
  };
  for (const auto& [members, amount] : kCases) {
    EXPECT_EQ(Text(Adobe(members).amount), amount) << members;
  }
}

TEST(OrderAmountTest, OfBigCommerceDoesNotTrustItsRefundedAmount) {
  const ShopDecoding shop(System::kBigCommerce, "b");
  EXPECT_EQ(Text(shop.OrderOf(R"({"id":1,"status_id":14,
      "total_inc_tax":"100.0000","refunded_amount":"0.0000"})")
                     .amount),
            "100");
}

// A migration creates old orders anew.
TEST(OrderTimeTest, OfShopifyIsWhenItWasProcessed) {
  const ShopDecoding shop(System::kShopify, "s");
  const std::pair<absl::string_view, absl::string_view> kCases[] = {
      {R"({"id":"gid://shopify/Order/1","createdAt":"2026-06-08T10:00:00Z",
           "processedAt":"2019-03-01T10:00:00Z"})",
       "2019-03-01T10:00:00Z"},
      {R"({"id":1,"financial_status":"paid",
           "created_at":"2026-06-08T10:00:00Z",
           "processed_at":"2019-03-01T11:00:00+01:00"})",
       "2019-03-01T10:00:00Z"},
      {R"({"id":"gid://shopify/Order/1","createdAt":"2026-06-08T10:00:00Z",
           "processedAt":null})",
       "2026-06-08T10:00:00Z"},
      {R"({"id":"gid://shopify/Order/1","createdAt":"2026-06-08T10:00:00Z",
           "processedAt":"0001-01-01T00:00:00Z"})",
       "2026-06-08T10:00:00Z"},
  };
  for (const auto& [json, placed] : kCases) {
    EXPECT_EQ(TimeText(shop.OrderOf(json).placed_at), std::string(placed))
        << json;
  }
}

}  // namespace
}  // namespace landfall::decode
