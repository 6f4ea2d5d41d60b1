// ListEvents at the edge: what is asked when little is said, what is refused,
// and what an event looks like.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/serve/api/errors.h"
#include "server/serve/api/handlers.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::api {
namespace {

using landfall::testing::FullEvent;

class EventsTest : public ::testing::Test {
 protected:
  EventsTest() {
    reconciler_.on_list_events = [this](const model::EventsQuery& query) {
      asked_ = query;
      return answer_;
    };
  }

  absl::Status Ask(const v1::ListEventsRequest& request) {
    response_.Clear();
    return handlers_.ListEvents(request, &response_);
  }

  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  Handlers handlers_{reconciler_, reconciler_, clock_};
  absl::StatusOr<model::EventsPage> answer_ =
      model::EventsPage{{FullEvent()}, "next", true};
  model::EventsQuery asked_;
  v1::ListEventsResponse response_;
};

TEST_F(EventsTest, AsksForTheOldestHundredByDefault) {
  ASSERT_TRUE(Ask({}).ok());
  EXPECT_EQ(asked_.card, "");
  EXPECT_EQ(asked_.source, "");
  EXPECT_EQ(asked_.cursor, "");
  EXPECT_EQ(asked_.type, std::nullopt);
  EXPECT_FALSE(asked_.newest_first);
  EXPECT_FALSE(asked_.polling);
  EXPECT_EQ(asked_.page_size, 100);
}

TEST_F(EventsTest, HandsEveryFieldOn) {
  v1::ListEventsRequest request;
  request.set_card("ecom-absent");
  request.set_source("b2b");
  request.set_cursor("here");
  request.set_newest_first(true);
  request.set_page_size(1000);
  request.set_type(v1::EventType::SOURCE_RECOVERED);
  ASSERT_TRUE(Ask(request).ok());
  EXPECT_EQ(asked_.card, "ecom-absent");
  EXPECT_EQ(asked_.source, "b2b");
  EXPECT_EQ(asked_.cursor, "here");
  EXPECT_EQ(asked_.type, model::EventType::kSourceRecovered);
  EXPECT_TRUE(asked_.newest_first);
  EXPECT_EQ(asked_.page_size, 1000);
}

TEST_F(EventsTest, PollsNotBackwards) {
  v1::ListEventsRequest request;
  request.set_polling(true);
  ASSERT_TRUE(Ask(request).ok());
  EXPECT_TRUE(asked_.polling);
  request.set_newest_first(true);
  const absl::Status both = Ask(request);
  EXPECT_EQ(DetailOf(both).reason(), Reason::FIELD_NOT_ALLOWED);
  EXPECT_EQ(DetailOf(both).field(), "newestFirst");
}

TEST_F(EventsTest, WritesEveryField) {
  ASSERT_TRUE(Ask({}).ok());
  EXPECT_EQ(response_.next_cursor(), "next");
  EXPECT_TRUE(response_.more());
  ASSERT_EQ(response_.value_size(), 1);
  const v1::Event& event = response_.value(0);
  EXPECT_EQ(event.event_id(), "evt_1");
  EXPECT_EQ(event.cursor(), "here");
  EXPECT_EQ(event.revision(), "7");
  EXPECT_EQ(event.type(), v1::EventType::LEFT);
  EXPECT_EQ(event.because(), v1::EventCause::LANDED);
  EXPECT_EQ(event.card(), "ecom-absent");
  EXPECT_EQ(event.source(), "b2b");
  EXPECT_EQ(event.record().id(), "88");
  EXPECT_EQ(event.name(), "Wholesale-X");
  EXPECT_EQ(event.verdict(), v1::Verdict::PROMOTED);
  EXPECT_EQ(event.reasons(0).code(), v1::ReasonCode::IN_EXPECTED_ENTITY);
  EXPECT_EQ(event.entities(0), "USTR");
  EXPECT_EQ(event.blocked_value().amount(), 18400);
  EXPECT_TRUE(event.has_since());
  EXPECT_EQ(event.count(), 17);
  EXPECT_EQ(event.above(), 10);
}

// Every type and cause has a value of its own on the wire.
TEST_F(EventsTest, KnowsEveryTypeAndCause) {
  answer_->events.clear();
  for (int i = 0; i <= static_cast<int>(model::EventType::kSourceRecovered);
       ++i) {
    model::ListedEvent listed;
    listed.event.type = static_cast<model::EventType>(i);
    answer_->events.push_back(listed);
  }
  const int causes = static_cast<int>(model::EventCause::kConfiguration);
  for (int i = 1; i <= causes; ++i) {
    model::ListedEvent listed;
    listed.event.because = static_cast<model::EventCause>(i);
    answer_->events.push_back(listed);
  }
  ASSERT_TRUE(Ask({}).ok());
  for (int i = 0; i < response_.value_size(); ++i) {
    const v1::Event& event = response_.value(i);
    const model::CardEvent& known = answer_->events[i].event;
    EXPECT_EQ(v1::EventType::Value_Name(event.type()),
              model::EventTypeName(known.type));
    if (!event.has_because()) continue;
    EXPECT_EQ(v1::EventCause::Value_Name(event.because()),
              model::EventCauseName(known.because));
  }
}

TEST_F(EventsTest, RefusesWhatIsWrong) {
  const struct {
    std::function<void(v1::ListEventsRequest&)> break_it;
    absl::StatusCode code;
    v1::ErrorReason::Value reason;
    const char* field;
  } cases[] = {
      {[](auto& r) { r.set_card("nope"); }, absl::StatusCode::kNotFound,
       Reason::UNKNOWN_CARD, "card"},
      {[](auto& r) { r.set_source("nope"); },
       absl::StatusCode::kInvalidArgument, Reason::UNKNOWN_SOURCE, "source"},
      {[](auto& r) { r.set_page_size(1001); },
       absl::StatusCode::kInvalidArgument, Reason::INVALID_PAGE_SIZE,
       "pageSize"},
      {[](auto& r) { r.set_cursor(std::string(1025, 'x')); },
       absl::StatusCode::kInvalidArgument, Reason::VALUE_TOO_LONG, "cursor"},
      {[](auto& r) { r.set_type(static_cast<v1::EventType::Value>(99)); },
       absl::StatusCode::kInvalidArgument, Reason::INVALID_VALUE, "type"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.field);
    v1::ListEventsRequest request;
    c.break_it(request);
    const absl::Status status = Ask(request);
    EXPECT_EQ(status.code(), c.code);
    EXPECT_EQ(DetailOf(status).reason(), c.reason);
    EXPECT_EQ(DetailOf(status).field(), c.field);
  }
}

TEST_F(EventsTest, SaysWhatIsWrongWithACursor) {
  answer_ = absl::InvalidArgumentError("cursor: was not given out");
  EXPECT_EQ(DetailOf(Ask({})).reason(), Reason::INVALID_CURSOR);
  EXPECT_EQ(DetailOf(Ask({})).field(), "cursor");
  answer_ = absl::OutOfRangeError("cursor: no longer kept");
  EXPECT_EQ(Ask({}).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(DetailOf(Ask({})).reason(), Reason::CURSOR_TOO_OLD);
  answer_ = absl::DataLossError("damaged");
  EXPECT_EQ(DetailOf(Ask({})).reason(), Reason::STORE_DAMAGED);
}

}  // namespace
}  // namespace landfall::serve::api
