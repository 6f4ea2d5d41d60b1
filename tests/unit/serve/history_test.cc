// GetCardHistory at the edge: what is asked when little is said, and what is
// refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/serve/api/errors.h"
#include "server/serve/api/handlers.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::api {
namespace {

using landfall::testing::TestNow;
using ::testing::HasSubstr;

google::protobuf::Timestamp At(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  return timestamp;
}

class HistoryTest : public ::testing::Test {
 protected:
  absl::Status Ask(const v1::GetCardHistoryRequest& request) {
    reconciler_.on_get_history = [this](const model::CardHistoryQuery& query) {
      asked_ = query;
      return landfall::testing::FullCardHistory();
    };
    response_.Clear();
    return handlers_.GetCardHistory(request, &response_);
  }

  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  Handlers handlers_{reconciler_, reconciler_, clock_};
  model::CardHistoryQuery asked_;
  v1::GetCardHistoryResponse response_;
};

v1::GetCardHistoryRequest Request() {
  v1::GetCardHistoryRequest request;
  request.set_card("ecom-absent");
  return request;
}

TEST_F(HistoryTest, AsksForThirtyDaysByDefault) {
  ASSERT_TRUE(Ask(Request()).ok());
  EXPECT_EQ(asked_.card.card, "ecom-absent");
  EXPECT_EQ(asked_.card.as_of, TestNow());
  EXPECT_EQ(asked_.from, TestNow() - absl::Hours(720));
  EXPECT_EQ(asked_.step, model::HistoryStep::kDay);
  EXPECT_FALSE(asked_.card.window_days.has_value());
}

TEST_F(HistoryTest, HandsEveryFieldOn) {
  v1::GetCardHistoryRequest request = Request();
  *request.mutable_from() = At(TestNow() - absl::Hours(50));
  *request.mutable_to() = At(TestNow() - absl::Hours(2));
  request.set_step("hour");
  request.set_entity("ustr");
  request.set_source("shop");
  request.set_window_days(3);
  request.add_keys(v1::KeyKind::EMAIL);
  ASSERT_TRUE(Ask(request).ok());
  EXPECT_EQ(asked_.from, TestNow() - absl::Hours(50));
  EXPECT_EQ(asked_.card.as_of, TestNow() - absl::Hours(2));
  EXPECT_EQ(asked_.step, model::HistoryStep::kHour);
  EXPECT_EQ(asked_.card.entity, "USTR");
  EXPECT_EQ(asked_.card.source, "shop");
  EXPECT_EQ(asked_.card.window_days, 3);
  EXPECT_TRUE(asked_.card.keys->Has(model::KeyKind::kEmail));
  EXPECT_FALSE(asked_.card.keys->Has(model::KeyKind::kTaxId));
}

TEST_F(HistoryTest, WritesPointsAndLeavesUnknownTimesUnset) {
  ASSERT_TRUE(Ask(Request()).ok());
  ASSERT_EQ(response_.points_size(), 3);
  const v1::CardHistoryPoint& last = response_.points(2);
  EXPECT_EQ(last.as_of().seconds(), absl::ToUnixSeconds(TestNow()));
  EXPECT_EQ(last.count(), 12);
  EXPECT_EQ(last.not_promoted(), 10);
  EXPECT_EQ(last.awaiting_sync(), 2);
  EXPECT_EQ(last.in_window(), 43);
  EXPECT_EQ(last.blocked_value().amount(), 3001.5);
  EXPECT_EQ(last.unpriced_orders(), 2);
  EXPECT_TRUE(last.alert_firing());
  EXPECT_EQ(last.time_to_promotion().landed(), 3);
  EXPECT_EQ(last.time_to_promotion().p50_seconds(), 90);
  EXPECT_FALSE(response_.points(1).time_to_promotion().has_p50_seconds());
  EXPECT_EQ(response_.time_to_promotion().p99_seconds(), 172800);
}

TEST_F(HistoryTest, RefusesWhatItCannotAnswer) {
  const struct {
    const char* field;
    v1::ErrorReason::Value reason;
    const char* message;
    void (*spoil)(v1::GetCardHistoryRequest&);
  } cases[] = {
      {"card", Reason::FIELD_REQUIRED, "required",
       [](auto& r) { r.clear_card(); }},
      {"card", Reason::UNKNOWN_CARD, "ecom-absent",
       [](auto& r) { r.set_card("ecom-absnt"); }},
      {"step", Reason::INVALID_VALUE, "one of hour, day, week",
       [](auto& r) { r.set_step("month"); }},
      {"step", Reason::INVALID_VALUE, "one of hour, day, week",
       [](auto& r) { r.set_step("Day"); }},
      {"to", Reason::FUTURE_AS_OF, "future",
       [](auto& r) { *r.mutable_to() = At(TestNow() + absl::Seconds(1)); }},
      {"from", Reason::FUTURE_AS_OF, "future",
       [](auto& r) { *r.mutable_from() = At(TestNow() + absl::Hours(1)); }},
      {"from", Reason::INVALID_TIME, "before to",
       [](auto& r) { *r.mutable_from() = At(TestNow()); }},
      {"from", Reason::INVALID_TIME, "before to",
       [](auto& r) {
         *r.mutable_from() = At(TestNow() - absl::Hours(1));
         *r.mutable_to() = At(TestNow() - absl::Hours(2));
       }},
      {"to", Reason::INVALID_TIME, "nanos",
       [](auto& r) { r.mutable_to()->set_nanos(-1); }},
      {"step", Reason::TOO_MANY_ITEMS, "more than 1000 steps (hour)",
       [](auto& r) {
         r.set_step("hour");
         *r.mutable_from() =
             At(TestNow() - absl::Hours(1000) - absl::Seconds(1));
       }},
      {"windowDays", Reason::INVALID_WINDOW, "1 to 366",
       [](auto& r) { r.set_window_days(367); }},
      {"entity", Reason::UNKNOWN_ENTITY, "USTR",
       [](auto& r) { r.set_entity("USRT"); }},
      {"source", Reason::UNKNOWN_SOURCE, "crm",
       [](auto& r) { r.set_source("crn"); }},
      {"channel", Reason::UNKNOWN_CHANNEL, "B2B",
       [](auto& r) { r.set_channel("B2X"); }},
      {"keys[0]", Reason::INVALID_VALUE, "EMAIL",
       [](auto& r) { r.add_keys(v1::KeyKind::KEY_KIND_UNSPECIFIED); }},
  };
  for (const auto& test : cases) {
    v1::GetCardHistoryRequest request = Request();
    test.spoil(request);
    SCOPED_TRACE(request.ShortDebugString());
    const absl::Status status = Ask(request);
    EXPECT_EQ(DetailOf(status).field(), test.field);
    EXPECT_EQ(DetailOf(status).reason(), test.reason);
    EXPECT_THAT(std::string(status.message()), HasSubstr(test.message));
  }
}

TEST_F(HistoryTest, TakesExactlyAThousandPoints) {
  v1::GetCardHistoryRequest request = Request();
  request.set_step("hour");
  *request.mutable_from() = At(TestNow() - absl::Hours(1000));
  EXPECT_TRUE(Ask(request).ok());
}

}  // namespace
}  // namespace landfall::serve::api
