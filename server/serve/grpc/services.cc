// The contract's services over the handlers: one line per call says which
// handler, in which lane. Entry point: MakeServices.
//
// Every method is a raw one (bytes in, bytes out), see message_codec.h.
#include "server/serve/grpc/services.h"

#include <utility>

#include "google/protobuf/arena.h"
#include "landfall/v1/card_service.grpc.pb.h"
#include "landfall/v1/promotion_service.grpc.pb.h"
#include "landfall/v1/record_service.grpc.pb.h"
#include "landfall/v1/source_service.grpc.pb.h"
#include "server/base/status_macros.h"
#include "server/serve/grpc/message_codec.h"
#include "server/serve/grpc/streams.h"

namespace landfall::serve::grpc {
namespace {

using config::Role;
using ::grpc::ByteBuffer;
using ::grpc::CallbackServerContext;
using ::grpc::ServerUnaryReactor;

// What the log counts of a request.
template <typename Request>
int64_t ItemsOf(const Request&) {
  return 1;
}
int64_t ItemsOf(const v1::BatchCheckPromotionRequest& request) {
  return request.checks_size();
}
int64_t ItemsOf(const v1::BatchUpsertRecordsRequest& request) {
  return request.payloads_size();
}

// Parse, handle, write, with the messages in an arena.
template <typename Request, typename Response>
CallRunner::Work Bind(const api::Handlers& handlers,
                      absl::Status (api::Handlers::*handle)(const Request&,
                                                            Response*) const) {
  return [&handlers, handle](const ByteBuffer& in, ByteBuffer* out,
                             int64_t* items) -> absl::Status {
    google::protobuf::Arena arena;
    auto* request = google::protobuf::Arena::CreateMessage<Request>(&arena);
    auto* response = google::protobuf::Arena::CreateMessage<Response>(&arena);
    LF_RETURN_IF_ERROR(ParseMessage(in, request));
    *items = ItemsOf(*request);
    LF_RETURN_IF_ERROR((handlers.*handle)(*request, response));
    WriteMessage(*response, out);
    return absl::OkStatus();
  };
}

// The handlers and the runner that every service has.
struct Shared {
  const api::Handlers& handlers;
  CallRunner& runner;
};

// Defines the unary call `rpc` of `service` in `lane`, for `role` and above.
// The using-declaration keeps the generated overloads visible.
#define LF_UNARY(base, service, rpc, lane, role)                           \
  using base::rpc;                                                         \
  ServerUnaryReactor* rpc(CallbackServerContext* context,                  \
                          const ByteBuffer* request, ByteBuffer* response) \
      override {                                                           \
    return shared_.runner.Run(                                             \
        {{#service "." #rpc, lane, role}, context, request, response},     \
        Bind(shared_.handlers, &api::Handlers::rpc));                      \
  }

using PromotionBase =
    v1::PromotionService::WithRawCallbackMethod_CheckPromotion<
        v1::PromotionService::WithRawCallbackMethod_BatchCheckPromotion<
            v1::PromotionService::WithRawCallbackMethod_StreamCheckPromotion<
                v1::PromotionService::Service>>>;

class PromotionService final : public PromotionBase {
 public:
  explicit PromotionService(Shared shared) : shared_(shared) {}
  // A check reads memory for some microseconds; handing it to another thread
  // would cost more than the check.
  LF_UNARY(PromotionBase, PromotionService, CheckPromotion, Lane::kInline,
           Role::kReader)
  LF_UNARY(PromotionBase, PromotionService, BatchCheckPromotion, Lane::kRead,
           Role::kReader)
  using PromotionBase::StreamCheckPromotion;
  ::grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>* StreamCheckPromotion(
      CallbackServerContext* context) override {
    return StartCheckStream(shared_.handlers, shared_.runner, context);
  }

 private:
  Shared shared_;
};

using CardBase = v1::CardService::WithRawCallbackMethod_ListCards<
    v1::CardService::WithRawCallbackMethod_GetCard<
        v1::CardService::WithRawCallbackMethod_ListCardRecords<
            v1::CardService::Service>>>;

class CardService final : public CardBase {
 public:
  explicit CardService(Shared shared) : shared_(shared) {}
  LF_UNARY(CardBase, CardService, ListCards, Lane::kRead, Role::kReader)
  LF_UNARY(CardBase, CardService, GetCard, Lane::kRead, Role::kReader)
  LF_UNARY(CardBase, CardService, ListCardRecords, Lane::kRead, Role::kReader)

 private:
  Shared shared_;
};

using RecordBase = v1::RecordService::WithRawCallbackMethod_GetRecord<
    v1::RecordService::WithRawCallbackMethod_BatchUpsertRecords<
        v1::RecordService::WithRawCallbackMethod_UpsertRecords<
            v1::RecordService::WithRawCallbackMethod_EraseRecord<
                v1::RecordService::Service>>>>;

class RecordService final : public RecordBase {
 public:
  explicit RecordService(Shared shared) : shared_(shared) {}
  LF_UNARY(RecordBase, RecordService, GetRecord, Lane::kRead, Role::kReader)
  LF_UNARY(RecordBase, RecordService, BatchUpsertRecords, Lane::kWrite,
           Role::kIngester)
  LF_UNARY(RecordBase, RecordService, EraseRecord, Lane::kWrite,
           Role::kIngester)
  using RecordBase::UpsertRecords;
  ::grpc::ServerReadReactor<ByteBuffer>* UpsertRecords(
      CallbackServerContext* context, ByteBuffer* response) override {
    return StartUpsertStream(shared_.handlers, shared_.runner, context,
                             response);
  }

 private:
  Shared shared_;
};

using SourceBase = v1::SourceService::WithRawCallbackMethod_ListSources<
    v1::SourceService::Service>;

class SourceService final : public SourceBase {
 public:
  explicit SourceService(Shared shared) : shared_(shared) {}
  LF_UNARY(SourceBase, SourceService, ListSources, Lane::kRead, Role::kReader)

 private:
  Shared shared_;
};

#undef LF_UNARY

}  // namespace

std::vector<NamedService> MakeServices(const api::Handlers& handlers,
                                       CallRunner& runner) {
  const Shared shared{handlers, runner};
  std::vector<NamedService> services;
  services.push_back({v1::PromotionService::service_full_name(),
                      std::make_unique<PromotionService>(shared)});
  services.push_back({v1::CardService::service_full_name(),
                      std::make_unique<CardService>(shared)});
  services.push_back({v1::RecordService::service_full_name(),
                      std::make_unique<RecordService>(shared)});
  services.push_back({v1::SourceService::service_full_name(),
                      std::make_unique<SourceService>(shared)});
  return services;
}

}  // namespace landfall::serve::grpc
