// A call without a wire: the JSON is read into the message and handled.
// Entry point: MakeEngineTransport.
#include "server/base/check.h"
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
    const absl::Status status =
        operation.handle(world_.handlers(), *message, outcome.answer.get());
    if (status.ok()) return outcome;
    v1::Error error;
    serve::api::FillError(status, &error);
    outcome.answer.reset();
    outcome.failure = {error.status(),
                       v1::ErrorReason::Value_Name(error.reason()),
                       error.field(), error.message()};
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
