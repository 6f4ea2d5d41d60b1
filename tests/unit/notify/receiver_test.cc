#include "server/notify/receiver.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/notify/seen.h"
#include "tests/support/set_clock.h"

namespace landfall::notify {
namespace {

class ReceiverTest : public ::testing::Test {
 protected:
  Outcome Take(const std::string& body, absl::string_view secret = "hush") {
    Notification sent;
    sent.headers.secret = secret;
    sent.body = body;
    return receiver_.Take("crm", sent);
  }
  int64_t CountOf(Outcome outcome) const {
    return receiver_.Counts().at(1).by_outcome.at(static_cast<int>(outcome));
  }
  Place PlaceOf(const std::string& source, model::System system) {
    return {source, system, config::Secret("hush"), [this] { ++hints_; }};
  }

  testing::SetClock clock_{absl::FromUnixSeconds(1'780'000'000)};
  int hints_ = 0;
  Receiver receiver_{{PlaceOf("crm", model::System::kDataverse),
                      PlaceOf("bc", model::System::kBusinessCentral)},
                     clock_};
};

TEST_F(ReceiverTest, HintsOnceForEachNotification) {
  EXPECT_EQ(Take("a"), Outcome::kAccepted);
  EXPECT_EQ(Take("b"), Outcome::kAccepted);
  EXPECT_EQ(Take("a"), Outcome::kDuplicate);
  EXPECT_EQ(Take("c", "hash"), Outcome::kBadSignature);
  // Who does not know the secret cannot have anything remembered.
  EXPECT_EQ(Take("c"), Outcome::kAccepted);
  EXPECT_EQ(hints_, 3);
  EXPECT_EQ(CountOf(Outcome::kAccepted), 3);
  EXPECT_EQ(CountOf(Outcome::kDuplicate), 1);
  EXPECT_EQ(CountOf(Outcome::kBadSignature), 1);
}

TEST_F(ReceiverTest, KnowsOnlyWhoTakesNotifications) {
  EXPECT_TRUE(receiver_.Takes("crm"));
  EXPECT_FALSE(receiver_.Takes("erp"));
  EXPECT_FALSE(receiver_.Takes(""));
}

TEST_F(ReceiverTest, RefusesAFloodAndThenGoesOn) {
  for (int i = 0; i < Receiver::kMostAtOnce; ++i) {
    ASSERT_EQ(receiver_.Admit("crm"), absl::ZeroDuration());
  }
  EXPECT_GT(receiver_.Admit("crm"), absl::ZeroDuration());
  EXPECT_EQ(CountOf(Outcome::kTooMany), 1);
  EXPECT_EQ(receiver_.Admit("bc"), absl::ZeroDuration()) << "by source";
  clock_.Advance(absl::Seconds(1));
  for (int i = 0; i < Receiver::kMostPerSecond; ++i) {
    ASSERT_EQ(receiver_.Admit("crm"), absl::ZeroDuration());
  }
  EXPECT_GT(receiver_.Admit("crm"), absl::ZeroDuration());
}

TEST_F(ReceiverTest, ShakesHandsForBusinessCentralAlone) {
  EXPECT_TRUE(receiver_.ShakesHands("bc"));
  EXPECT_FALSE(receiver_.ShakesHands("crm"));
  EXPECT_EQ(CountOf(Outcome::kHandshake), 0);
  EXPECT_EQ(hints_, 0);
}

TEST(SeenTest, ForgetsTheOldest) {
  Seen seen(2);
  EXPECT_TRUE(seen.Add(1));
  EXPECT_TRUE(seen.Add(2));
  EXPECT_FALSE(seen.Add(1));
  EXPECT_TRUE(seen.Add(3));
  EXPECT_TRUE(seen.Add(1)) << "forgotten";
  EXPECT_FALSE(seen.Add(3));
  EXPECT_NE(DigestOf("k", "a"), DigestOf("k", "b"));
  EXPECT_NE(DigestOf("k", "a"), DigestOf("l", "a"));
}

}  // namespace
}  // namespace landfall::notify
