// WatchCard at the edge: what is asked, what is refused, and what a stream
// sends when.

#include "server/serve/api/card_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/serve/api/errors.h"
#include "server/serve/api/handlers.h"
#include "tests/support/set_clock.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::api {
namespace {

using landfall::testing::FullEvent;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CardWatchTest : public ::testing::Test {
 protected:
  CardWatchTest() {
    reconciler_.on_list_events = [this](const model::EventsQuery& query) {
      asked_.push_back(query);
      return answer_;
    };
  }

  absl::StatusOr<CardWatch> Start(const v1::WatchCardRequest& request) {
    return handlers_.StartWatch(request);
  }
  CardWatch Start() { return *Start({}); }

  // What comes next: "event CURSOR" and "checkpoint CURSOR".
  std::vector<std::string> Next(CardWatch& watch) {
    std::vector<v1::WatchCardResponse> messages;
    const absl::Status status = watch.Next(&messages);
    EXPECT_TRUE(status.ok()) << status;
    std::vector<std::string> lines;
    for (const v1::WatchCardResponse& message : messages) {
      lines.push_back((message.has_event() ? "event " : "checkpoint ") +
                      CursorOf(message));
    }
    return lines;
  }
  void Answer(int events, const std::string& next, bool more) {
    answer_ = model::EventsPage{{}, next, more};
    for (int i = 0; i < events; ++i) {
      answer_->events.push_back(FullEvent());
    }
  }

  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::SetClock clock_{landfall::testing::TestNow()};
  Handlers handlers_{reconciler_, reconciler_, clock_};
  absl::StatusOr<model::EventsPage> answer_ =
      model::EventsPage{{}, "end", false};
  std::vector<model::EventsQuery> asked_;
};

TEST_F(CardWatchTest, BeginsNowWithoutACursor) {
  CardWatch watch = Start();
  Next(watch);
  ASSERT_EQ(asked_.size(), 1U);
  EXPECT_TRUE(asked_[0].from_now);
  EXPECT_EQ(asked_[0].card, "");
  EXPECT_FALSE(asked_[0].newest_first);
  EXPECT_EQ(asked_[0].page_size, CardWatch::kMostEvents);
}

TEST_F(CardWatchTest, HandsEveryFilterOn) {
  v1::WatchCardRequest request;
  request.set_card("ecom-absent");
  request.set_cursor("here");
  request.set_entity("USTR");
  request.set_source("b2b");
  request.set_channel("B2B");
  request.set_reason(v1::ReasonCode::NOT_FOUND);
  auto watch = Start(request);
  ASSERT_TRUE(watch.ok()) << watch.status();
  Next(*watch);
  Next(*watch);
  for (const model::EventsQuery& query : asked_) {
    EXPECT_EQ(query.card, "ecom-absent");
    EXPECT_EQ(query.entity, "USTR");
    EXPECT_EQ(query.source, "b2b");
    EXPECT_EQ(query.channel, "B2B");
    EXPECT_EQ(query.reason, model::ReasonCode::kNotFound);
  }
  EXPECT_EQ(asked_[0].cursor, "here");
  EXPECT_FALSE(asked_[0].from_now);
  EXPECT_EQ(asked_[1].cursor, "end");
}

TEST_F(CardWatchTest, SaysAtOnceThatItHasCaughtUp) {
  CardWatch watch = Start();
  Answer(2, "two", true);
  EXPECT_THAT(Next(watch), ElementsAre("event here", "event here"));
  EXPECT_TRUE(watch.more());
  Answer(0, "five", true);
  EXPECT_THAT(Next(watch), IsEmpty());
  Answer(1, "six", false);
  EXPECT_THAT(Next(watch), ElementsAre("event here", "checkpoint six"));
  EXPECT_FALSE(watch.more());
}

TEST_F(CardWatchTest, SaysSoAgainFromTimeToTime) {
  CardWatch watch = Start();
  EXPECT_THAT(Next(watch), ElementsAre("checkpoint end"));
  EXPECT_FALSE(watch.IsCheckpointDue());
  EXPECT_THAT(Next(watch), IsEmpty());
  clock_.Advance(CardWatch::kCheckpointEvery);
  EXPECT_TRUE(watch.IsCheckpointDue());
  EXPECT_THAT(Next(watch), ElementsAre("checkpoint end"));
  // Also while it has not caught up: what is filtered out moves on too.
  clock_.Advance(CardWatch::kCheckpointEvery);
  Answer(0, "later", true);
  EXPECT_THAT(Next(watch), ElementsAre("checkpoint later"));
}

TEST_F(CardWatchTest, SurvivesAClockThatIsSetBack) {
  CardWatch watch = Start();
  Next(watch);
  clock_.Advance(-absl::Hours(1));
  EXPECT_THAT(Next(watch), ElementsAre("checkpoint end"));
  EXPECT_THAT(Next(watch), IsEmpty());
}

TEST_F(CardWatchTest, RefusesWhatNobodyKnows) {
  const auto reason_of = [&](const v1::WatchCardRequest& request) {
    const auto watch = Start(request);
    EXPECT_FALSE(watch.ok());
    return DetailOf(watch.status()).reason();
  };
  v1::WatchCardRequest request;
  request.set_card("ecom-absnt");
  EXPECT_EQ(reason_of(request), Reason::UNKNOWN_CARD);
  request = {};
  request.set_entity("USRT");
  EXPECT_EQ(reason_of(request), Reason::UNKNOWN_ENTITY);
  request = {};
  request.set_source("b3b");
  EXPECT_EQ(reason_of(request), Reason::UNKNOWN_SOURCE);
  request = {};
  request.set_channel("B3B");
  EXPECT_EQ(reason_of(request), Reason::UNKNOWN_CHANNEL);
  request = {};
  request.set_reason(static_cast<v1::ReasonCode::Value>(9999));
  EXPECT_EQ(reason_of(request), Reason::UNKNOWN_REASON);
  request = {};
  request.set_cursor(std::string(2000, 'x'));
  EXPECT_FALSE(Start(request).ok());
}

TEST_F(CardWatchTest, SaysWhatIsWrongWithACursor) {
  CardWatch watch = Start();
  std::vector<v1::WatchCardResponse> messages;
  answer_ = absl::OutOfRangeError("cursor: gone");
  EXPECT_EQ(DetailOf(watch.Next(&messages)).reason(), Reason::CURSOR_TOO_OLD);
  answer_ = absl::InvalidArgumentError("cursor: nobody's");
  EXPECT_EQ(DetailOf(watch.Next(&messages)).reason(), Reason::INVALID_CURSOR);
  EXPECT_EQ(DetailOf(watch.Next(&messages)).field(), "cursor");
}

}  // namespace
}  // namespace landfall::serve::api
