// Deliveries over HTTP to a receiver on this machine.
#include "server/deliver/deliverer.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/time/clock.h"
#include "server/deliver/signature.h"
#include "tests/unit/deliver/delivering.h"

namespace landfall::testing {
namespace {

using deliver::Note;
using store::SubscriptionEnd;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

// The value of a header in a request.
std::string HeaderOf(const std::string& request, const std::string& name) {
  const size_t at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const size_t begin = at + name.size() + 4;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

TEST_F(Delivering, DeliversWhatHappensFromNowOn) {
  OneAnswerServer receiver(HttpAnswer("202 Accepted", ""));
  Enter("before");
  Subscribe(WishFor(receiver.port()));
  EXPECT_EQ(SendDue(), 0);
  Enter("ann");
  EXPECT_EQ(SendDue(), 1);
  EXPECT_THAT(receiver.request(),
              AllOf(HasSubstr("POST /hook?sig=s3cret HTTP/1.1"),
                    HasSubstr("Content-Type: application/json"),
                    HasSubstr("{\"name\":\"ann\"}")));
  EXPECT_EQ(Waiting(), size_t{0});
  EXPECT_EQ(SendDue(), 0);
  EXPECT_EQ(Only().delivered, 1);
  EXPECT_EQ(Only().last_delivery, clock_.Now());
}

TEST_F(Delivering, SignsEachTryAfreshUnderOneId) {
  OneAnswerServer receiver(HttpAnswer("500 Oops", "no"));
  const auto made = subscriptions_->Create(WishFor(receiver.port()));
  ASSERT_TRUE(made.ok());
  Enter("ann");
  ASSERT_EQ(SendDue(), 1);
  const std::string first = receiver.request();
  clock_.Advance(absl::Seconds(3.9));
  EXPECT_EQ(SendDue(), 0);
  clock_.Advance(absl::Seconds(2.1));
  ASSERT_EQ(SendDue(), 1);
  const std::string second = receiver.request();
  EXPECT_EQ(HeaderOf(first, "webhook-id"), HeaderOf(second, "webhook-id"));
  EXPECT_NE(HeaderOf(first, "webhook-timestamp"),
            HeaderOf(second, "webhook-timestamp"));
  const std::string secret = Only().secret;
  EXPECT_EQ(deliver::SecretText(secret), made->secret);
  for (const std::string& request : {first, second}) {
    EXPECT_EQ(HeaderOf(request, "webhook-signature"),
              deliver::SignatureOf(secret, HeaderOf(request, "webhook-id"),
                                   HeaderOf(request, "webhook-timestamp"),
                                   "{\"name\":\"ann\"}"));
  }
  EXPECT_EQ(Only().failures, 2);
  EXPECT_EQ(Only().last_error, "HTTP 500");
  EXPECT_TRUE(Only().failing_since.has_value());
}

TEST_F(Delivering, SetsAsideAfterADay) {
  OneAnswerServer receiver(HttpAnswer("500 Oops", ""));
  Subscribe(WishFor(receiver.port()));
  Enter("ann");
  const absl::Time begun = clock_.Now();
  int tries = 0;
  while (Waiting() > 0 || tries == 0) {
    tries += SendDue();
    clock_.Advance(absl::Minutes(1));
    ASSERT_LT(clock_.Now(), begun + absl::Hours(26));
  }
  EXPECT_GT(clock_.Now(), begun + absl::Hours(22));
  EXPECT_GT(tries, 25);
  EXPECT_LT(tries, 45);
  EXPECT_EQ(Only().set_aside, 1);
  ASSERT_EQ(Only().newest_set_aside.size(), size_t{1});
  EXPECT_EQ(Only().newest_set_aside[0].error, "HTTP 500");
  EXPECT_THAT(TakeKinds(), AllOf(Contains(Note::Kind::kFailing).Times(1),
                                 Contains(Note::Kind::kSetAside).Times(1)));
  EXPECT_EQ(deliverer_->Figures().set_aside, 1);
}

TEST_F(Delivering, ObeysRetryAfter) {
  OneAnswerServer receiver(
      HttpAnswer("429 Slow down", "", "Retry-After: 600\r\n"));
  Subscribe(WishFor(receiver.port()));
  Enter("ann");
  Enter("bob");
  EXPECT_EQ(SendDue(), 1);  // nor is bob sent to who asked to be left alone
  clock_.Advance(absl::Seconds(599));
  EXPECT_EQ(SendDue(), 0);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(SendDue(), 1);
}

TEST_F(Delivering, EndsWithWhoIsGone) {
  for (const char* answer : {"404 Not Found", "410 Gone"}) {
    OneAnswerServer receiver(HttpAnswer(answer, ""));
    const std::string id = Subscribe(WishFor(receiver.port()));
    Enter("ann");
    Enter("bob");
    EXPECT_EQ(SendDue(), 1);
    EXPECT_EQ(SendDue(), 0);
    EXPECT_EQ(Only().end, SubscriptionEnd::kGone);
    EXPECT_EQ(Only().secret, "");
    EXPECT_EQ(Only().url, "");
    EXPECT_EQ(Waiting(), size_t{0});
    EXPECT_THAT(TakeKinds(), Contains(Note::Kind::kGone));
    ASSERT_TRUE(subscriptions_->Delete(id, "").ok());
  }
}

TEST_F(Delivering, EndsWithItsLease) {
  OneAnswerServer receiver(HttpAnswer("200 OK", ""));
  Subscribe(WishFor(receiver.port()));
  clock_.Advance(absl::Hours(24 * 30) - absl::Seconds(1));
  Subscribe(WishFor(receiver.port()));  // renews it
  clock_.Advance(absl::Seconds(2));
  Enter("ann");
  EXPECT_EQ(SendDue(), 1);
  clock_.Advance(absl::Hours(24 * 30));
  EXPECT_EQ(SendDue(), 0);
  EXPECT_EQ(Only().end, SubscriptionEnd::kExpired);
  Enter("bob");
  EXPECT_EQ(SendDue(), 0);
  clock_.Advance(absl::Hours(24 * 8));
  EXPECT_EQ(SendDue(), 0);
  EXPECT_TRUE(subscriptions_->List(std::nullopt).empty());
}

TEST_F(Delivering, RenewsTheLeaseOfWhoTakesDeliveries) {
  OneAnswerServer receiver(HttpAnswer("200 OK", ""));
  Subscribe(WishFor(receiver.port()));
  for (const char* name : {"ann", "bob", "cid"}) {
    clock_.Advance(absl::Hours(24 * 20));
    Enter(name);
    EXPECT_EQ(SendDue(), 1);
    EXPECT_EQ(Only().expires, clock_.Now() + absl::Hours(24 * 30));
  }
}

TEST_F(Delivering, DeliversNothingOfWhoIsErased) {
  OneAnswerServer receiver(HttpAnswer("503 Later", ""));
  Subscribe(WishFor(receiver.port()));
  Enter("ann", 1);
  Enter("guest", 2);
  ASSERT_EQ(SendDue(), 1);
  store::StoreBatch forget;
  forget.forgotten = {{{1, 0}, false}, {{2, 0}, true}};
  ASSERT_TRUE(store_.Commit(forget).ok());
  clock_.Advance(absl::Minutes(2));
  for (int i = 0; i < 2; ++i) {
    SendDue();
    clock_.Advance(absl::Minutes(2));
  }
  // Without the name; what was about the guest is dropped.
  EXPECT_THAT(receiver.request(), HasSubstr("{\"name\":\"\"}"));
  EXPECT_EQ(Waiting(), size_t{1});
}

TEST_F(Delivering, WaitsForThoseWhoStay) {
  OneAnswerServer receiver(HttpAnswer("200 OK", ""));
  deliver::Wish wish = WishFor(receiver.port());
  wish.filter.min_age_minutes = 30;
  Subscribe(wish);
  Enter("stays", 1);
  Enter("leaves", 2);
  Enter("comes back", 3);
  EXPECT_EQ(SendDue(), 0);
  clock_.Advance(absl::Minutes(10));
  store::StoreBatch leave;
  leave.members[{{2, 0}, "ecom-absent"}] = std::nullopt;
  ASSERT_TRUE(store_.Commit(leave).ok());
  Enter("came back", 3);
  clock_.Advance(absl::Minutes(20));
  EXPECT_EQ(SendDue(), 3);  // two of them only looked at
  EXPECT_EQ(Only().delivered, 1);
  EXPECT_THAT(receiver.request(), HasSubstr("stays"));
  clock_.Advance(absl::Minutes(10));
  EXPECT_EQ(SendDue(), 1);
  EXPECT_THAT(receiver.request(), HasSubstr("came back"));
}

TEST_F(Delivering, SetsAsideTheOldestOfTooMany) {
  limits_.waiting_for_one = 3;
  Open();
  OneAnswerServer receiver(HttpAnswer("500 Oops", ""));
  Subscribe(WishFor(receiver.port()));
  for (const char* name : {"a", "b", "c", "d", "e"}) Enter(name);
  ASSERT_TRUE(deliverer_->PlanNow().ok());
  EXPECT_EQ(Waiting(), size_t{3});
  EXPECT_EQ(Only().set_aside, 2);
  EXPECT_THAT(Only().newest_set_aside[0].error, HasSubstr("more than 3"));
  Enter("f");
  ASSERT_TRUE(deliverer_->PlanNow().ok());
  EXPECT_EQ(Waiting(), size_t{3});
  EXPECT_EQ(Only().set_aside, 3);
}

TEST_F(Delivering, GoesOnWhereAnotherProcessStopped) {
  OneAnswerServer receiver(HttpAnswer("200 OK", ""));
  Subscribe(WishFor(receiver.port()));
  Enter("ann");
  ASSERT_TRUE(deliverer_->PlanNow().ok());
  Enter("bob");  // not yet made a delivery
  Open();
  EXPECT_EQ(Waiting(), size_t{1});
  EXPECT_EQ(SendDue(), 2);
  Open();
  EXPECT_EQ(SendDue(), 0);
  EXPECT_EQ(Only().delivered, 2);
}

TEST_F(Delivering, KeepsWhatItKnowsWhileTheDiskIsFull) {
  OneAnswerServer receiver(HttpAnswer("200 OK", ""));
  Subscribe(WishFor(receiver.port()));
  Enter("ann");
  ASSERT_TRUE(deliverer_->PlanNow().ok());
  EXPECT_EQ(deliverer_->SendDueNow(), 1);
  store_.FailWrites(absl::ResourceExhaustedError("full"));
  EXPECT_FALSE(deliverer_->PlanNow().ok());
  EXPECT_EQ(deliverer_->SendDueNow(), 0);
  store_.FailWrites(absl::OkStatus());
  EXPECT_TRUE(deliverer_->PlanNow().ok());
  EXPECT_EQ(Only().delivered, 1);
  EXPECT_EQ(receiver.requests(), 1);
}

// With its threads: what hangs is cancelled, and sent again by the next.
TEST_F(Delivering, StopsWhileAReceiverHangs) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(bind(listener, raw, size), 0);
  ASSERT_EQ(listen(listener, 4), 0);
  ASSERT_EQ(getsockname(listener, raw, &size), 0);
  Subscribe(WishFor(ntohs(address.sin_port)));
  deliverer_->Start();
  Enter("ann");
  const int peer = accept(listener, nullptr, nullptr);
  ASSERT_GE(peer, 0);
  deliverer_->Stop();
  EXPECT_EQ(Only().failures, 0);
  EXPECT_EQ(Waiting(), size_t{1});
  close(peer);
  close(listener);
}

TEST_F(Delivering, DeliversByItself) {
  OneAnswerServer receiver(HttpAnswer("200 OK", ""));
  Subscribe(WishFor(receiver.port()));
  deliverer_->Start();
  for (int i = 0; i < 50; ++i) Enter("ann", static_cast<uint64_t>(i));
  while (Only().delivered < 50) absl::SleepFor(absl::Milliseconds(5));
  deliverer_->Stop();
  EXPECT_EQ(receiver.requests(), 50);
  EXPECT_EQ(Waiting(), size_t{0});
}

}  // namespace
}  // namespace landfall::testing
