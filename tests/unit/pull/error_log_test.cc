#include "server/pull/error_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kUrl[] = "https://crm.example/data/Log?cross-company=true";

class ErrorLogTest : public ::testing::Test {
 protected:
  void Plan(int status, std::string body) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  // Rows of one second, with the ids from `first` on.
  void PlanRows(int first, int count, absl::string_view more = "") {
    std::string rows;
    for (int i = first; i < first + count; ++i) {
      absl::StrAppend(&rows, i == first ? "" : ",", R"({"Happened":)",
                      R"("2026-06-08T10:00:00Z","ErrorId":)", i,
                      R"(,"Said":"no \"x\"\n"})");
    }
    Plan(200, absl::StrCat(R"({"value":[)", rows, "]", more, "}"));
  }
  absl::StatusOr<Page> Read(const std::string& place) {
    return log_.Read(kUrl, place, system_.exchange);
  }
  std::string url() { return system_.sender.requests.back().url; }

  config::ErrorEntity entity_{
      "Log", {{"at", "Happened"}, {"id", "ErrorId"}, {"message", "Said"}}};
  FakeSystem system_;
  ErrorLog log_{entity_, {"CreatedDateTime", "RecId", true}};
};

TEST_F(ErrorLogTest, GoesOnBehindTheLastRowAndLaterAtTheNewest) {
  PlanRows(1, 5000);
  const auto first = Read(log_.First());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->rows, SizeIs(5000));
  EXPECT_EQ(first->rows[0].json, R"({"at":"2026-06-08T10:00:00Z","id":1,)"
                                 R"("message":"no \"x\"\u000a"})");
  EXPECT_EQ(url(), absl::StrCat(kUrl,
                                "&$select=Happened,ErrorId,Said"
                                "&$orderby=Happened,ErrorId&$top=5000"));
  PlanRows(5001, 3);
  const auto second = Read(first->next);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(url(),
              HasSubstr("&$filter=Happened%20gt%202026-06-08T10%3A00%3A00Z%20or"
                        "%20%28Happened%20eq%202026-06-08T10%3A00%3A00Z%20and"
                        "%20ErrorId%20gt%205000%29&"));
  EXPECT_EQ(second->next, "");
  Plan(200, R"({"value":[]})");
  const auto later = Read(log_.Since(second->bookmark));
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_THAT(url(), HasSubstr("&$filter=Happened%20ge%20"
                               "2026-06-08T09%3A00%3A00.000Z&"));
  EXPECT_EQ(later->bookmark, second->bookmark);
}

TEST_F(ErrorLogTest, TakesAPageWithoutRowsNotForTheLast) {
  Plan(200, R"({"value":[],"@odata.nextLink":"https://crm.example/next?a=1"})");
  const auto empty = Read(log_.First());
  ASSERT_TRUE(empty.ok()) << empty.status();
  PlanRows(1, 1);
  const auto last = Read(empty->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(url(), "https://crm.example/next?a=1");
  EXPECT_THAT(last->rows, SizeIs(1));
  EXPECT_EQ(last->next, "");
}

TEST_F(ErrorLogTest, ReadsEverythingWhereNothingSaysWhatIsNew) {
  entity_.fields.erase("at");
  PlanRows(1, 2, R"(,"@odata.nextLink":"https://crm.example/next?a=1")");
  const auto first = Read(log_.First());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(url(), Not(HasSubstr("orderby")));
  PlanRows(3, 1);
  const auto second = Read(first->next);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(url(), "https://crm.example/next?a=1");
  EXPECT_EQ(second->bookmark, "");
}

TEST_F(ErrorLogTest, TakesNoTimeForNoTime) {
  PlanRows(1, 2);
  Plan(200, R"({"value":[{"Happened":"1900-01-01T00:00:00Z","ErrorId":3},)"
            R"({"Happened":"2026-06-08T10:00:00Z","ErrorId":4}]})");
  EXPECT_NE(Read(log_.First())->bookmark, "");
  EXPECT_EQ(Read(log_.First())->bookmark, "") << "a new one would be missed";
}

TEST_F(ErrorLogTest, KnowsTheNamesOfTheLogItself) {
  entity_.fields.clear();
  Plan(400, R"({"error":{"message":"","innererror":{"message":"Could not find )"
            R"(a property named 'CreatedDateTime' on type 'X'."}}})");
  Plan(200, R"({"value":[{"RecId":1,"DetailedErrorMessage":"no"}]})");
  const auto page = Read(log_.First());
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(system_.sender.requests[0].url,
              EndsWith("&$orderby=CreatedDateTime,RecId&$top=5000"));
  EXPECT_EQ(url(), kUrl);
  EXPECT_EQ(page->rows[0].json, R"({"RecId":1,"DetailedErrorMessage":"no"})");
}

TEST_F(ErrorLogTest, FollowsLinksWhereTheyHideNoRow) {
  const config::ErrorEntity entity{"syncErrors", {}};
  ErrorLog log(entity, {"dateTime", "id", false, {{"Company", "usmf"}}});
  const auto read = [&](const std::string& place) {
    return log.Read("https://crm.example/syncErrors", place, system_.exchange);
  };
  Plan(200, R"({"value":[{"dateTime":"2026-06-08T10:00:00.5Z"}],)"
            R"("@odata.nextLink":"https://crm.example/next?a=1"})");
  const auto first = read(log.First());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(url(), "https://crm.example/syncErrors?$orderby=dateTime");
  EXPECT_THAT(system_.sender.requests.back().headers,
              Contains(Field(&http_client::Header::value, "usmf")));
  Plan(200, R"({"value":[]})");
  const auto last = read(first->next);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(url(), "https://crm.example/next?a=1");
  Plan(200, R"({"value":[]})");
  ASSERT_TRUE(read(log.Since(last->bookmark)).ok());
  EXPECT_EQ(url(),
            "https://crm.example/syncErrors?$filter=dateTime%20ge%20"
            "2026-06-08T09%3A00%3A00.500Z&$orderby=dateTime");
}

TEST_F(ErrorLogTest, SaysWhatItCannotRead) {
  Plan(404, "{}");
  EXPECT_THAT(std::string(Read(log_.First()).status().message()),
              HasSubstr("read error rows: the system answers HTTP 404"));
  Plan(400, R"({"error":{"message":"no"}})");
  EXPECT_FALSE(Read(log_.First()).ok());
}

}  // namespace
}  // namespace landfall::pull
