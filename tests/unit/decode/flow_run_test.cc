#include "server/decode/dataverse/flow_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace landfall::decode {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kId[] = "7B9C0000-0000-0000-0000-000000000001";

class FlowRunTest : public ::testing::Test {
 protected:
  FlowRunTest() { source_.id = "crm"; }

  // `members` stand beside the id.
  absl::StatusOr<std::vector<model::Record>> Read(const std::string& members) {
    DecodeContext context;
    context.source = &source_;
    context.type = "flow_run";
    return Decode(context,
                  absl::StrCat("{\"flowrunid\":\"", kId, "\",", members, "}"));
  }

  model::Source source_;
};

TEST_F(FlowRunTest, MakesAFailureAnErrorEvent) {
  const auto records = Read(
      R"("name":"08584CU15","status":"Failed","errorcode":"ActionFailed",)"
      R"("errormessage":"{\r\n \"code\":\"ActionFailed\",\"message\":)"
      R"(\"An action failed. No dependent actions succeeded.\"}",)"
      R"("_workflow_value@OData.Community.Display.V1.FormattedValue":"Copy",)"
      R"("_workflow_value":"aaaa0000-0000-0000-0000-000000000001",)"
      R"("starttime":"2026-06-08T09:00:00Z","endtime":"2026-06-08T09:01:00Z")");
  ASSERT_TRUE(records.ok()) << records.status();
  ASSERT_EQ(records->size(), 1);
  const model::Record& record = (*records)[0];
  EXPECT_EQ(record.ref.ToString(),
            "crm/flow_run/7b9c0000-0000-0000-0000-000000000001");
  EXPECT_EQ(record.created, absl::FromUnixSeconds(1780909260));
  const auto& event = std::get<model::ErrorEvent>(record.body);
  EXPECT_EQ(event.system, "power_automate");
  EXPECT_EQ(event.flow, "Copy");
  EXPECT_EQ(event.code, "ActionFailed");
  EXPECT_EQ(event.message, "An action failed. No dependent actions succeeded.");
  EXPECT_TRUE(event.record.id.empty());
  EXPECT_EQ(record.fields.Find("errormessage"), nullptr);
}

TEST_F(FlowRunTest, KeepsNothingOfOtherRuns) {
  for (const char* status : {"Succeeded", "Success", "running", "Cancelled"}) {
    const auto records = Read(absl::StrCat("\"status\":\"", status, "\""));
    ASSERT_TRUE(records.ok()) << records.status();
    EXPECT_THAT(*records, IsEmpty()) << status;
  }
}

TEST_F(FlowRunTest, TakesTheRecordWhoseAddressTheMessageNames) {
  const auto records = Read(
      R"("status":"FAILED","starttime":"2026-06-08T09:00:00Z","errormessage":)"
      R"("PATCH https://c.crm4.dynamics.com/api/data/v9.2/contacts()"
      R"(0A1B0000-0000-0000-0000-000000000002) failed")");
  ASSERT_TRUE(records.ok()) << records.status();
  const auto& event = std::get<model::ErrorEvent>((*records)[0].body);
  EXPECT_EQ(event.record,
            (model::RecordRef{"", "contact",
                              "0a1b0000-0000-0000-0000-000000000002"}));
  EXPECT_THAT(event.message, HasSubstr("failed"));
}

TEST_F(FlowRunTest, SaysWhatIsMissing) {
  EXPECT_THAT(std::string(Read("\"name\":\"x\"").status().message()),
              HasSubstr("status"));
  EXPECT_THAT(std::string(Read("\"status\":\"Failed\"").status().message()),
              HasSubstr("endtime"));
}

}  // namespace
}  // namespace landfall::decode
