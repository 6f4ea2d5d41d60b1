// Times that lie ahead of the clock, in every system.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "tests/unit/decode/decoding.h"

namespace landfall::decode {
namespace {

using model::System;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct TimeCase {
  System system;
  const char* type;
  const char* json;  // $t stands for the time
  const char* field;
};

const TimeCase kCases[] = {
    {System::kDataverse, "account",
     R"({"accountid":"a0000000-0000-4000-8000-000000000001","createdon":"$t"})",
     "createdon"},
    {System::kDataverse, "contact",
     R"({"contactid":"a0000000-0000-4000-8000-000000000001","ModifiedOn":"$t"})",
     "ModifiedOn"},
    {System::kFinanceOperations, "customer",
     R"({"dataAreaId":"ustr","CustomerAccount":"C-1","CreatedDateTime":"$t"})",
     "CreatedDateTime"},
    {System::kBusinessCentral, "customer",
     R"({"id":"a0000000-0000-4000-8000-000000000001","number":"1",
         "lastModifiedDateTime":"$t"})",
     "lastModifiedDateTime"},
    {System::kShopify, "customer", R"({"id":1,"updatedAt":"$t"})", "updatedAt"},
    {System::kShopify, "order", R"({"id":1,"createdAt":"$t"})", "createdAt"},
    {System::kShopify, "order",
     R"({"id":1,"createdAt":"2026-06-08T00:00:00Z","cancelled_at":"$t"})",
     "cancelled_at"},
    {System::kShopify, "company",
     R"({"id":1,"locations":{"nodes":[{"id":2,"updatedAt":"$t"}]}})",
     "updatedAt"},
    {System::kBigCommerce, "customer", R"({"id":1,"date_created":"$t"})",
     "date_created"},
    {System::kBigCommerce, "order", R"({"id":1,"date_created":"$t"})",
     "date_created"},
    {System::kAdobeCommerce, "customer", R"({"id":1,"updated_at":"$t"})",
     "updated_at"},
    {System::kAdobeCommerce, "order", R"({"entity_id":1,"created_at":"$t"})",
     "created_at"},
    {System::kShopify, "error_event",
     R"({"id":"e","at":"$t","system":"other","message":"x"})", "at"},
};

absl::Time At(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error));
  return time;
}

TEST(WildTimeTest, RejectsWhatLiesADayAhead) {
  for (const TimeCase& c : kCases) {
    SCOPED_TRACE(c.json);
    Decoding decoding(c.system);
    decoding.source().created = {"CreatedDateTime"};
    decoding.context().type = c.type;
    decoding.context().company = "UK Trade Ltd";
    decoding.context().now = At("2026-06-09T12:00:00Z");
    const auto with = [&c](const char* time) {
      return absl::StrReplaceAll(c.json, {{"$t", time}});
    };
    EXPECT_EQ(decoding.Error(with("2026-06-10T12:00:00Z")), "");
    for (const char* wild : {"2026-06-10T12:00:01Z", "9000-01-01T00:00:00Z",
                             "9999-12-31T23:59:59Z", "2026-06-11"}) {
      const std::string error = decoding.Error(with(wild));
      EXPECT_THAT(error, StartsWith(std::string("field '") + c.field + "'"));
      EXPECT_THAT(error, HasSubstr("ahead of the clock"));
    }
  }
}

TEST(WildTimeTest, SecondsCountLikeDates) {
  Decoding decoding(System::kBigCommerce);
  decoding.context().type = "quote";
  decoding.context().now = At("2026-06-09T12:00:00Z");
  EXPECT_EQ(decoding.Error(R"({"id":1,"createdAt":1780000000})"), "");
  EXPECT_THAT(decoding.Error(R"({"id":1,"createdAt":4102444800})"),
              HasSubstr("field 'createdAt': lies more than 24 hours ahead"));
}

TEST(WildTimeTest, WithoutAClockNothingIsAhead) {
  Decoding decoding(System::kShopify);
  decoding.context().type = "customer";
  EXPECT_EQ(decoding.Error(R"({"id":1,"updatedAt":"9999-12-31"})"), "");
}

}  // namespace
}  // namespace landfall::decode
