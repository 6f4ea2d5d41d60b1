// The contract's services: each call is the operation of its name.
// Entry point: MakeServices.
//
// Every method is a raw one (bytes in, bytes out), see message_codec.h.
#include "server/serve/grpc/services.h"

#include <utility>

#include "landfall/v1/card_service.grpc.pb.h"
#include "landfall/v1/promotion_service.grpc.pb.h"
#include "landfall/v1/record_service.grpc.pb.h"
#include "landfall/v1/source_service.grpc.pb.h"
#include "landfall/v1/subscription_service.grpc.pb.h"
#include "server/serve/grpc/streams.h"
#include "server/serve/grpc/watch_stream.h"

namespace landfall::serve::grpc {
namespace {

using ::grpc::ByteBuffer;
using ::grpc::CallbackServerContext;
using ::grpc::ServerUnaryReactor;

// Defines the unary call `rpc` of `service` as the operation of that name. The
// using-declaration keeps the generated overloads visible.
#define LF_UNARY(base, service, rpc)                                       \
  using base::rpc;                                                         \
  ServerUnaryReactor* rpc(CallbackServerContext* context,                  \
                          const ByteBuffer* request, ByteBuffer* response) \
      override {                                                           \
    static const calls::Operation* const operation =                       \
        calls::FindOperation(#service "." #rpc);                           \
    return runner_.Run({operation, context, request, response});           \
  }

using PromotionBase =
    v1::PromotionService::WithRawCallbackMethod_CheckPromotion<
        v1::PromotionService::WithRawCallbackMethod_BatchCheckPromotion<
            v1::PromotionService::WithRawCallbackMethod_StreamCheckPromotion<
                v1::PromotionService::Service>>>;

class PromotionService final : public PromotionBase {
 public:
  explicit PromotionService(CallRunner& runner) : runner_(runner) {}
  LF_UNARY(PromotionBase, PromotionService, CheckPromotion)
  LF_UNARY(PromotionBase, PromotionService, BatchCheckPromotion)
  using PromotionBase::StreamCheckPromotion;
  ::grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>* StreamCheckPromotion(
      CallbackServerContext* context) override {
    return StartCheckStream(runner_, context);
  }

 private:
  CallRunner& runner_;
};

using CardBase = v1::CardService::WithRawCallbackMethod_ListCards<
    v1::CardService::WithRawCallbackMethod_GetCard<
        v1::CardService::WithRawCallbackMethod_ListCardRecords<
            v1::CardService::WithRawCallbackMethod_GetCardHistory<
                v1::CardService::WithRawCallbackMethod_ListEvents<
                    v1::CardService::WithRawCallbackMethod_WatchCard<
                        v1::CardService::Service>>>>>>;

class CardService final : public CardBase {
 public:
  explicit CardService(CallRunner& runner) : runner_(runner) {}
  LF_UNARY(CardBase, CardService, ListCards)
  LF_UNARY(CardBase, CardService, GetCard)
  LF_UNARY(CardBase, CardService, ListCardRecords)
  LF_UNARY(CardBase, CardService, GetCardHistory)
  LF_UNARY(CardBase, CardService, ListEvents)
  using CardBase::WatchCard;
  ::grpc::ServerWriteReactor<ByteBuffer>* WatchCard(
      CallbackServerContext* context, const ByteBuffer* request) override {
    return StartWatchStream(runner_, context, *request);
  }

 private:
  CallRunner& runner_;
};

using RecordBase = v1::RecordService::WithRawCallbackMethod_GetRecord<
    v1::RecordService::WithRawCallbackMethod_BatchUpsertRecords<
        v1::RecordService::WithRawCallbackMethod_ReportErrorEvent<
            v1::RecordService::WithRawCallbackMethod_UpsertRecords<
                v1::RecordService::WithRawCallbackMethod_EraseRecord<
                    v1::RecordService::Service>>>>>;

class RecordService final : public RecordBase {
 public:
  explicit RecordService(CallRunner& runner) : runner_(runner) {}
  LF_UNARY(RecordBase, RecordService, GetRecord)
  LF_UNARY(RecordBase, RecordService, BatchUpsertRecords)
  LF_UNARY(RecordBase, RecordService, ReportErrorEvent)
  LF_UNARY(RecordBase, RecordService, EraseRecord)
  using RecordBase::UpsertRecords;
  ::grpc::ServerReadReactor<ByteBuffer>* UpsertRecords(
      CallbackServerContext* context, ByteBuffer* response) override {
    return StartUpsertStream(runner_, context, response);
  }

 private:
  CallRunner& runner_;
};

using SourceBase = v1::SourceService::WithRawCallbackMethod_ListSources<
    v1::SourceService::WithRawCallbackMethod_SyncSource<
        v1::SourceService::WithRawCallbackMethod_ListSourceRuns<
            v1::SourceService::Service>>>;

class SourceService final : public SourceBase {
 public:
  explicit SourceService(CallRunner& runner) : runner_(runner) {}
  LF_UNARY(SourceBase, SourceService, ListSources)
  LF_UNARY(SourceBase, SourceService, SyncSource)
  LF_UNARY(SourceBase, SourceService, ListSourceRuns)

 private:
  CallRunner& runner_;
};

using SubscriptionBase =
    v1::SubscriptionService::WithRawCallbackMethod_CreateSubscription<
        v1::SubscriptionService::WithRawCallbackMethod_DeleteSubscription<
            v1::SubscriptionService::WithRawCallbackMethod_ListSubscriptions<
                v1::SubscriptionService::Service>>>;

class SubscriptionService final : public SubscriptionBase {
 public:
  explicit SubscriptionService(CallRunner& runner) : runner_(runner) {}
  LF_UNARY(SubscriptionBase, SubscriptionService, CreateSubscription)
  LF_UNARY(SubscriptionBase, SubscriptionService, DeleteSubscription)
  LF_UNARY(SubscriptionBase, SubscriptionService, ListSubscriptions)

 private:
  CallRunner& runner_;
};

#undef LF_UNARY

}  // namespace

std::vector<NamedService> MakeServices(CallRunner& runner) {
  std::vector<NamedService> services;
  services.push_back({v1::PromotionService::service_full_name(),
                      std::make_unique<PromotionService>(runner)});
  services.push_back({v1::CardService::service_full_name(),
                      std::make_unique<CardService>(runner)});
  services.push_back({v1::RecordService::service_full_name(),
                      std::make_unique<RecordService>(runner)});
  services.push_back({v1::SourceService::service_full_name(),
                      std::make_unique<SourceService>(runner)});
  services.push_back({v1::SubscriptionService::service_full_name(),
                      std::make_unique<SubscriptionService>(runner)});
  return services;
}

}  // namespace landfall::serve::grpc
