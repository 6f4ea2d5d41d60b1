// ReportErrorEvent: what is stored, what is refused, and that the same event
// is one event.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "server/serve/api/errors.h"
#include "server/serve/api/handlers.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::api {
namespace {

using ::testing::EndsWith;

v1::ReportErrorEventRequest Failure() {
  v1::ReportErrorEventRequest request;
  request.set_id("run-1");
  request.mutable_record()->set_source("shop");
  request.mutable_record()->set_type("customer");
  request.mutable_record()->set_id("7");
  request.set_system("power_automate");
  request.set_message("The customer group is missing.");
  return request;
}

class ErrorEventsTest : public ::testing::Test {
 protected:
  absl::Status Report(const v1::ReportErrorEventRequest& request) {
    response_.Clear();
    return handlers_.ReportErrorEvent(request, &response_);
  }
  model::Record Stored() { return reconciler_.batches().back().records.back(); }

  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  Handlers handlers_{reconciler_, reconciler_, clock_};
  v1::ReportErrorEventResponse response_;
};

TEST_F(ErrorEventsTest, StoresTheEventWithTheSourceOfItsRecord) {
  ASSERT_TRUE(Report(Failure()).ok());
  EXPECT_EQ(response_.record().source(), "shop");
  EXPECT_EQ(response_.record().type(), "error_event");
  EXPECT_EQ(response_.record().id(), "run-1");
  const auto event = std::get<model::ErrorEvent>(Stored().body);
  EXPECT_EQ(event.record.id, "7");
  EXPECT_EQ(event.system, "power_automate");
  EXPECT_EQ(event.message, "The customer group is missing.");
  EXPECT_EQ(Stored().created, clock_.Now());
}

TEST_F(ErrorEventsTest, CutsALongMessageBetweenCharacters) {
  v1::ReportErrorEventRequest request = Failure();
  request.set_message(std::string(kMaxEventText - 1, 'x') + "é and more");
  ASSERT_TRUE(Report(request).ok());
  const std::string kept = std::get<model::ErrorEvent>(Stored().body).message;
  EXPECT_EQ(kept.size(), kMaxEventText - 1);
  EXPECT_THAT(kept, EndsWith("x"));
}

TEST_F(ErrorEventsTest, RefusesWhatIsWrong) {
  const struct {
    std::function<void(v1::ReportErrorEventRequest&)> break_it;
    const char* field;
  } cases[] = {
      {[](auto& r) { r.clear_id(); }, "id"},
      {[](auto& r) { r.clear_record(); }, "source"},
      {[](auto& r) { r.set_source("nope"); }, "source"},
      {[](auto& r) { r.mutable_record()->set_source("nope"); },
       "record.source"},
      {[](auto& r) { r.mutable_record()->set_type("nope"); }, "record.type"},
      {[](auto& r) { r.clear_message(); }, "message"},
      {[](auto& r) { r.set_system("flow"); }, "system"},
      {[](auto& r) { r.set_flow(std::string(1025, 'x')); }, "flow"},
      {[](auto& r) { r.mutable_at()->set_nanos(-1); }, "at"},
      {[](auto& r) { r.mutable_at()->set_seconds(253402300799); }, "at"},
      {[](auto& r) {
         r.mutable_customer()->add_emails(std::string(1025, 'x'));
       },
       "customer.emails[0]"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.field);
    v1::ReportErrorEventRequest request = Failure();
    c.break_it(request);
    const absl::Status status = Report(request);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(DetailOf(status).field(), c.field);
  }
  for (const ingest::UpsertBatch& batch : reconciler_.batches()) {
    EXPECT_TRUE(batch.records.empty());
  }
}

TEST_F(ErrorEventsTest, ACodeAloneWillDo) {
  v1::ReportErrorEventRequest request = Failure();
  request.clear_message();
  request.set_code("BadRequest");
  EXPECT_TRUE(Report(request).ok());
}

}  // namespace
}  // namespace landfall::serve::api
