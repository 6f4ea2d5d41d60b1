// The ids of each system, in whatever spelling they come.
#include "server/normalize/system_id.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace landfall::normalize {
namespace {

using model::System;

constexpr char kGuid[] = "11111111-aaaa-4bbb-8ccc-0123456789ab";
constexpr char kLoudGuid[] = "{11111111-AAAA-4BBB-8CCC-0123456789AB}";

TEST(SystemIdTest, OfDataverseAreGuids) {
  const auto id = [](absl::string_view type, absl::string_view text) {
    return CanonicalSystemId(System::kDataverse, type, text);
  };
  EXPECT_EQ(*id("account", absl::StrCat(" ", kLoudGuid, " ")), kGuid);
  EXPECT_EQ(*id("contact", kGuid), kGuid);
  EXPECT_FALSE(id("account", "1").ok());
  EXPECT_FALSE(id("account", "11111111-aaaa-4bbb-8ccc-0123456789ag").ok());
  EXPECT_FALSE(id("lead", kGuid).ok());
}

TEST(SystemIdTest, OfFinanceOperationsHaveTheEntityInFront) {
  const auto id = [](absl::string_view type, absl::string_view text) {
    return CanonicalSystemId(System::kFinanceOperations, type, text);
  };
  EXPECT_EQ(*id("customer", "USTR:C-00042"), "ustr:C-00042");
  EXPECT_EQ(*id("customer", " UsTr : A:b "), "ustr:A:b");
  EXPECT_EQ(*id("customer_group", "USTR:10"), "ustr:10");
  EXPECT_EQ(*id("error", "17"), "17");
  for (const char* bad : {"", "C-1", ":C-1", "ustr:"}) {
    EXPECT_FALSE(id("customer", bad).ok()) << bad;
  }
  EXPECT_FALSE(id("vendor", "a:b").ok());
}

TEST(SystemIdTest, OfBusinessCentralHaveTheCompanyInFront) {
  const auto id = [](absl::string_view type, absl::string_view text) {
    return CanonicalSystemId(System::kBusinessCentral, type, text);
  };
  EXPECT_EQ(*id("customer", absl::StrCat("UKCO:", kLoudGuid)),
            absl::StrCat("ukco:", kGuid));
  EXPECT_EQ(*id("customer", "UK Trade Ltd:C1"), "uk trade ltd:C1");
  EXPECT_EQ(*id("sync_error", "17"), "17");
  for (const char* bad : {"", "C1", kGuid, ":C1", "x:"}) {
    EXPECT_FALSE(id("customer", bad).ok()) << bad;
  }
  EXPECT_FALSE(id("vendor", kGuid).ok());
}

TEST(SystemIdTest, OfShopifyAreNumbersInManyForms) {
  for (absl::string_view text :
       {"1", " 1 ", "001", "gid://shopify/Order/1",
        "gid://shopify/Order/1?shop=x", "Z2lkOi8vc2hvcGlmeS9PcmRlci8x"}) {
    SCOPED_TRACE(std::string(text));
    const auto id = CanonicalSystemId(System::kShopify, "order", text);
    ASSERT_TRUE(id.ok()) << id.status();
    EXPECT_EQ(*id, "1");
  }
  for (absl::string_view text :
       {"", "x", "-1", "1.0", "gid://shopify/Order", "gid://other/Order/1",
        "gid://shopify/Customer/1", "123456789012345678901"}) {
    SCOPED_TRACE(std::string(text));
    EXPECT_EQ(
        CanonicalSystemId(System::kShopify, "order", text).status().code(),
        absl::StatusCode::kInvalidArgument);
  }
  EXPECT_FALSE(CanonicalSystemId(System::kShopify, "quote", "1").ok());
  EXPECT_EQ(ShopifyTypeOf("gid://shopify/DraftOrder/7"), "draft_order");
  EXPECT_EQ(ShopifyTypeOf("gid://shopify/Product/7"), "");
  EXPECT_EQ(ShopifyTypeOf("7"), "");
}

TEST(SystemIdTest, OfTheOtherShopsArePlainIntegers) {
  for (const System system : {System::kBigCommerce, System::kAdobeCommerce}) {
    EXPECT_EQ(*CanonicalSystemId(system, "order", " 0100"), "100");
    EXPECT_FALSE(CanonicalSystemId(system, "order", "10a").ok());
    EXPECT_FALSE(CanonicalSystemId(system, "order", "").ok());
    EXPECT_FALSE(CanonicalSystemId(system, "draft_order", "1").ok());
  }
  EXPECT_FALSE(
      CanonicalSystemId(System::kBigCommerce, "company_location", "1").ok());
}

TEST(SystemIdTest, OfErrorEventsAreTexts) {
  for (const System system : {System::kDataverse, System::kShopify}) {
    const auto id = [system](absl::string_view text) {
      return CanonicalSystemId(system, "error_event", text);
    };
    EXPECT_EQ(*id(" Run-7 "), "Run-7");
    EXPECT_EQ(*id(kLoudGuid), kGuid);
    for (const std::string& bad : std::initializer_list<std::string>{
             " ", ".", "..", "a\nb", std::string(257, 'x')}) {
      EXPECT_FALSE(id(bad).ok()) << bad;
    }
  }
}

}  // namespace
}  // namespace landfall::normalize
