// Reads of everything that break off and go on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/pull/planned_parts.h"

namespace landfall::pull {
namespace {

using ::testing::ElementsAre;

class PartResumeTest : public PartReaderTest {
 protected:
  PartResumeTest() {
    connector_.question = "columns";
    PlanUstr("first", 1, 10, "", "b1");
    EXPECT_TRUE(Run().ok());
    began_ = system_.clock.Now();
    system_.clock.Advance(absl::Hours(25));
  }

  // Everything is due; the first of two pages comes, without C-1.
  void BreakOff() {
    PlanUstr("first", 2, 5, "p2", "");
    connector_.pages.erase({"customer.ustr", "p2"});
    EXPECT_EQ(Run().code(), absl::StatusCode::kUnavailable);
    PlanUstr("p2", 6, 10, "", "b2");
    system_.clock.Advance(absl::Minutes(5));
  }
  const PartState& state() { return states_["customer.ustr"]; }

  absl::Time began_;
};

TEST_F(PartResumeTest, GoesOnAndComparesWhatAllRunsBrought) {
  BreakOff();
  const absl::Time began = state().place_started;
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(connector_.asked[0], "p2");
  EXPECT_EQ(sums_.deleted, 1);
  EXPECT_EQ(Held(), 10);
  EXPECT_EQ(state().read, began);
  EXPECT_EQ(state().full, began);
  EXPECT_EQ(state().bookmark, "b2");
  EXPECT_EQ(state().place, "");
}

TEST_F(PartResumeTest, DeletesNothingAfterARestartUntilTheNextRead) {
  BreakOff();
  Restart();
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(connector_.asked[0], "p2");
  EXPECT_EQ(sums_.deleted, 0);
  EXPECT_EQ(Held(), 11);
  EXPECT_EQ(StateOfSource(), "FRESH") << "nobody is missing";
  EXPECT_EQ(state().full, began_) << "it is still due";
  PlanUstr("first", 2, 10, "", "b3");
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(connector_.asked[0], "first");
  EXPECT_EQ(sums_.deleted, 1);
}

TEST_F(PartResumeTest, AFirstReadThatGoesOnIsEverything) {
  states_.clear();
  BreakOff();
  Restart();
  ASSERT_TRUE(Run().ok());
  PlanUstr("since b2", 1, 0, "", "b2");
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(connector_.asked[0], "since b2");
}

TEST_F(PartResumeTest, CountsRejectedRowsOfAllRunsOnce) {
  BreakOff();
  connector_.pages[{"customer.ustr", "p2"}]->rows.push_back({"{}", 11});
  Restart();
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(sums_.read, 6) << "of the page, which was planned twice";
  EXPECT_EQ(sums_.rejected, 1);
  EXPECT_EQ(StateOfSource(), "INCOMPLETE");
  const auto unread = engine_->ListSources(system_.clock.Now())[0].unread;
  ASSERT_EQ(unread.size(), 1);
  EXPECT_EQ(unread[0].rows, 1);
}

TEST_F(PartResumeTest, BeginsAgainWhereThePlaceIsOfNoUse) {
  struct Case {
    const char* name;
    std::function<void()> change;
  };
  const Case cases[] = {
      {"other columns", [this] { connector_.question = "others"; }},
      {"a day", [this] { system_.clock.Advance(absl::Hours(24)); }},
      {"no connector that can", [this] { connector_.question = ""; }}};
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    connector_.question = "columns";
    BreakOff();
    test.change();
    ASSERT_TRUE(Run().ok());
    EXPECT_EQ(connector_.asked[0], "first");
    system_.clock.Advance(absl::Hours(25));
  }
}

TEST_F(PartResumeTest, BeginsAgainWhenSomebodyAsksForEverything) {
  BreakOff();
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(connector_.asked[0], "first");
}

TEST_F(PartResumeTest, BeginsAgainAtOnceWhenThePlaceIsRefused) {
  BreakOff();
  connector_.pages.insert_or_assign({"customer.ustr", "p2"},
                                    absl::FailedPreconditionError("HTTP 400"));
  PlanUstr("first", 2, 10, "", "b2");
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(connector_.asked, ElementsAre("p2", "first", "since c1"));
  EXPECT_EQ(sums_.deleted, 1);
}

TEST_F(PartResumeTest, GoesOnOnceTheCredentialsAreMended) {
  PlanUstr("first", 2, 5, "p2", "");
  connector_.pages.insert_or_assign({"customer.ustr", "p2"},
                                    absl::UnauthenticatedError("HTTP 401"));
  EXPECT_FALSE(Run().ok());
  PlanUstr("p2", 6, 10, "", "b2");
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(connector_.asked[0], "p2");
}

}  // namespace
}  // namespace landfall::pull
