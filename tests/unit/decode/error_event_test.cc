#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/unit/decode/decoding.h"

namespace landfall::decode {
namespace {

using model::ErrorEvent;
using model::Record;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ErrorEventTest : public ::testing::Test {
 protected:
  ErrorEventTest() { decoding_.context().type = "error_event"; }

  Record One(absl::string_view json) {
    absl::StatusOr<Record> record = decoding_.One(json);
    EXPECT_TRUE(record.ok()) << record.status();
    return record.ok() ? *record : Record();
  }
  ErrorEvent Event(absl::string_view json) {
    Record record = One(json);
    const auto* event = std::get_if<ErrorEvent>(&record.body);
    EXPECT_NE(event, nullptr);
    return event == nullptr ? ErrorEvent() : *event;
  }

  Decoding decoding_{model::System::kShopify};
};

TEST_F(ErrorEventTest, DecodesAnEvent) {
  const Record record = One(R"({"id":"run-7","at":"2026-04-09T10:00:00Z",
    "system":"power_automate","flow":"New account","map":"Customers V3",
    "entity":"USTR","record":{"source":"crm","type":"account",
    "id":"{11111111-AAAA-4BBB-8CCC-0123456789AB}"},"message":"failed",
    "code":"0x80040265"})");
  EXPECT_EQ(record.ref.ToString(), "src/error_event/run-7");
  EXPECT_EQ(record.name, "New account");
  EXPECT_TRUE(record.created.has_value());
  const auto& event = std::get<ErrorEvent>(record.body);
  EXPECT_EQ(event.system, "power_automate");
  EXPECT_EQ(event.flow, "New account");
  EXPECT_EQ(event.map, "Customers V3");
  EXPECT_EQ(event.entity, "USTR");
  EXPECT_EQ(event.record.ToString(),
            "crm/account/11111111-aaaa-4bbb-8ccc-0123456789ab");
  EXPECT_EQ(event.message, "failed");
  EXPECT_EQ(event.code, "0x80040265");
  EXPECT_FALSE(event.customer.has_value());
}

TEST_F(ErrorEventTest, AcceptsARecordOnOneLine) {
  const ErrorEvent event =
      Event(R"({"at":"2026-04-09","message":"x","record":"shop/customer/12"})");
  EXPECT_EQ(event.record, (model::RecordRef{"shop", "customer", "12"}));
  EXPECT_EQ(event.system, "other");
  EXPECT_EQ(Event(R"({"at":"2026-04-09","message":"x","record.type":"account",
                      "record.id":"1"})")
                .record,
            (model::RecordRef{"", "account", "1"}));
}

TEST_F(ErrorEventTest, ReadsTheCustomersKeysAndKeepsThemOutOfTheFields) {
  const Record record = One(R"({"at":"2026-04-09","message":"x","customer":{
    "name":"Ann","emails":["a@b.co","c@d.co"],
    "externalIds":[{"source":"shop","value":"1"},{"source":"b2b","value":"2"}],
    "taxIds":[{"value":"DE1"}],"country":"DE","postalCode":"1"}})");
  const auto& keys = *std::get<ErrorEvent>(record.body).customer;
  EXPECT_EQ(keys.name, "Ann");
  EXPECT_THAT(keys.emails, ElementsAre("a@b.co", "c@d.co"));
  ASSERT_EQ(keys.external_ids.size(), 2u);
  EXPECT_EQ(keys.external_ids[1].source, "b2b");
  EXPECT_EQ(keys.external_ids[1].value, "2");
  ASSERT_EQ(keys.tax_ids.size(), 1u);
  EXPECT_EQ(keys.tax_ids[0].country, "");
  EXPECT_EQ(keys.country, "DE");
  EXPECT_EQ(keys.postal_code, "1");
  for (const auto& [path, value] : record.fields.entries()) {
    EXPECT_THAT(path, Not(HasSubstr("customer")));
  }
}

TEST_F(ErrorEventTest, IdentifiesAnEventByItsContent) {
  const char kJson[] = R"({"at":"2026-04-09","message":"x","flow":"f"})";
  const std::string id = One(kJson).ref.id;
  EXPECT_EQ(id.size(), 32u);
  EXPECT_EQ(One(R"({"flow":"f","message":"x","at":"2026-04-09"})").ref.id, id);
  EXPECT_NE(One(R"({"flow":"f","message":"y","at":"2026-04-09"})").ref.id, id);
  EXPECT_NE(One(R"({"flow":"x","message":"f","at":"2026-04-09"})").ref.id, id);
}

TEST_F(ErrorEventTest, RecognisesAnEventOfAnySource) {
  decoding_.context().type = "";
  EXPECT_EQ(One(R"({"at":"2026-04-09","system":"dual_write","message":"x"})")
                .ref.type,
            "error_event");
}

TEST_F(ErrorEventTest, NamesTheDefectWithoutTheValue) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"message":"x"})", "'at': missing"},
      {R"({"at":"zoe","message":"x"})", "'at': not a time"},
      {R"({"at":"2026-04-09"})", "'message'"},
      {R"({"at":"2026-04-09","message":"x","system":"zoe"})",
       "dual_write, business_central, power_automate, other"},
      {R"({"at":"2026-04-09","message":"x","record":"zoe"})", "source/type/id"},
      {R"({"at":"2026-04-09","message":"x","record":{"source":"crm"}})",
       "'record'"},
      {R"({"at":"2026-04-09","message":"x","customer":{"externalIds":[
           {"value":"zoe"},{"source":"b","value":"2"}]}})",
       "'customer.externalIds'"},
      {R"({"at":"2026-04-09","message":"x","customer":{"taxIds":[
           {"value":"zoe"},{"country":"DE","value":"2"}]}})",
       "'customer.taxIds'"},
      {R"({"id":" ","at":"2026-04-09"})", "'message'"},
  };
  for (const auto& [json, message] : cases) {
    SCOPED_TRACE(json);
    EXPECT_THAT(decoding_.Error(json), HasSubstr(message));
    EXPECT_THAT(decoding_.Error(json), Not(HasSubstr("zoe")));
  }
}

}  // namespace
}  // namespace landfall::decode
