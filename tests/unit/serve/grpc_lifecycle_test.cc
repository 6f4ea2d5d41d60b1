#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "landfall/v1/card_service.grpc.pb.h"
#include "landfall/v1/promotion_service.grpc.pb.h"
#include "landfall/v1/record_service.grpc.pb.h"
#include "server/serve/grpc/grpc_server.h"
#include "tests/unit/serve/fake_reconciler.h"
#include "tests/unit/serve/raw_call.h"
#include "tests/unit/serve/test_gate.h"

namespace landfall::serve::grpc {
namespace {

using ::grpc::ClientContext;
using ::grpc::Status;
using ::grpc::StatusCode;

// 1: serving, 2: not serving, -1: the call failed. The health messages are one
// string and one enum, so they are read by hand.
int Health(::grpc::Channel& channel, const std::string& service) {
  std::string bytes;
  if (!service.empty()) {
    bytes =
        "\x0a" + std::string(1, static_cast<char>(service.size())) + service;
  }
  std::string answer;
  const Status status = landfall::testing::CallWithBytes(
      channel, "/grpc.health.v1.Health/Check", bytes, &answer);
  if (!status.ok()) return -1;
  return answer.size() == 2 ? answer[1] : 0;
}

// The SHA-256 of "ingester-key".
constexpr char kIngesterDigest[] =
    "b1aa163d21f215349b4f5f2ddf326b63ab85adfdacd591c823848224f655664a";

class GrpcLifecycleTest : public ::testing::Test {
 protected:
  void SetUp() override { options_.listener.address = "127.0.0.1:0"; }

  void StartServer() {
    gate_ = std::make_unique<landfall::testing::TestGate>(limits_, auth_);
    auto server = GrpcServer::Start(options_, **gate_, handlers_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = server_->InProcessChannel();
  }

  // Reads wait until `release_` is notified.
  void BlockReads() {
    reconciler_.on_get_card = [this](const model::CardQuery&) {
      ++blocked_;
      release_.WaitForNotification();
      return landfall::testing::FullCard();
    };
  }

  Status GetCard(absl::Duration deadline) {
    auto stub = v1::CardService::NewStub(channel_);
    ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         absl::ToChronoMilliseconds(deadline));
    v1::GetCardRequest request;
    request.set_card("ecom-absent");
    v1::Card card;
    return stub->GetCard(&context, request, &card);
  }

  void AwaitBlocked(int count) {
    while (blocked_ < count) std::this_thread::yield();
  }

  // Until exactly so many long reads run or wait. A call counts until its
  // thread is free again, which is after its answer has gone out.
  void AwaitLoad(size_t count) {
    while ((*gate_)->Load(calls::Lane::kLong) != count) {
      std::this_thread::yield();
    }
  }

  GrpcServerOptions options_;
  calls::CallLimits limits_;
  config::AuthOptions auth_;
  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  api::Handlers handlers_{reconciler_, reconciler_, clock_};
  std::unique_ptr<landfall::testing::TestGate> gate_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<::grpc::Channel> channel_;
  absl::Notification release_;
  std::atomic<int> blocked_{0};
};

TEST_F(GrpcLifecycleTest, SaysItIsHealthy) {
  StartServer();
  EXPECT_EQ(Health(*channel_, ""), 1);
  EXPECT_EQ(Health(*channel_, "landfall.v1.PromotionService"), 1);
  EXPECT_EQ(Health(*channel_, "landfall.v1.Nothing"), -1);
}

TEST_F(GrpcLifecycleTest, RefusesAnOccupiedPort) {
  StartServer();
  GrpcServerOptions second = options_;
  second.listener.address = server_->address();
  const auto server = GrpcServer::Start(second, **gate_, handlers_);
  EXPECT_EQ(server.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(server.status().message()),
              ::testing::HasSubstr(server_->address()));
}

TEST_F(GrpcLifecycleTest, RefusesAMissingCertificate) {
  options_.listener.tls_certificate = "/nowhere/cert.pem";
  landfall::testing::TestGate gate;
  const auto server = GrpcServer::Start(options_, *gate, handlers_);
  EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(GrpcLifecycleTest, RefusesWhatDoesNotFitAndStaysHealthy) {
  limits_.long_readers = 1;
  limits_.max_waiting_reads = 1;
  BlockReads();
  StartServer();
  std::thread running([this] { EXPECT_TRUE(GetCard(absl::Seconds(60)).ok()); });
  AwaitBlocked(1);
  // One call runs. Of two more one may wait and one is refused.
  std::atomic<int> refused{0};
  std::atomic<int> served{0};
  const auto call = [&] {
    const Status status = GetCard(absl::Seconds(60));
    if (status.ok()) ++served;
    if (status.error_code() == StatusCode::RESOURCE_EXHAUSTED) ++refused;
  };
  std::thread second(call);
  std::thread third(call);
  while (refused == 0) std::this_thread::yield();
  EXPECT_EQ(Health(*channel_, ""), 1);
  release_.Notify();
  for (std::thread* thread : {&running, &second, &third}) thread->join();
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(served, 1);
}

TEST_F(GrpcLifecycleTest, WritesThatHangDoNotKeepReadersOut) {
  reconciler_.on_upsert = [this](const ingest::UpsertBatch&) {
    ++blocked_;
    release_.WaitForNotification();
    return ingest::UpsertCounts{};
  };
  StartServer();
  std::thread writer([this] {
    auto stub = v1::RecordService::NewStub(channel_);
    ClientContext context;
    v1::BatchUpsertRecordsRequest request;
    request.set_source("bc1");
    request.set_type("customer");
    v1::BatchUpsertRecordsResponse response;
    EXPECT_TRUE(stub->BatchUpsertRecords(&context, request, &response).ok());
  });
  AwaitBlocked(1);
  EXPECT_TRUE(GetCard(absl::Seconds(30)).ok());
  release_.Notify();
  writer.join();
}

TEST_F(GrpcLifecycleTest, GivesTheSlotOfALateCallerBack) {
  limits_.long_readers = 1;
  limits_.max_waiting_reads = 1;
  BlockReads();
  StartServer();
  std::thread running([this] { EXPECT_TRUE(GetCard(absl::Seconds(60)).ok()); });
  AwaitBlocked(1);
  constexpr absl::Duration kShort = absl::Seconds(1);
  std::thread late([&] {
    EXPECT_EQ(GetCard(kShort).error_code(), StatusCode::DEADLINE_EXCEEDED);
  });
  AwaitLoad(2);
  late.join();
  // The server counts the deadline from when it saw the call, which it has.
  absl::SleepFor(kShort);
  release_.Notify();
  running.join();
  AwaitLoad(0);
  // The late call was dropped without being worked on.
  EXPECT_TRUE(GetCard(absl::Seconds(60)).ok());
  EXPECT_EQ(blocked_, 2);
}

TEST_F(GrpcLifecycleTest, DropsCallsWithoutDeadlineThatWaitedTooLong) {
  limits_.long_readers = 1;
  limits_.default_deadline = absl::Milliseconds(1);
  BlockReads();
  StartServer();
  const auto call = [this] {
    auto stub = v1::CardService::NewStub(channel_);
    ClientContext context;
    v1::GetCardRequest request;
    request.set_card("ecom-absent");
    v1::Card card;
    return stub->GetCard(&context, request, &card);
  };
  std::thread running([&] { GetCard(absl::Seconds(60)); });
  AwaitBlocked(1);
  std::thread waiting(
      [&] { EXPECT_EQ(call().error_code(), StatusCode::DEADLINE_EXCEEDED); });
  AwaitLoad(2);
  absl::SleepFor(2 * limits_.default_deadline);
  release_.Notify();
  running.join();
  waiting.join();
  EXPECT_EQ(blocked_, 1);
}

TEST_F(GrpcLifecycleTest, EndsALongQuestionAtItsDeadline) {
  limits_.default_deadline = absl::Milliseconds(20);
  absl::Notification ended;
  reconciler_.during_long_question = [&](base::Budget& budget) {
    while (budget.Spend(base::Budget::kLarge)) std::this_thread::yield();
    ended.Notify();
    return budget.status();
  };
  StartServer();
  // The caller would wait for long, but the server does not work so long.
  const Status status = GetCard(absl::Seconds(600));
  EXPECT_EQ(status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_THAT(status.error_message(), ::testing::HasSubstr("ask for less"));
  EXPECT_TRUE(ended.HasBeenNotified());
}

TEST_F(GrpcLifecycleTest, EndsALongQuestionWhenItsCallerGoes) {
  absl::Notification begun;
  absl::Notification ended;
  reconciler_.during_long_question = [&](base::Budget& budget) {
    begun.Notify();
    while (budget.Spend(base::Budget::kLarge)) std::this_thread::yield();
    EXPECT_EQ(budget.status().code(), absl::StatusCode::kCancelled);
    ended.Notify();
    return budget.status();
  };
  limits_.default_deadline = absl::Hours(1);
  StartServer();
  ClientContext context;
  std::thread caller([&] {
    v1::GetCardRequest request;
    request.set_card("ecom-absent");
    v1::Card card;
    EXPECT_EQ(v1::CardService::NewStub(channel_)
                  ->GetCard(&context, request, &card)
                  .error_code(),
              StatusCode::CANCELLED);
  });
  begun.WaitForNotification();
  context.TryCancel();
  ended.WaitForNotification();
  caller.join();
}

// Checks, health and the write lane go on while nobody works in the lane of
// long questions any more; a check that had to wait moves to the readers.
TEST_F(GrpcLifecycleTest, AnswersChecksWhileLongQuestionsFillTheirLane) {
  limits_.long_readers = 1;
  limits_.readers = 1;
  BlockReads();
  StartServer();
  std::thread running([this] { EXPECT_TRUE(GetCard(absl::Seconds(60)).ok()); });
  AwaitBlocked(1);
  for (const bool busy : {false, true}) {
    reconciler_.writer_is_busy = busy;
    ClientContext context;
    v1::CheckPromotionRequest request;
    request.mutable_customer()->add_emails("ann@contoso.com");
    v1::CheckPromotionResponse response;
    EXPECT_TRUE(v1::PromotionService::NewStub(channel_)
                    ->CheckPromotion(&context, request, &response)
                    .ok());
    EXPECT_EQ(response.verdict(), v1::Verdict::NOT_PROMOTED);
  }
  EXPECT_EQ((*gate_)->verdicts().Of(v1::Verdict::NOT_PROMOTED), 2);
  EXPECT_EQ(Health(*channel_, ""), 1);
  release_.Notify();
  running.join();
}

TEST_F(GrpcLifecycleTest, StopSaysSoAndFinishesWhatItAccepted) {
  BlockReads();
  options_.drain_wait = absl::Seconds(3);
  StartServer();
  // gRPC's channels without a socket do not survive the end of the server.
  channel_ = ::grpc::CreateChannel(server_->address(),
                                   ::grpc::InsecureChannelCredentials());
  std::thread running([this] { EXPECT_TRUE(GetCard(absl::Seconds(60)).ok()); });
  AwaitBlocked(1);
  std::thread stopping([this] { server_->Stop(absl::Seconds(60)); });
  int health = 1;
  while (health == 1) health = Health(*channel_, "");
  EXPECT_EQ(health, 2);
  release_.Notify();
  running.join();
  stopping.join();
  EXPECT_EQ(GetCard(absl::Seconds(1)).error_code(), StatusCode::UNAVAILABLE);
}

// Calls a read (GetCard) or a write (EraseRecord) with an API key.
StatusCode CallWithKey(const std::shared_ptr<::grpc::Channel>& channel,
                       bool write, const char* header, const char* value) {
  ClientContext context;
  if (value != nullptr) context.AddMetadata(header, value);
  if (!write) {
    v1::GetCardRequest request;
    request.set_card("ecom-absent");
    v1::Card card;
    return v1::CardService::NewStub(channel)
        ->GetCard(&context, request, &card)
        .error_code();
  }
  v1::EraseRecordRequest request;
  request.set_source("shop");
  request.set_type("customer");
  request.set_id("77");
  v1::EraseRecordResponse response;
  return v1::RecordService::NewStub(channel)
      ->EraseRecord(&context, request, &response)
      .error_code();
}

TEST_F(GrpcLifecycleTest, LetsEachRoleDoWhatItMay) {
  auth_.api_keys = {{"r", config::Role::kReader, testing::kReaderDigest},
                    {"i", config::Role::kIngester, kIngesterDigest}};
  StartServer();
  const struct {
    const char* header;
    const char* value;
    StatusCode read;
    StatusCode write;
  } cases[] = {
      {"x-api-key", "reader-key", StatusCode::OK,
       StatusCode::PERMISSION_DENIED},
      {"x-api-key", "ingester-key", StatusCode::OK, StatusCode::OK},
      {"authorization", "Bearer ingester-key", StatusCode::OK, StatusCode::OK},
      {"authorization", "ingester-key", StatusCode::UNAUTHENTICATED,
       StatusCode::UNAUTHENTICATED},
      {"x-api-key", "reader-ke", StatusCode::UNAUTHENTICATED,
       StatusCode::UNAUTHENTICATED},
      {"x-api-key", "", StatusCode::UNAUTHENTICATED,
       StatusCode::UNAUTHENTICATED},
      {"", nullptr, StatusCode::UNAUTHENTICATED, StatusCode::UNAUTHENTICATED},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.value == nullptr ? "no key" : test.value);
    EXPECT_EQ(CallWithKey(channel_, false, test.header, test.value), test.read);
    EXPECT_EQ(CallWithKey(channel_, true, test.header, test.value), test.write);
  }
  EXPECT_EQ(Health(*channel_, ""), 1);
}

TEST_F(GrpcLifecycleTest, SlowsDownWrongKeysAndNobodyElse) {
  auth_.api_keys = {{"r", config::Role::kReader, testing::kReaderDigest}};
  StartServer();
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(CallWithKey(channel_, false, "x-api-key", "wrong"),
              StatusCode::UNAUTHENTICATED);
  }
  ClientContext context;
  context.AddMetadata("x-api-key", "wrong");
  v1::ListCardsResponse cards;
  const Status refused = v1::CardService::NewStub(channel_)->ListCards(
      &context, v1::ListCardsRequest(), &cards);
  EXPECT_EQ(refused.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(context.GetServerTrailingMetadata().count("retry-after"), 1u);
  EXPECT_EQ(CallWithKey(channel_, false, "x-api-key", "reader-key"),
            StatusCode::OK);
  EXPECT_EQ(CallWithKey(channel_, false, "", nullptr),
            StatusCode::UNAUTHENTICATED);
}

TEST(WorkerPoolTest, RunsWhatWaitsBeforeItEnds) {
  std::atomic<int> done{0};
  {
    calls::WorkerPool pool(1, 100);
    for (int i = 0; i < 100; ++i) {
      EXPECT_TRUE(pool.TryRun([&] { ++done; }));
    }
  }
  EXPECT_EQ(done, 100);
}

}  // namespace
}  // namespace landfall::serve::grpc
