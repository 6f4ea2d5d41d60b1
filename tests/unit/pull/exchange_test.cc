#include "server/pull/exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/pull/origin.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kPage[] = R"({"@odata.context":"x","value":[{"id":"1"}]})";

class ExchangeTest : public ::testing::Test {
 protected:
  absl::StatusOr<Exchange::Page> AskPage() {
    return system_.exchange.AskPage(
        {"https://crm.example/rows", {}}, "read rows",
        [](const http_client::Response&) { return false; });
  }
  void Plan(ScriptedSender::Step step) {
    system_.sender.steps.push_back(std::move(step));
  }

  FakeSystem system_;
};

TEST_F(ExchangeTest, AsksAgainAfterWhatMayBeBetterLater) {
  Plan(absl::UnavailableError("breaks off"));
  Plan(Answer(503, "<html>busy</html>"));
  Plan(Answer(200, "<html>sign in</html>"));
  Plan(Answer(200, R"({"value":[{"id":)"));
  Plan(Answer(200, kPage));
  const auto page = AskPage();
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(page->rows.rows, SizeIs(1));
  ASSERT_THAT(system_.waiter.waits, SizeIs(4));
  EXPECT_THAT(system_.waiter.waits[0],
              AllOf(Ge(absl::Seconds(1)), Le(absl::Seconds(1.2))));
  EXPECT_THAT(system_.waiter.waits[1],
              AllOf(Ge(absl::Seconds(2)), Le(absl::Seconds(2.4))));
}

TEST_F(ExchangeTest, AsksAgainWhenAnAnswerIsNone) {
  for (int i = 0; i < 4; ++i) Plan(Answer(200, "later"));
  Plan(Answer(200, "now"));
  const auto response = system_.exchange.Ask(
      {"https://crm.example/rows", {}}, "read rows",
      [](const http_client::Response& answer)
          -> std::optional<Exchange::Again> {
        if (answer.body == "now") return std::nullopt;
        // Each wait is shorter than patience, and all together longer.
        return Exchange::Again{absl::UnavailableError("later"),
                               absl::Minutes(7), /*progress=*/true};
      });
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_THAT(system_.waiter.waits, SizeIs(4));
  EXPECT_GE(system_.waiter.waits[0], absl::Minutes(7));
}

TEST_F(ExchangeTest, GivesUpOnAnswersWithoutProgress) {
  for (int i = 0; i < 3; ++i) Plan(Answer(200, "later"));
  const auto response = system_.exchange.Ask(
      {"https://crm.example/rows", {}}, "read rows",
      [](const http_client::Response&) -> std::optional<Exchange::Again> {
        return Exchange::Again{absl::UnavailableError("read rows: later"),
                               absl::Minutes(7)};
      });
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(response.status().message()),
              HasSubstr("read rows: later; gave up after"));
  EXPECT_THAT(system_.waiter.waits, SizeIs(1));
}

TEST_F(ExchangeTest, ShowsNoProofElsewhere) {
  Plan(Answer(503));
  Plan(Answer(401));
  const auto response = system_.exchange.AskElsewhere(
      {"https://files.example/f", {}}, "read rows");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 401);
  EXPECT_EQ(system_.authorizer.renewals, 0);
  for (const http_client::Request& request : system_.sender.requests) {
    EXPECT_THAT(request.headers, IsEmpty());
  }
}

TEST_F(ExchangeTest, WaitsAsLongAsTheSystemSays) {
  const absl::Time now = system_.clock.Now();
  const std::string date =
      absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", now + absl::Seconds(100),
                       absl::UTCTimeZone());
  Plan(Answer(429, "", {{"retry-after", "30"}}));
  Plan(Answer(429, "", {{"retry-after", "1.5"}}));
  Plan(Answer(503, "", {{"retry-after", date}}));
  Plan(Answer(429, "", {{"retry-after", "soon"}}));
  Plan(Answer(200, kPage));
  ASSERT_TRUE(AskPage().ok());
  const auto& waits = system_.waiter.waits;
  EXPECT_THAT(waits[0], AllOf(Ge(absl::Seconds(30)), Le(absl::Seconds(36))));
  EXPECT_THAT(waits[1], AllOf(Ge(absl::Seconds(1.5)), Le(absl::Seconds(1.8))));
  EXPECT_GE(waits[0] + waits[1] + waits[2], absl::Seconds(99));
  EXPECT_THAT(waits[3], AllOf(Ge(absl::Seconds(8)), Le(absl::Seconds(10))));
}

TEST_F(ExchangeTest, TakesADateByTheClockOfTheSystem) {
  // Which is an hour slow: by ours the time to wait for is over long ago.
  const auto date = [&](absl::Duration later) {
    return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT",
                            system_.clock.Now() - absl::Hours(1) + later,
                            absl::UTCTimeZone());
  };
  Plan(Answer(429, "",
              {{"date", date(absl::ZeroDuration())},
               {"retry-after", date(absl::Seconds(20))}}));
  Plan(Answer(200, kPage));
  ASSERT_TRUE(AskPage().ok());
  EXPECT_THAT(system_.waiter.waits,
              ElementsAre(AllOf(Ge(absl::Seconds(20)), Le(absl::Seconds(24)))));
}

TEST_F(ExchangeTest, KnowsHowBigCommerceSaysHowLong) {
  Plan(Answer(429, "", {{"x-retry-after", "15"}}));
  Plan(Answer(429, "", {{"x-rate-limit-time-reset-ms", "12500"}}));
  // Every answer of the system has this one.
  Plan(Answer(503, "", {{"x-rate-limit-time-reset-ms", "29000"}}));
  Plan(Answer(200, kPage));
  ASSERT_TRUE(AskPage().ok());
  const auto& waits = system_.waiter.waits;
  ASSERT_THAT(waits, SizeIs(3));
  EXPECT_THAT(waits[0], AllOf(Ge(absl::Seconds(15)), Le(absl::Seconds(18))));
  EXPECT_THAT(waits[1], AllOf(Ge(absl::Seconds(12.5)), Le(absl::Seconds(15))));
  EXPECT_THAT(waits[2], AllOf(Ge(absl::Seconds(4)), Le(absl::Seconds(5))));
}

TEST_F(ExchangeTest, LeavesATenthOfTheRequestsToOthers) {
  const auto answer = [](const char* left, const char* reset) {
    return Answer(200, kPage,
                  {{"x-rate-limit-requests-quota", "150"},
                   {"x-rate-limit-requests-left", left},
                   {"x-rate-limit-time-reset-ms", reset}});
  };
  Plan(answer("15", "9000"));
  Plan(answer("14", "8000"));
  Plan(answer("150", "30000"));
  ASSERT_TRUE(AskPage().ok());
  ASSERT_TRUE(AskPage().ok());
  EXPECT_THAT(system_.waiter.waits, IsEmpty());
  ASSERT_TRUE(AskPage().ok());
  EXPECT_THAT(system_.waiter.waits, ElementsAre(absl::Seconds(8)));
  // Nobody is left alone for ever.
  Plan(answer("0", "9e18"));
  Plan(Answer(200, kPage));
  ASSERT_TRUE(AskPage().ok());
  ASSERT_TRUE(AskPage().ok());
  EXPECT_EQ(system_.waiter.waits.back(), absl::Minutes(1));
}

TEST_F(ExchangeTest, TakesAnEmptyAnswerOnlyWhereNothingIsSaid) {
  Plan(Answer(204));
  EXPECT_TRUE(AskPage().ok());
  for (int i = 0; i < 5; ++i) Plan(Answer(200));
  EXPECT_EQ(AskPage().status().code(), absl::StatusCode::kUnavailable);
}

TEST(ReadAnswerTest, TellsArraysFromPages) {
  const auto read = [](absl::string_view body, AnswerShape shape) {
    return ReadAnswer(Answer(200, std::string(body)), shape);
  };
  EXPECT_THAT(read(" [{\"id\":1},{\"id\":2}]", AnswerShape::kArray)->rows,
              SizeIs(2));
  EXPECT_THAT(read("[]", AnswerShape::kArray)->rows, IsEmpty());
  for (absl::string_view none :
       {kPage, "{\"id\":1}", "[{\"id\":1}", "<html>", ""}) {
    EXPECT_FALSE(read(none, AnswerShape::kArray).ok()) << none;
  }
  EXPECT_FALSE(read("[{\"id\":1}]", AnswerShape::kPage).ok());
}

TEST_F(ExchangeTest, GivesUpAtOnceWhenTheSystemWantsTooMuchTime) {
  Plan(Answer(429,
              R"({"error":{"code":"0x80072322","message":"ann@x.example"}})",
              {{"retry-after", "3600"}}));
  const absl::Time now = system_.clock.Now();
  const absl::Status status = AskPage().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(
      std::string(status.message()),
      AllOf(HasSubstr("read rows: the system answers HTTP 429, code "
                      "0x80072322"),
            HasSubstr("asks to wait for 3600 s"), Not(HasSubstr("ann@"))));
  EXPECT_EQ(system_.exchange.not_before(), now + absl::Hours(1));
  EXPECT_THAT(system_.waiter.waits, IsEmpty());
}

TEST_F(ExchangeTest, GivesUpWhenNothingComesForLong) {
  for (int i = 0; i < 100; ++i) Plan(Answer(500));
  EXPECT_EQ(AskPage().status().code(), absl::StatusCode::kUnavailable);
  absl::Duration sum;
  for (absl::Duration wait : system_.waiter.waits) sum += wait;
  EXPECT_THAT(sum, AllOf(Ge(absl::Minutes(8)), Le(absl::Minutes(10))));
}

TEST_F(ExchangeTest, LetsNoRequestWaitForLongerThanItHasPatience) {
  const absl::Time start = system_.clock.Now();
  system_.sender.hangs_for = absl::Minutes(2);
  const absl::Status status = AskPage().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(),
            "read rows: Timeout was reached; gave up after 600 s without an "
            "answer");
  EXPECT_EQ(system_.clock.Now(), start + absl::Minutes(10));
  EXPECT_THAT(system_.sender.requests, SizeIs(5));
  // Of another part it may well have something to say: it is asked once.
  system_.sender.hangs_for = absl::Hours(1);
  EXPECT_FALSE(AskPage().ok());
  EXPECT_EQ(system_.clock.Now(), start + absl::Minutes(20));
  EXPECT_THAT(system_.sender.requests, SizeIs(6));
}

TEST_F(ExchangeTest, CountsNoTimeInWhichNothingIsAskedFor) {
  // Rows are stored, or the system is left alone.
  Plan(Answer(200, kPage,
              {{"x-rate-limit-requests-quota", "150"},
               {"x-rate-limit-requests-left", "0"},
               {"x-rate-limit-time-reset-ms", "60000"}}));
  Plan(Answer(503));
  Plan(Answer(200, kPage));
  ASSERT_TRUE(AskPage().ok());
  system_.clock.Advance(absl::Minutes(5));
  ASSERT_TRUE(AskPage().ok());
  const auto& requests = system_.sender.requests;
  ASSERT_THAT(requests, SizeIs(3));
  EXPECT_EQ(requests[1].answer_within, absl::Minutes(10));
  EXPECT_THAT(requests[2].answer_within,
              AllOf(Ge(absl::Minutes(10) - absl::Seconds(1.2)),
                    Le(absl::Minutes(10) - absl::Seconds(1))));
}

TEST_F(ExchangeTest, RenewsAProofOnceForARequest) {
  Plan(Answer(401));
  Plan(Answer(200, kPage));
  EXPECT_TRUE(AskPage().ok());
  EXPECT_EQ(system_.authorizer.renewals, 1);
  Plan(Answer(401));
  Plan(Answer(401));
  EXPECT_EQ(AskPage().status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(system_.authorizer.renewals, 2);
}

TEST_F(ExchangeTest, ShowsAProofToOneOriginOnly) {
  for (const char* url :
       {"https://evil.example/rows", "http://crm.example/rows",
        "https://crm.example:444/rows", "https://crm.example@evil.example/",
        "https://crm.example\\@evil.example/", "https://crm.example.evil/"}) {
    const auto answer = system_.exchange.Ask({url, {}}, "read rows");
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kFailedPrecondition)
        << url;
  }
  EXPECT_THAT(system_.sender.requests, IsEmpty());
}

TEST_F(ExchangeTest, AsksASecondOriginWhereThereIsOne) {
  Exchange exchange(
      {system_.sender, system_.authorizer, system_.clock, system_.waiter},
      "https://crm.example", absl::Minutes(1), "https://b2b.example");
  Plan(Answer(200, kPage));
  EXPECT_TRUE(exchange.Ask({"https://b2b.example/rows", {}}, "read").ok());
  EXPECT_FALSE(exchange.Ask({"https://b2c.example/rows", {}}, "read").ok());
  EXPECT_FALSE(exchange.Ask({"ftp://b2b.example/rows", {}}, "read").ok());
  // Without one, what is no URL is not the second one either.
  EXPECT_FALSE(system_.exchange.Ask({"ftp://b2b.example", {}}, "read").ok());
}

TEST_F(ExchangeTest, EndsWhenTheWorkHasToEnd) {
  Plan(Answer(503));
  system_.waiter.Stop();
  EXPECT_EQ(AskPage().status().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(system_.sender.requests, IsEmpty());
}

TEST(OriginTest, LeavesOutCaseAndTheUsualPort) {
  EXPECT_EQ(OriginOf("HTTPS://Crm.Example:443/api?x#y"), "https://crm.example");
  EXPECT_EQ(OriginOf("http://127.0.0.1:80"), "http://127.0.0.1");
  EXPECT_EQ(OriginOf("http://127.0.0.1:8080/"), "http://127.0.0.1:8080");
  EXPECT_EQ(OriginOf("ftp://x.example/"), "");
  EXPECT_EQ(OriginOf("https:///x"), "");
  EXPECT_EQ(OriginOf("https://a b/"), "");
}

}  // namespace
}  // namespace landfall::pull
