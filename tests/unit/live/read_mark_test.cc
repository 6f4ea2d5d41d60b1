#include "server/live/read_mark.h"

#include <gtest/gtest.h>

namespace landfall::live {
namespace {

const PushName kA{"a", false};
const PushName kB{"b", false};
const PushName kUnnamed{"", false};
const PushName kWhole{"", true};

ReadMark Reread(const ReadMark& mark) {
  const auto again = ReadMark::Decode(mark.Encode());
  EXPECT_TRUE(again.has_value());
  EXPECT_EQ(again->Encode(), mark.Encode());
  return again.value_or(ReadMark());
}

TEST(ReadMarkTest, CountsTheRowsOfAllCallsOfAPush) {
  ReadMark mark;
  mark.Add(kA, 2, false, false, 10);
  mark = Reread(mark);
  mark.Add(kA, 1, false, false, 20);
  EXPECT_EQ(mark.Visible(0), (verdict::Gap{10, 3, false, false}));
  mark = Reread(mark);
  EXPECT_FALSE(mark.Complete(kA, false, 0, 30));
  EXPECT_EQ(mark.Visible(0), (verdict::Gap{10, 3, false, false}));
}

TEST(ReadMarkTest, IsMendedByAPushWithoutRejects) {
  ReadMark mark;
  mark.Add(kA, 2, true, false, 10);
  EXPECT_FALSE(mark.Complete(kA, false, 0, 10));
  EXPECT_TRUE(mark.Complete(kB, false, 0, 20));
  EXPECT_FALSE(mark.Visible(0).Any());
  EXPECT_EQ(mark.Encode(), "");
}

// A push that broke off must not keep the next one from being complete.
TEST(ReadMarkTest, IsMendedAfterAPushThatBrokeOff) {
  ReadMark mark;
  mark.Add(kA, 2, false, false, 10);
  EXPECT_TRUE(mark.Complete(kB, false, 0, 20));
  EXPECT_FALSE(mark.Visible(0).Any());
}

// Two clients push at once: the end of one does not vouch for the other.
TEST(ReadMarkTest, RemembersTheRowsOfAPushUntilItEnds) {
  ReadMark mark;
  mark.Add(kA, 2, false, false, 10);
  EXPECT_TRUE(mark.Complete(kB, false, 0, 20));
  mark = Reread(mark);
  EXPECT_FALSE(mark.Complete(kA, false, 0, 30));
  EXPECT_EQ(mark.Visible(0).rows, 2);
}

TEST(ReadMarkTest, SaysTheSameForARepeatedPush) {
  ReadMark mark;
  mark.Add(kWhole, 2, false, false, 10);
  EXPECT_FALSE(mark.Complete(kWhole, false, 0, 10));
  const std::string once = mark.Encode();
  mark.Add(kWhole, 2, false, false, 50);
  EXPECT_FALSE(mark.Complete(kWhole, false, 0, 50));
  EXPECT_EQ(mark.Encode(), once);
}

TEST(ReadMarkTest, LetsCallsWithoutANameBelongTogether) {
  ReadMark mark;
  mark.Add(kUnnamed, 1, false, false, 10);
  EXPECT_FALSE(mark.Complete(kUnnamed, false, 0, 20));
  EXPECT_TRUE(mark.Complete(kUnnamed, false, 0, 30));
  mark.Add(kUnnamed, 1, false, false, 40);
  EXPECT_TRUE(mark.Complete(kWhole, false, 0, 50)) << "a push by itself";
}

TEST(ReadMarkTest, ToleratesAFewRowsButNoOpenEnd) {
  ReadMark mark;
  mark.Add(kA, 2, false, false, 10);
  EXPECT_TRUE(mark.Complete(kA, false, 2, 10));
  EXPECT_EQ(mark.Visible(2), (verdict::Gap{10, 2, false, true}));
  EXPECT_TRUE(mark.Visible(1).Spoils());
  mark.Add(kB, 1, false, false, 20);
  EXPECT_FALSE(mark.Complete(kB, false, 0, 20));
  mark.Add(kA, 0, true, false, 30);
  EXPECT_FALSE(mark.Complete(kA, false, 9, 30));
}

TEST(ReadMarkTest, SpoilsSinceTheRowThatWasTooMany) {
  ReadMark mark;
  mark.Add(kA, 2, false, false, 10);
  EXPECT_TRUE(mark.Complete(kA, false, 2, 10));
  mark.Add(kB, 1, false, false, 20);
  EXPECT_EQ(mark.Visible(2), (verdict::Gap{20, 3, false, false}));
}

TEST(ReadMarkTest, BelievesWhoVouches) {
  ReadMark mark;
  mark.Add(kA, 7, true, false, 10);
  EXPECT_TRUE(mark.Complete(kA, true, 0, 10));
  EXPECT_EQ(mark.Visible(0), (verdict::Gap{10, 7, true, true}));
}

TEST(ReadMarkTest, StaysSmallWhateverIsPushed) {
  ReadMark mark;
  for (int i = 0; i < 1000; ++i) {
    mark.Add({std::to_string(i), false}, 1, false, false, i);
  }
  EXPECT_EQ(mark.Visible(0).rows, 1000);
  EXPECT_LT(mark.Encode().size(), 400u);
}

TEST(ReadMarkTest, RefusesWhatItDidNotWrite) {
  EXPECT_FALSE(ReadMark::Decode("nonsense").has_value());
  EXPECT_FALSE(ReadMark::Decode("---- x 1 a").has_value());
}

}  // namespace
}  // namespace landfall::live
