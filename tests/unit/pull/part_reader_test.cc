#include "server/pull/part_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/unit/pull/planned_parts.h"

namespace landfall::pull {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class OrderReaderTest : public PartReaderTest {
 protected:
  // Makes a shop's orders the only part, of which a read of everything goes
  // back `days`.
  void ReadOrders(int days) {
    source_ = "web";
    connector_.parts = {{"order", "order", nullptr, absl::Hours(24 * days)}};
  }
  // A read of everything brings these numbers: of orders that were placed and
  // changed so many days ago.
  struct Placed {
    int number;
    int created;
    int changed;
  };
  void PlanOrders(const std::vector<Placed>& orders) {
    Page page;
    const auto day = [&](int days) {
      return absl::FormatTime(system_.clock.Now() - absl::Hours(24 * days));
    };
    for (const Placed& order : orders) {
      page.rows.push_back(
          {absl::StrCat(R"({"id":"gid://shopify/Order/)", order.number,
                        R"(","createdAt":")", day(order.created),
                        R"(","updatedAt":")", day(order.changed), R"("})")});
    }
    page.bookmark = "b";
    connector_.pages.insert_or_assign({"order", "first"}, std::move(page));
  }
};

TEST_F(PartReaderTest, ReadsEverythingOnceAndThenWhatChanged) {
  PlanUstr("first", 1, 1500, "second", "");
  PlanUstr("second", 1501, 1510, "", "b1");
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(sums_.inserted, 1511);
  EXPECT_EQ(Held(), 1511);
  EXPECT_EQ(StateOfSource(), "FRESH");
  PlanUstr("since b1", 1, 2, "", "b2");
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(sums_.read, 2);
  EXPECT_EQ(sums_.unchanged, 2);
  EXPECT_EQ(states_["customer.ustr"].bookmark, "b2");
}

TEST_F(PartReaderTest, CountsAsReadAtTheStart) {
  PlanUstr("first", 1, 1, "", "b1");
  ASSERT_TRUE(Run().ok());
  const absl::Time started = system_.clock.Now();
  system_.clock.Advance(absl::Minutes(90));
  PlanUstr("since b1", 1, 0, "", "b1");
  const absl::Time second = system_.clock.Now();
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(engine_->ListSources(second)[0].last_read, second);
  EXPECT_NE(second, started);
}

TEST_F(PartReaderTest, GoesOnWhereAReadOfChangesBrokeOff) {
  PlanUstr("first", 1, 1, "", "b1");
  ASSERT_TRUE(Run().ok());
  PlanUstr("since b1", 2, 3, "p2", "");
  const absl::Time broke_off = system_.clock.Now();
  EXPECT_EQ(Run().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Held(), 4) << "what was read stays";
  Restart();
  system_.clock.Advance(absl::Minutes(5));
  PlanUstr("p2", 4, 4, "", "b2");
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(connector_.asked, ElementsAre("p2", "since c1"));
  EXPECT_EQ(Held(), 5);
  EXPECT_EQ(states_["customer.ustr"].read, broke_off);
}

TEST_F(PartReaderTest, BeginsAtTheBookmarkWhenAPlaceIsRefused) {
  PlanUstr("first", 1, 1, "", "b1");
  ASSERT_TRUE(Run().ok());
  PlanUstr("since b1", 2, 3, "p2", "");
  EXPECT_FALSE(Run().ok());
  connector_.pages.insert_or_assign({"customer.ustr", "p2"},
                                    absl::FailedPreconditionError("no"));
  EXPECT_EQ(Run().code(), absl::StatusCode::kFailedPrecondition);
  PlanUstr("since b1", 2, 3, "", "b2");
  EXPECT_TRUE(Run().ok());
}

TEST_F(PartReaderTest, BeginsAReadOfEverythingAgain) {
  PlanUstr("first", 1, 2, "p2", "");
  EXPECT_FALSE(Run().ok());
  EXPECT_EQ(StateOfSource(), "NEVER_SYNCED");
  PlanUstr("p2", 3, 3, "", "b1");
  ASSERT_TRUE(Run().ok());
  EXPECT_THAT(connector_.asked, ElementsAre("first", "p2", "since c1"));
  EXPECT_EQ(sums_.unchanged, 2);
  EXPECT_EQ(sums_.deleted, 0);
}

TEST_F(PartReaderTest, DeletesWhatAReadOfEverythingDoesNotBring) {
  PlanUstr("first", 1, 10, "", "b1");
  ASSERT_TRUE(Run().ok());
  PlanUstr("first", 2, 10, "", "b2");
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.deleted, 1);
  EXPECT_FALSE(Holds("erp/customer/ustr:C-1"));
  EXPECT_TRUE(Holds("erp/customer/catr:C-1")) << "of another part";
}

TEST_F(OrderReaderTest, ComparesOnlyWhatWasChangedInTheWindow) {
  ReadOrders(60);
  PlanOrders({{1, 90, 90},
              {2, 90, 3},
              {3, 3, 3},
              {4, 3, 3},
              {5, 3, 3},
              {6, 3, 3},
              {7, 3, 3},
              {8, 3, 3},
              {9, 3, 3}});
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(sums_.inserted, 9);
  PlanOrders(
      {{4, 3, 3}, {5, 3, 3}, {6, 3, 3}, {7, 3, 3}, {8, 3, 3}, {9, 3, 3}});
  // Two of the eight that were changed in the window.
  EXPECT_THAT(std::string(Run(true).message()),
              HasSubstr("full: 2 of the 8 records held would go"));
  ASSERT_TRUE(Run(true, true).ok());
  EXPECT_EQ(sums_.deleted, 2);
  EXPECT_TRUE(Holds("web/order/1")) << "changed before the window";
  EXPECT_FALSE(Holds("web/order/2"));
  EXPECT_FALSE(Holds("web/order/3"));
}

TEST_F(OrderReaderTest, ComparesOnlyWhatTheSystemDoesNotKeepBack) {
  ReadOrders(365);
  PlanOrders({{1, 90, 3},
              {2, 59, 3},
              {3, 3, 3},
              {4, 3, 3},
              {5, 3, 3},
              {6, 3, 3},
              {7, 3, 3}});
  ASSERT_TRUE(Run().ok());
  PlanOrders({{3, 3, 3}, {4, 3, 3}, {5, 3, 3}, {6, 3, 3}, {7, 3, 3}});
  connector_.pages[{"order", "first"}]->created_since =
      system_.clock.Now() - absl::Hours(24 * 60);
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.deleted, 1);
  EXPECT_TRUE(Holds("web/order/1"));
  EXPECT_FALSE(Holds("web/order/2"));
}

// An empty page in place of the true one is believed only twice in a row.
TEST_F(PartReaderTest, ReadsWhatTurnsOverTwiceBeforeMuchOfItGoes) {
  PlanUstr("first", 1, 10, "", "b1");
  ASSERT_TRUE(Run().ok());
  connector_.parts[0].turns_over = true;
  PlanUstr("first", 1, 0, "", "b2");
  int reads = 0;
  connector_.before_read = [&](const std::string& place) {
    if (place == "first" && ++reads == 3) PlanUstr("first", 1, 10, "", "b3");
  };
  // The first of USTR, that of CATR comes last.
  reads = 1;
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.deleted, 0);
  EXPECT_EQ(Held(), 11);
  connector_.before_read = nullptr;
  PlanUstr("first", 1, 0, "", "b4");
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.deleted, 10);
  EXPECT_EQ(states_["customer.ustr"].bookmark, "b4");
}

TEST_F(PartReaderTest, DeletesNothingWhenTooMuchWouldGo) {
  PlanUstr("first", 1, 10, "", "b1");
  ASSERT_TRUE(Run().ok());
  PlanUstr("first", 1, 0, "", "b2");
  const absl::Status status = Run(true);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("USTR: full: 10 of the 10 records held would go"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("landfall sync erp --full --accept-gone"));
  EXPECT_EQ(states_["customer.ustr"].bookmark, "b1");
  EXPECT_EQ(Held(), 11);
  ASSERT_TRUE(Run(true, true).ok());
  EXPECT_EQ(sums_.deleted, 10);
}

TEST_F(PartReaderTest, WhatMayVanishIsGoneHoweverMuchOfIt) {
  PlanUstr("first", 1, 10, "", "b1");
  ASSERT_TRUE(Run().ok());
  connector_.parts[0].may_vanish = true;
  PlanUstr("first", 10, 10, "", "b2");
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.deleted, 9);
  Page absent;
  absent.absent = true;
  connector_.pages.insert_or_assign({"customer.ustr", "first"}, absent);
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.deleted, 1);
}

TEST_F(PartReaderTest, KeepsWhatIsAbsent) {
  PlanUstr("first", 1, 10, "", "b1");
  ASSERT_TRUE(Run().ok());
  Page absent;
  absent.absent = true;
  connector_.pages.insert_or_assign({"customer.ustr", "first"}, absent);
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.deleted, 0);
}

TEST_F(PartReaderTest, ForgetsNothingOfALogAndSaysWhereItHasGaps) {
  connector_.parts = {{"error", "error"}};
  connector_.parts[0].kept = true;
  const auto plan = [this](const std::string& id, bool cut_short) {
    Page page;
    page.rows.push_back(
        {absl::StrCat(R"({"RecId":")", id, R"(","DetailedErrorMessage":"no"})"),
         1});
    page.bookmark = "b";
    page.cut_short = cut_short;
    connector_.pages.insert_or_assign({"error", "first"}, page);
  };
  const auto unread = [this] {
    return engine_->ListSources(system_.clock.Now())[0].unread;
  };
  plan("1", true);
  ASSERT_TRUE(Run().ok());
  ASSERT_EQ(unread().size(), 1);
  EXPECT_TRUE(unread()[0].cut_short);
  EXPECT_EQ(unread()[0].type, "error");
  const model::Card card = engine_.Card("flow-failures");
  EXPECT_FALSE(card.complete);
  EXPECT_THAT(card.stale_sources, Contains("erp"));
  plan("2", false);
  system_.clock.Advance(absl::Minutes(1));
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.deleted, 0);
  EXPECT_EQ(Held(), 2);
  EXPECT_EQ(unread().size(), 0);
}

TEST_F(PartReaderTest, DeletesNothingForARowThatCannotBeRead) {
  PlanUstr("first", 1, 10, "", "b1");
  ASSERT_TRUE(Run().ok());
  PlanUstr("first", 2, 10, "", "b2");
  connector_.pages[{"customer.ustr", "first"}]->rows.push_back({"{}", 11});
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.rejected, 1);
  EXPECT_EQ(sums_.deleted, 0);
  EXPECT_EQ(StateOfSource(), "INCOMPLETE");
  // Changes alone mend nothing.
  PlanUstr("since b2", 1, 0, "", "b2");
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(StateOfSource(), "INCOMPLETE");
  PlanUstr("first", 1, 10, "", "b3");
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(StateOfSource(), "FRESH");
}

TEST_F(PartReaderTest, WhatOthersStoreMeanwhileIsNotGone) {
  PlanUstr("first", 1, 10, "p2", "");
  PlanUstr("p2", 11, 12, "", "b1");
  connector_.before_read = [this](const std::string& place) {
    if (place == "p2") engine_.Upsert({reconcile::Master("USTR", "C-99", "")});
  };
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(sums_.deleted, 0);
  connector_.before_read = nullptr;
  ASSERT_TRUE(Run(true).ok());
  EXPECT_EQ(sums_.deleted, 1) << "the next read of everything decides";
}

TEST_F(PartReaderTest, ReadsOtherPartsWhenOneFails) {
  EXPECT_EQ(Run().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(states_["customer.catr"].bookmark, "c1");
  EXPECT_EQ(Held(), 1);
}

TEST_F(PartReaderTest, ReadsEverythingWhenTheBookmarkIsTooOld) {
  PlanUstr("first", 1, 5, "", "b1");
  ASSERT_TRUE(Run().ok());
  connector_.pages.insert_or_assign({"customer.ustr", "since b1"},
                                    absl::OutOfRangeError("too old"));
  PlanUstr("first", 1, 4, "", "b2");
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(sums_.deleted, 1);
  EXPECT_EQ(states_["customer.ustr"].bookmark, "b2");
}

TEST_F(PartReaderTest, DoesNotGoRoundInACircle) {
  PlanUstr("first", 1, 2, "p2", "");
  PlanUstr("p2", 3, 4, "first", "");
  EXPECT_THAT(std::string(Run().message()), HasSubstr("leads back"));
}

}  // namespace
}  // namespace landfall::pull
