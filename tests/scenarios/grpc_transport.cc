// A call over gRPC: the message goes through a socket, and so does the error.
// Entry point: MakeGrpcTransport.
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/rpc/status.pb.h"
#include "landfall/v1/error_reason.pb.h"
#include "server/serve/json/json_reader.h"
#include "tests/scenarios/import_file.h"
#include "tests/scenarios/transport.h"
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
        Channel(), method.c_str(), message->SerializeAsString(), &bytes);
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
    return Call(
        *serve::calls::FindOperation("RecordService.BatchUpsertRecords"),
        *push);
  }

 private:
  // The world may have moved to another port.
  ::grpc::Channel& Channel() {
    if (channel_ == nullptr || address_ != world_.grpc_address()) {
      address_ = world_.grpc_address();
      channel_ =
          ::grpc::CreateChannel(address_, ::grpc::InsecureChannelCredentials());
    }
    return *channel_;
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
