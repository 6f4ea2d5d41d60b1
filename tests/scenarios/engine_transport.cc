// A call without a wire: the JSON is read into the message and handled.
// Entry point: MakeEngineTransport.
#include <utility>

#include "landfall/v1/promotion_service.pb.h"
#include "server/serve/api/errors.h"
#include "server/serve/json/json_reader.h"
#include "tests/scenarios/import_file.h"
#include "tests/scenarios/transport.h"

namespace landfall::scenarios {
namespace {

class EngineTransport : public Transport {
 public:
  explicit EngineTransport(World& world) : world_(world) {}

  std::string name() const override { return "engine"; }

  Outcome Call(const serve::calls::Operation& operation,
               const std::string& request) override {
    std::unique_ptr<google::protobuf::Message> message(
        operation.request->New());
    std::string json = request;
    if (!serve::json::ReadJson(json, message.get()).ok()) return NotSaid();
    Outcome outcome;
    outcome.answer.reset(operation.response->New());
    serve::calls::Reply reply(outcome.answer.get());
    const absl::Status status =
        operation.handle(world_.handlers(), *message, &reply);
    if (!status.ok()) return Failed(status);
    return outcome;
  }

  Outcome Import(const scenarios::Import& import) override {
    const auto push = PushOf(import, world_.settings());
    if (!push.has_value()) return NotSaid();
    return Call(
        *serve::calls::FindOperation("RecordService.BatchUpsertRecords"),
        *push);
  }

  Outcome Stream(const std::vector<std::string>& batches) override {
    auto all = std::make_unique<v1::StreamCheckPromotionResponse>();
    for (std::string json : batches) {
      v1::StreamCheckPromotionRequest request;
      if (!serve::json::ReadJson(json, &request).ok()) return NotSaid();
      v1::StreamCheckPromotionResponse response;
      const absl::Status status =
          world_.handlers().StreamCheckPromotion(request, &response);
      if (!status.ok()) return Failed(status);
      all->MergeFrom(response);
    }
    Outcome outcome;
    outcome.answer = std::move(all);
    return outcome;
  }

 private:
  static Outcome Failed(const absl::Status& status) {
    v1::Error error;
    serve::api::FillError(status, &error);
    Outcome outcome;
    outcome.failure = {error.status(),
                       v1::ErrorReason::Value_Name(error.reason()),
                       error.field(), error.message()};
    return outcome;
  }

  World& world_;
};

}  // namespace

Outcome NotSaid() {
  Outcome outcome;
  outcome.said = false;
  return outcome;
}

std::unique_ptr<Transport> MakeEngineTransport(World& world) {
  return std::make_unique<EngineTransport>(world);
}

}  // namespace landfall::scenarios
