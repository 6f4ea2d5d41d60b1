// WatchCard over a real channel.

#include "server/serve/grpc/watch_stream.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/status.pb.h"
#include "landfall/v1/card_service.grpc.pb.h"
#include "server/serve/grpc/grpc_server.h"
#include "tests/support/in_memory_record_store.h"
#include "tests/unit/serve/fake_reconciler.h"
#include "tests/unit/serve/test_gate.h"

namespace landfall::serve::grpc {
namespace {

using ::grpc::ClientContext;
using ::grpc::Status;
using ::grpc::StatusCode;
using ::testing::HasSubstr;

v1::ErrorReason::Value ReasonOf(const Status& status) {
  google::rpc::Status details;
  v1::ErrorDetail detail;
  if (details.ParseFromString(status.error_details()) &&
      details.details_size() == 1) {
    details.details(0).UnpackTo(&detail);
  }
  return detail.reason();
}

// A log of events whose cursors are "0", "1" and so on.
class FakeLog {
 public:
  explicit FakeLog(store::RecordStore& store) : store_(store) {}

  void Append(int events, size_t name_bytes = 3) {
    {
      absl::MutexLock lock(&mutex_);
      for (int i = 0; i < events; ++i) {
        names_.push_back(std::string(name_bytes, 'n'));
      }
    }
    store::StoreBatch batch;
    batch.events.emplace_back();
    ASSERT_TRUE(store_.Commit(batch).ok());
  }

  absl::StatusOr<model::EventsPage> Read(const model::EventsQuery& query) {
    absl::MutexLock lock(&mutex_);
    size_t from = 0;
    if (query.from_now) from = names_.size();
    if (!query.cursor.empty() && !absl::SimpleAtoi(query.cursor, &from)) {
      return absl::InvalidArgumentError("cursor: was not given out");
    }
    if (from > names_.size()) return absl::OutOfRangeError("cursor: too old");
    model::EventsPage page;
    while (from < names_.size() &&
           page.events.size() < static_cast<size_t>(query.page_size)) {
      model::ListedEvent listed = landfall::testing::FullEvent();
      listed.event.name = names_[from++];
      listed.cursor = absl::StrCat(from);
      page.events.push_back(std::move(listed));
    }
    page.next_cursor = absl::StrCat(from);
    page.more = from < names_.size();
    return page;
  }

 private:
  store::RecordStore& store_;
  absl::Mutex mutex_;
  std::vector<std::string> names_ ABSL_GUARDED_BY(mutex_);
};

class WatchStreamTest : public ::testing::Test {
 protected:
  WatchStreamTest() {
    growth_ = *watch::LogGrowth::Open(store_);
    reconciler_.on_list_events = [this](const model::EventsQuery& query) {
      return log_.Read(query);
    };
    options_.listener.address = "127.0.0.1:0";
    options_.log_growth = growth_.get();
  }

  void StartServer() {
    server_ = *GrpcServer::Start(options_, *gate_, handlers_);
    channel_ = server_->InProcessChannel();
  }

  // A stream as a client has it.
  struct Open {
    ClientContext context;
    std::unique_ptr<v1::CardService::Stub> stub;
    std::unique_ptr<::grpc::ClientReader<v1::WatchCardResponse>> reader;

    // "event CURSOR", "checkpoint CURSOR"; the status when it has ended.
    std::string Next() {
      v1::WatchCardResponse message;
      if (!reader->Read(&message)) {
        ended = reader->Finish();
        return absl::StrCat("end ", static_cast<int>(ended.error_code()));
      }
      return (message.has_event() ? "event " : "checkpoint ") +
             api::CursorOf(message);
    }
    Status ended;
  };
  std::unique_ptr<Open> Watch(const v1::WatchCardRequest& request) {
    auto open = std::make_unique<Open>();
    open->stub = v1::CardService::NewStub(channel_);
    open->reader = open->stub->WatchCard(&open->context, request);
    return open;
  }
  std::unique_ptr<Open> Watch(const std::string& cursor = "") {
    v1::WatchCardRequest request;
    request.set_cursor(cursor);
    return Watch(request);
  }

  landfall::testing::InMemoryRecordStore store_;
  std::unique_ptr<watch::LogGrowth> growth_;
  FakeLog log_{store_};
  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  api::Handlers handlers_{reconciler_, reconciler_, clock_};
  landfall::testing::TestGate gate_;
  GrpcServerOptions options_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<::grpc::Channel> channel_;
};

TEST_F(WatchStreamTest, SendsWhatHappensFromNowOn) {
  log_.Append(5);
  StartServer();
  const auto open = Watch();
  EXPECT_EQ(open->Next(), "checkpoint 5");
  log_.Append(1);
  EXPECT_EQ(open->Next(), "event 6");
  log_.Append(2);
  EXPECT_EQ(open->Next(), "event 7");
  EXPECT_EQ(open->Next(), "event 8");
}

TEST_F(WatchStreamTest, GoesOnFromACursor) {
  log_.Append(100);
  StartServer();
  const auto open = Watch("2");
  for (int i = 3; i <= 100; ++i) {
    ASSERT_EQ(open->Next(), absl::StrCat("event ", i));
  }
  EXPECT_EQ(open->Next(), "checkpoint 100");
}

TEST_F(WatchStreamTest, SendsEveryEventOnceBesideAWriter) {
  StartServer();
  const auto open = Watch("0");
  std::thread writer([&] {
    for (int i = 0; i < 200; ++i) log_.Append(i % 3 + 1);
  });
  int next = 1;
  while (next <= 399) {
    const std::string line = open->Next();
    if (line.rfind("checkpoint", 0) == 0) continue;
    ASSERT_EQ(line, absl::StrCat("event ", next++));
  }
  writer.join();
}

TEST_F(WatchStreamTest, EndsWithWhatIsWrong) {
  StartServer();
  auto open = Watch("nobody's");
  EXPECT_EQ(open->Next(), "end 3");
  EXPECT_EQ(ReasonOf(open->ended), v1::ErrorReason::INVALID_CURSOR);
  open = Watch("7");
  EXPECT_EQ(open->Next(), "end 11");
  EXPECT_EQ(ReasonOf(open->ended), v1::ErrorReason::CURSOR_TOO_OLD);
  v1::WatchCardRequest request;
  request.set_card("ecom-absnt");
  open = Watch(request);
  EXPECT_EQ(open->Next(), "end 5");
  EXPECT_EQ(ReasonOf(open->ended), v1::ErrorReason::UNKNOWN_CARD);
}

TEST_F(WatchStreamTest, EndsWhenTheServerStops) {
  StartServer();
  const auto open = Watch();
  EXPECT_EQ(open->Next(), "checkpoint 0");
  std::thread stop([&] { server_->Stop(absl::InfiniteDuration()); });
  EXPECT_EQ(open->Next(), "end 14");
  EXPECT_EQ(ReasonOf(open->ended), v1::ErrorReason::STOPPING);
  stop.join();
}

TEST_F(WatchStreamTest, EndsAtTheDeadlineOfTheCaller) {
  options_.watches.per_caller = 1;
  StartServer();
  Open open;
  open.stub = v1::CardService::NewStub(channel_);
  open.context.set_deadline(std::chrono::system_clock::now() +
                            std::chrono::milliseconds(300));
  open.reader = open.stub->WatchCard(&open.context, {});
  std::string last;
  while (last.rfind("end", 0) != 0) last = open.Next();
  EXPECT_EQ(last, "end 4");
  // The place is free again as soon as the server has noticed.
  while (Watch()->Next() != "checkpoint 0") std::this_thread::yield();
}

TEST_F(WatchStreamTest, LetsACallerOpenSoManyOnly) {
  options_.watches.per_caller = 2;
  StartServer();
  const auto first = Watch();
  auto second = Watch();
  EXPECT_EQ(first->Next(), "checkpoint 0");
  EXPECT_EQ(second->Next(), "checkpoint 0");
  const auto third = Watch();
  EXPECT_EQ(third->Next(), "end 8");
  EXPECT_EQ(ReasonOf(third->ended), v1::ErrorReason::OVERLOADED);
  second->context.TryCancel();
  EXPECT_EQ(second->Next(), "end 1");
  while (Watch()->Next() != "checkpoint 0") std::this_thread::yield();
}

TEST_F(WatchStreamTest, LetsAllOpenSoManyOnly) {
  options_.watches.together = 0;
  StartServer();
  EXPECT_EQ(Watch()->Next(), "end 8");
}

TEST_F(WatchStreamTest, CutsOffWhoDoesNotRead) {
  options_.answers.least = absl::Milliseconds(100);
  options_.answers.most = absl::Milliseconds(100);
  log_.Append(3000, /*name_bytes=*/8000);
  StartServer();
  // What a socket takes is bounded; the channel within a process is not.
  ::grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  channel_ = ::grpc::CreateCustomChannel(
      server_->address(), ::grpc::InsecureChannelCredentials(), arguments);
  const auto open = Watch("0");
  // Longer than the server waits.
  std::this_thread::sleep_for(std::chrono::seconds(2));
  std::string last;
  std::string line = open->Next();
  while (line.rfind("event ", 0) == 0) {
    last = line.substr(6);
    line = open->Next();
  }
  EXPECT_EQ(line, "end 8");
  EXPECT_EQ(ReasonOf(open->ended), v1::ErrorReason::OVERLOADED);
  // Nothing that was sent is lost, so whoever resumes there misses nothing.
  EXPECT_THAT(open->ended.error_message(),
              HasSubstr("the last cursor, " + last));
}

}  // namespace
}  // namespace landfall::serve::grpc
