#include "server/pull/flow_runs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kNone[] = R"({"value":[]})";
constexpr char kKept[] =
    R"({"value":[{"flowruntimetoliveinseconds":2419200}]})";
constexpr char kRun[] =
    R"({"value":[{"flowrunid":"1","modifiedon":"2026-06-08T10:00:00Z"}]})";

class FlowRunsTest : public ::testing::Test {
 protected:
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  absl::StatusOr<Page> Read(const std::string& place) {
    return runs_.Read(place, system_.exchange);
  }
  // A read of everything that ends with one page.
  Page Last(const std::string& page) {
    Plan(200, page);
    Plan(200, kKept);
    Plan(200, kNone);
    const auto read = Read(runs_.First(system_.clock.Now()));
    EXPECT_TRUE(read.ok()) << read.status();
    return read.ok() ? *read : Page();
  }
  std::string url(size_t from_behind = 1) {
    const auto& requests = system_.sender.requests;
    return requests[requests.size() - from_behind].url;
  }

  FakeSystem system_;
  FlowRuns runs_{"https://crm.example/api/data/v9.2/"};
};

TEST_F(FlowRunsTest, ReadsFailuresAndThenThoseOfTheLastHourOn) {
  const Page page = Last(kRun);
  EXPECT_THAT(page.rows, SizeIs(1));
  EXPECT_EQ(page.cut_short, false);
  EXPECT_THAT(url(3), HasSubstr("/flowruns?$select=flowrunid,name,status,"));
  EXPECT_THAT(url(3), HasSubstr("&$filter=status%20eq%20%27Failed%27"));
  EXPECT_THAT(url(3), Not(HasSubstr("orderby")));
  EXPECT_THAT(url(1), HasSubstr("/flowevents?"));
  EXPECT_THAT(url(1), HasSubstr("FlowRunIngestion"));
  Plan(200, kNone);
  Plan(200, kKept);
  Plan(200, kNone);
  const auto next = Read(runs_.Since(page.bookmark, system_.clock.Now()));
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_THAT(url(3), HasSubstr("%20and%20modifiedon%20ge%20"
                                "2026-06-08T09%3A00%3A00.000Z"));
  EXPECT_EQ(next->bookmark, page.bookmark) << "no news";
}

TEST_F(FlowRunsTest, GoesBackByTheTimeThatTheReadTook) {
  Plan(200, R"({"value":[{"flowrunid":"1","modifiedon":)"
            R"("2026-06-08T10:00:00Z"}],"@odata.nextLink":)"
            R"("https://crm.example/next?$skiptoken=1"})");
  const auto first = Read(runs_.First(system_.clock.Now()));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->cut_short, std::nullopt);
  system_.clock.Advance(absl::Hours(2));
  Plan(200, kNone);
  Plan(200, kKept);
  Plan(200, kNone);
  const auto last = Read(first->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(url(3), "https://crm.example/next?$skiptoken=1");
  EXPECT_EQ(DecodeKnown(last->bookmark).newest,
            absl::FromUnixSeconds(1780905600));  // 08:00
}

TEST_F(FlowRunsTest, BeginsADayAgoWhenNothingHasFailedYet) {
  EXPECT_EQ(DecodeKnown(Last(kNone).bookmark).newest,
            system_.clock.Now() - absl::Hours(24));
}

TEST_F(FlowRunsTest, SaysThatRunsMayBeMissing) {
  constexpr char kOff[] = R"({"value":[{"flowruntimetoliveinseconds":0}]})";
  constexpr char kGap[] =
      R"({"value":[{"eventcode":"IngestionRateDataLoss"}]})";
  constexpr char kNo[] = R"({"error":{"code":"0x80040220","message":"no"}})";
  struct Case {
    int organization_status;
    const char* organization;
    int events_status;
    const char* events;
    bool cut_short;
  };
  for (const Case& test :
       {Case{200, kOff, 0, "", true}, Case{403, kNo, 0, "", true},
        Case{200, kNone, 0, "", true}, Case{200, kKept, 200, kGap, true},
        Case{200, kKept, 403, kNo, true}, Case{200, kKept, 404, kNo, true},
        Case{200, kKept, 200, kNone, false}}) {
    system_.sender.steps.clear();
    Plan(200, kNone);
    Plan(test.organization_status, test.organization);
    if (test.events_status != 0) Plan(test.events_status, test.events);
    const auto page = Read(runs_.First(system_.clock.Now()));
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->cut_short, test.cut_short);
  }
}

TEST_F(FlowRunsTest, DoesWithoutColumnsThatTheTableLacks) {
  Plan(400, R"({"error":{"code":"0x0","message":"Could not find a property )"
            R"(named 'workflowid' on type 'flowrun'."}})");
  Plan(200, kNone);
  Plan(200, kKept);
  Plan(200, kNone);
  ASSERT_TRUE(Read(runs_.First(system_.clock.Now())).ok());
  EXPECT_THAT(url(3), Not(HasSubstr("workflowid")));
  Plan(403, R"({"error":{"code":"0x80040220","message":"no"}})");
  EXPECT_EQ(Read(runs_.First(system_.clock.Now())).status().code(),
            absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace landfall::pull
