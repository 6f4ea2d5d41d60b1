#include "server/serve/grpc/grpc_server.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/synchronization/notification.h"
#include "google/rpc/status.pb.h"
#include "landfall/v1/card_service.grpc.pb.h"
#include "landfall/v1/promotion_service.grpc.pb.h"
#include "landfall/v1/record_service.grpc.pb.h"
#include "landfall/v1/source_service.grpc.pb.h"
#include "tests/unit/serve/fake_reconciler.h"
#include "tests/unit/serve/raw_call.h"
#include "tests/unit/serve/test_gate.h"

namespace landfall::serve::grpc {
namespace {

using ::grpc::ClientContext;
using ::grpc::Status;
using ::grpc::StatusCode;
using landfall::testing::CallWithBytes;
using landfall::testing::FakeReconciler;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::ErrorDetail DetailOf(const Status& status) {
  google::rpc::Status details;
  v1::ErrorDetail detail;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), static_cast<int>(status.error_code()));
  EXPECT_EQ(details.details_size(), 1);
  if (details.details_size() == 1) details.details(0).UnpackTo(&detail);
  return detail;
}

class GrpcServerTest : public ::testing::Test {
 protected:
  void StartServer() {
    options_.listener.address = "127.0.0.1:0";
    auto server = GrpcServer::Start(options_, *gate_, handlers_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = server_->InProcessChannel();
    promotion_ = v1::PromotionService::NewStub(channel_);
    cards_ = v1::CardService::NewStub(channel_);
    records_ = v1::RecordService::NewStub(channel_);
    sources_ = v1::SourceService::NewStub(channel_);
  }

  // A check of keys, which the fake answers.
  Status Check(ClientContext& context) {
    v1::CheckPromotionRequest request;
    request.mutable_customer()->add_emails("ann@contoso.com");
    return promotion_->CheckPromotion(&context, request, &check_);
  }

  GrpcServerOptions options_;
  FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  api::Handlers handlers_{reconciler_, reconciler_, clock_};
  landfall::testing::TestGate gate_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<::grpc::Channel> channel_;
  std::unique_ptr<v1::PromotionService::Stub> promotion_;
  std::unique_ptr<v1::CardService::Stub> cards_;
  std::unique_ptr<v1::RecordService::Stub> records_;
  std::unique_ptr<v1::SourceService::Stub> sources_;
  v1::CheckPromotionResponse check_;
};

v1::UpsertRecordsRequest ErpChunk(const char* area) {
  v1::UpsertRecordsRequest request;
  request.set_source("erp");
  request.set_type("customer");
  request.add_payloads()->set_json(std::string("{\"dataAreaId\":\"") + area +
                                   "\",\"CustomerAccount\":\"C-1\"}");
  return request;
}

TEST_F(GrpcServerTest, AnswersEveryUnaryCall) {
  StartServer();
  {
    ClientContext context;
    const Status status = Check(context);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(check_.verdict(), v1::Verdict::NOT_PROMOTED);
  }
  {
    ClientContext context;
    v1::BatchCheckPromotionRequest request;
    request.add_checks()->mutable_customer();
    v1::BatchCheckPromotionResponse response;
    ASSERT_TRUE(
        promotion_->BatchCheckPromotion(&context, request, &response).ok());
    EXPECT_EQ(response.results_size(), 1);
  }
  {
    ClientContext context;
    v1::ListCardsResponse response;
    ASSERT_TRUE(cards_->ListCards(&context, {}, &response).ok());
    EXPECT_EQ(response.cards_size(), 2);
  }
  {
    ClientContext context;
    v1::GetCardRequest request;
    request.set_card("ecom-absent");
    v1::Card response;
    ASSERT_TRUE(cards_->GetCard(&context, request, &response).ok());
    EXPECT_EQ(response.count(), 17);
  }
  {
    ClientContext context;
    v1::ListCardRecordsRequest request;
    request.set_card("ecom-absent");
    v1::ListCardRecordsResponse response;
    ASSERT_TRUE(cards_->ListCardRecords(&context, request, &response).ok());
    EXPECT_EQ(response.total_count(), 17);
  }
  {
    ClientContext context;
    v1::ListSourcesResponse response;
    ASSERT_TRUE(sources_->ListSources(&context, {}, &response).ok());
    EXPECT_EQ(response.sources_size(), 2);
  }
}

TEST_F(GrpcServerTest, AnswersEveryCallOnRecords) {
  StartServer();
  {
    ClientContext context;
    v1::GetRecordRequest request;
    request.set_source("shop");
    request.set_type("customer");
    request.set_id("77");
    v1::GetRecordResponse response;
    const Status status = records_->GetRecord(&context, request, &response);
    EXPECT_EQ(status.error_code(), StatusCode::NOT_FOUND);
    EXPECT_EQ(DetailOf(status).reason(), v1::ErrorReason::RECORD_NOT_HELD);
  }
  {
    ClientContext context;
    v1::EraseRecordRequest request;
    request.set_source("shop");
    request.set_type("customer");
    request.set_id("77");
    v1::EraseRecordResponse response;
    EXPECT_TRUE(records_->EraseRecord(&context, request, &response).ok());
    EXPECT_EQ(reconciler_.erased().size(), 1u);
  }
  {
    ClientContext context;
    v1::BatchUpsertRecordsRequest request;
    request.set_source("erp");
    *request.add_payloads() = ErpChunk("ustr").payloads(0);
    v1::BatchUpsertRecordsResponse response;
    ASSERT_TRUE(
        records_->BatchUpsertRecords(&context, request, &response).ok());
    EXPECT_EQ(response.inserted(), 1);
    EXPECT_THAT(response.entities(), ElementsAre("USTR"));
  }
}

TEST_F(GrpcServerTest, ErrorsCarryReasonAndField) {
  StartServer();
  ClientContext context;
  const Status status = promotion_->CheckPromotion(&context, {}, &check_);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("record and customer"));
  const v1::ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason(), v1::ErrorReason::SUBJECT_REQUIRED);
  EXPECT_EQ(detail.field(), "subject");
}

TEST_F(GrpcServerTest, HidesInternalErrors) {
  reconciler_.on_check = [](const model::CheckQuery&) {
    return absl::InternalError("pointer 0x1 is null");
  };
  StartServer();
  ClientContext context;
  const Status status = Check(context);
  EXPECT_EQ(status.error_code(), StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message(), ::testing::Not(HasSubstr("0x1")));
}

constexpr char kCheck[] = "/landfall.v1.PromotionService/CheckPromotion";

TEST_F(GrpcServerTest, RefusesBytesThatAreNoRequest) {
  StartServer();
  const Status status = CallWithBytes(*channel_, kCheck, "\xff\xff\xff");
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(status).reason(), v1::ErrorReason::MALFORMED_REQUEST);
  EXPECT_THAT(status.error_message(), HasSubstr("CheckPromotionRequest"));
}

TEST_F(GrpcServerTest, RefusesInvalidUtf8AndNamesTheField) {
  StartServer();
  // customer (2) { emails (2): "\xff" }
  const Status status =
      CallWithBytes(*channel_, kCheck, "\x12\x03\x12\x01\xff");
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(status).reason(), v1::ErrorReason::INVALID_UTF8);
  EXPECT_EQ(DetailOf(status).field(), "CustomerKeys.emails");
}

TEST_F(GrpcServerTest, RefusesTooMuchMetadata) {
  StartServer();
  ClientContext context;
  for (int i = 0; i < 70; ++i) {
    context.AddMetadata("x-header-" + std::to_string(i), "value");
  }
  const Status status = Check(context);
  EXPECT_EQ(status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(DetailOf(status).reason(), v1::ErrorReason::METADATA_TOO_LARGE);
}

TEST_F(GrpcServerTest, RefusesMessagesOverTheLimit) {
  options_.max_receive_bytes = 1000;
  StartServer();
  const auto channel = ::grpc::CreateChannel(
      server_->address(), ::grpc::InsecureChannelCredentials());
  const Status status = CallWithBytes(*channel, kCheck, std::string(2000, 'a'));
  EXPECT_EQ(status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(GrpcServerTest, RefusesCompressedMessages) {
  StartServer();
  const auto channel = ::grpc::CreateChannel(
      server_->address(), ::grpc::InsecureChannelCredentials());
  promotion_ = v1::PromotionService::NewStub(channel);
  ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  v1::CheckPromotionRequest request;
  request.mutable_customer()->add_emails(std::string(1000, 'a'));
  const Status status = promotion_->CheckPromotion(&context, request, &check_);
  EXPECT_EQ(status.error_code(), StatusCode::UNIMPLEMENTED);
}

TEST_F(GrpcServerTest, StreamsChecksInOrder) {
  StartServer();
  ClientContext context;
  auto stream = promotion_->StreamCheckPromotion(&context);
  for (int size = 1; size <= 3; ++size) {
    v1::StreamCheckPromotionRequest request;
    for (int i = 0; i < size; ++i) request.add_checks()->mutable_customer();
    ASSERT_TRUE(stream->Write(request));
    v1::StreamCheckPromotionResponse response;
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.results_size(), size);
  }
  stream->WritesDone();
  v1::StreamCheckPromotionResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(GrpcServerTest, StreamOfChecksEndsAtABadBatch) {
  StartServer();
  ClientContext context;
  auto stream = promotion_->StreamCheckPromotion(&context);
  stream->Write({});
  v1::StreamCheckPromotionResponse response;
  EXPECT_FALSE(stream->Read(&response));
  const Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(status).field(), "checks");
}

TEST_F(GrpcServerTest, UpsertStreamReadsEntitiesOnlyWhenComplete) {
  StartServer();
  ClientContext context;
  v1::UpsertRecordsResponse response;
  auto writer = records_->UpsertRecords(&context, &response);
  ASSERT_TRUE(writer->Write(ErpChunk("ustr")));
  v1::UpsertRecordsRequest second = ErpChunk("catr");
  second.clear_source();
  second.clear_type();
  ASSERT_TRUE(writer->Write(second));
  v1::UpsertRecordsRequest last;
  last.set_complete(true);
  ASSERT_TRUE(writer->Write(last));
  writer->WritesDone();
  const Status status = writer->Finish();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.read(), 2);
  EXPECT_EQ(response.inserted(), 2);
  const auto batches = reconciler_.batches();
  ASSERT_EQ(batches.size(), 3u);
  EXPECT_TRUE(batches[0].entities_read.empty());
  EXPECT_TRUE(batches[1].entities_read.empty());
  EXPECT_THAT(batches[2].entities_read, ElementsAre("USTR", "CATR"));
}

TEST_F(GrpcServerTest, BrokenUpsertStreamKeepsWhatItStoredAndReadsNothing) {
  StartServer();
  {
    ClientContext context;
    v1::UpsertRecordsResponse response;
    auto writer = records_->UpsertRecords(&context, &response);
    ASSERT_TRUE(writer->Write(ErpChunk("ustr")));
    while (reconciler_.batches().empty()) std::this_thread::yield();
    context.TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), StatusCode::CANCELLED);
  }
  server_->Stop(absl::Seconds(5));
  ASSERT_EQ(reconciler_.batches().size(), 1u);
  EXPECT_TRUE(reconciler_.batches()[0].entities_read.empty());
}

TEST_F(GrpcServerTest, RefusesAnEmptyUpsertStream) {
  StartServer();
  ClientContext context;
  v1::UpsertRecordsResponse response;
  auto writer = records_->UpsertRecords(&context, &response);
  writer->WritesDone();
  EXPECT_EQ(DetailOf(writer->Finish()).field(), "source");
}

}  // namespace
}  // namespace landfall::serve::grpc
