// A call over gRPC: the message goes through a socket, and so does the error.
// Entry point: MakeGrpcTransport.
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/rpc/status.pb.h"
#include "landfall/v1/error_reason.pb.h"
#include "landfall/v1/promotion_service.grpc.pb.h"
#include "landfall/v1/record_service.grpc.pb.h"
#include "server/base/check.h"
#include "server/serve/json/json_reader.h"
#include "tests/scenarios/import_file.h"
#include "tests/scenarios/transport.h"
#include "tests/scenarios/yaml_json.h"
#include "tests/unit/serve/raw_call.h"

namespace landfall::scenarios {
namespace {

Failure FailureOf(const ::grpc::Status& status) {
  google::rpc::Status details;
  v1::ErrorDetail detail;
  const bool told = details.ParseFromString(status.error_details()) &&
                    details.details_size() == 1 &&
                    details.details(0).UnpackTo(&detail);
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  return {absl::StatusCodeToString(code),
          told ? v1::ErrorReason::Value_Name(detail.reason()) : "no detail",
          detail.field(), status.error_message()};
}

class GrpcTransport : public Transport {
 public:
  explicit GrpcTransport(World& world) : world_(world) {}

  std::string name() const override { return "grpc"; }

  Outcome Call(const serve::calls::Operation& operation,
               const std::string& request) override {
    std::unique_ptr<google::protobuf::Message> message(
        operation.request->New());
    std::string json = request;
    if (!serve::json::ReadJson(json, message.get()).ok()) return NotSaid();
    const std::string method =
        absl::StrCat("/landfall.v1.",
                     absl::StrReplaceAll(operation.method.name, {{".", "/"}}));
    std::string bytes;
    const ::grpc::Status status = landfall::testing::CallWithBytes(
        *Channel(), method.c_str(), message->SerializeAsString(), &bytes);
    Outcome outcome;
    if (!status.ok()) {
      outcome.failure = FailureOf(status);
      return outcome;
    }
    outcome.answer.reset(operation.response->New());
    if (!outcome.answer->ParseFromString(bytes)) {
      outcome.answer.reset();
      outcome.failure = {"", "", "", "the answer is no message"};
    }
    return outcome;
  }

  Outcome Import(const scenarios::Import& import) override {
    const auto push = PushOf(import, world_.settings());
    if (!push.has_value()) return NotSaid();
    if (import.stream) return StreamUpserts(*push);
    return Call(
        *serve::calls::FindOperation("RecordService.BatchUpsertRecords"),
        *push);
  }

  Outcome Stream(const std::vector<std::string>& batches) override {
    std::vector<v1::StreamCheckPromotionRequest> requests;
    for (std::string json : batches) {
      if (!serve::json::ReadJson(json, &requests.emplace_back()).ok()) {
        return NotSaid();
      }
    }
    const auto stub = v1::PromotionService::NewStub(Channel());
    ::grpc::ClientContext context;
    const auto stream = stub->StreamCheckPromotion(&context);
    auto all = std::make_unique<v1::StreamCheckPromotionResponse>();
    for (const auto& request : requests) {
      v1::StreamCheckPromotionResponse response;
      if (!stream->Write(request) || !stream->Read(&response)) break;
      EXPECT_EQ(response.results_size(), request.checks_size());
      all->MergeFrom(response);
    }
    stream->WritesDone();
    return OutcomeOf(stream->Finish(), std::move(all));
  }

 private:
  static Outcome OutcomeOf(const ::grpc::Status& status,
                           std::unique_ptr<google::protobuf::Message> answer) {
    Outcome outcome;
    if (status.ok()) {
      outcome.answer = std::move(answer);
    } else {
      outcome.failure = FailureOf(status);
    }
    return outcome;
  }

  // The push as a stream with a payload a message. Only the first message says
  // what they are, only the last one that they are all.
  Outcome StreamUpserts(const std::string& push) {
    v1::BatchUpsertRecordsRequest whole;
    LF_CHECK(ReadMessage(push, &whole).ok());
    const auto stub = v1::RecordService::NewStub(Channel());
    ::grpc::ClientContext context;
    v1::UpsertRecordsResponse response;
    const auto stream = stub->UpsertRecords(&context, &response);
    for (int i = 0; i < whole.payloads_size(); ++i) {
      v1::UpsertRecordsRequest message;
      if (i == 0) {
        message.set_source(whole.source());
        message.set_type(whole.type());
        message.set_company(whole.company());
      }
      *message.add_payloads() = whole.payloads(i);
      const bool last = i + 1 == whole.payloads_size();
      message.set_complete(last && whole.complete());
      message.set_cut_short(last && whole.cut_short());
      message.set_accept_rejects(last && whole.accept_rejects());
      if (!stream->Write(message)) break;
    }
    stream->WritesDone();
    const ::grpc::Status status = stream->Finish();
    // Both answers say the same, under the same numbers.
    auto answer = std::make_unique<v1::BatchUpsertRecordsResponse>();
    LF_CHECK(answer->ParseFromString(response.SerializeAsString()));
    return OutcomeOf(status, std::move(answer));
  }

  // The world may have moved to another port.
  const std::shared_ptr<::grpc::Channel>& Channel() {
    if (channel_ == nullptr || address_ != world_.grpc_address()) {
      address_ = world_.grpc_address();
      channel_ =
          ::grpc::CreateChannel(address_, ::grpc::InsecureChannelCredentials());
    }
    return channel_;
  }

  World& world_;
  std::string address_;
  std::shared_ptr<::grpc::Channel> channel_;
};

}  // namespace

std::unique_ptr<Transport> MakeGrpcTransport(World& world) {
  return std::make_unique<GrpcTransport>(world);
}

}  // namespace landfall::scenarios
