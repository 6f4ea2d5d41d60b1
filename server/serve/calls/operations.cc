// The unary calls of the contract, one line each.
// Entry points: Operations and FindOperation.
#include "server/serve/calls/operations.h"

#include <optional>
#include <utility>

#include "server/base/status_macros.h"
#include "server/serve/api/convert.h"

namespace landfall::serve::calls {
namespace {

using config::Role;
using google::protobuf::Message;

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

// Binds a handler to its message types.
template <typename Request, typename Response>
struct Binding {
  using Handler = absl::Status (api::Handlers::*)(const Request&,
                                                  Response*) const;

  template <Handler handler>
  static absl::Status Handle(const api::Handlers& handlers, const Message& in,
                             Reply* out) {
    return (handlers.*handler)(static_cast<const Request&>(in),
                               static_cast<Response*>(out->message()));
  }
  static int64_t Items(const Message& request) {
    return ItemsOf(static_cast<const Request&>(request));
  }
};

template <typename Request, typename Response>
constexpr Binding<Request, Response> BindingOf(
    absl::Status (api::Handlers::*)(const Request&, Response*) const) {
  return {};
}

template <auto handler>
Operation Unary(Method method) {
  return []<typename Request, typename Response>(
             Method method, Binding<Request, Response> binding) {
    using Bound = decltype(binding);
    return Operation{method, &Request::default_instance(),
                     &Response::default_instance(),
                     &Bound::template Handle<handler>, &Bound::Items};
  }(method, BindingOf(handler));
}

std::string ErasedRecord(const api::Handlers& handlers,
                         const Message& message) {
  return handlers.Target(static_cast<const v1::EraseRecordRequest&>(message));
}

Operation Audited(Operation operation,
                  std::string (*target)(const api::Handlers& handlers,
                                        const Message& request)) {
  operation.target = target;
  return operation;
}

// The one call that is made far more often than all others.
absl::Status HandleCheck(const api::Handlers& handlers, const Message& in,
                         Reply* out) {
  const auto& request = static_cast<const v1::CheckPromotionRequest&>(in);
  auto* response = static_cast<v1::CheckPromotionResponse*>(out->message());
  if (out->may_wait()) return handlers.CheckPromotion(request, response);
  LF_ASSIGN_OR_RETURN(const bool answered,
                      handlers.TryCheckPromotion(request, response));
  if (!answered) out->Defer();
  return absl::OkStatus();
}

void TallyCheck(const Reply& reply, VerdictCounts& counts) {
  counts.Note(static_cast<const v1::CheckPromotionResponse&>(*reply.message())
                  .verdict());
}

void TallyBatch(const Reply& reply, VerdictCounts& counts) {
  counts.Note(
      static_cast<const v1::BatchCheckPromotionResponse&>(*reply.message())
          .results());
}

Operation HandledBy(Operation operation,
                    absl::Status (*handle)(const api::Handlers&, const Message&,
                                           Reply*)) {
  operation.handle = handle;
  return operation;
}

Operation Tallied(Operation operation,
                  void (*tally)(const Reply&, VerdictCounts&)) {
  operation.tally = tally;
  return operation;
}

using H = api::Handlers;

// A check reads memory for some microseconds; handing it to another thread
// would cost more than the check.
const Operation kOperations[] = {
    Tallied(
        HandledBy(Unary<&H::CheckPromotion>({"PromotionService.CheckPromotion",
                                             Lane::kInline, Role::kReader}),
                  &HandleCheck),
        &TallyCheck),
    Tallied(
        Unary<&H::BatchCheckPromotion>({"PromotionService.BatchCheckPromotion",
                                        Lane::kRead, Role::kReader}),
        &TallyBatch),
    Unary<&H::ListCards>({"CardService.ListCards", Lane::kLong, Role::kReader}),
    Unary<&H::GetCard>({"CardService.GetCard", Lane::kLong, Role::kReader}),
    Unary<&H::ListCardRecords>(
        {"CardService.ListCardRecords", Lane::kLong, Role::kReader}),
    Unary<&H::GetCardHistory>(
        {"CardService.GetCardHistory", Lane::kLong, Role::kReader}),
    Unary<&H::ListEvents>(
        {"CardService.ListEvents", Lane::kRead, Role::kReader}),
    Unary<&H::GetRecord>(
        {"RecordService.GetRecord", Lane::kRead, Role::kReader}),
    Unary<&H::BatchUpsertRecords>(
        {"RecordService.BatchUpsertRecords", Lane::kWrite, Role::kIngester}),
    Unary<&H::ReportErrorEvent>(
        {"RecordService.ReportErrorEvent", Lane::kWrite, Role::kIngester}),
    Audited(Unary<&H::EraseRecord>(
                {"RecordService.EraseRecord", Lane::kErase, Role::kIngester}),
            &ErasedRecord),
    Unary<&H::ListSources>(
        {"SourceService.ListSources", Lane::kRead, Role::kReader}),
    Unary<&H::CreateSubscription>({"SubscriptionService.CreateSubscription",
                                   Lane::kSubscribe, Role::kReader}),
    // The id is a capability.
    Unary<&H::DeleteSubscription>({"SubscriptionService.DeleteSubscription",
                                   Lane::kSubscribe, Role::kReader,
                                   /*open=*/true}),
    Unary<&H::ListSubscriptions>(
        {"SubscriptionService.ListSubscriptions", Lane::kRead, Role::kReader}),
    Unary<&H::SyncSource>(
        {"SourceService.SyncSource", Lane::kSync, Role::kIngester}),
    Unary<&H::ListSourceRuns>(
        {"SourceService.ListSourceRuns", Lane::kRead, Role::kReader}),
};

}  // namespace

absl::Span<const Operation> Operations() { return kOperations; }

const Operation* FindOperation(absl::string_view name) {
  for (const Operation& operation : kOperations) {
    if (name == operation.method.name) return &operation;
  }
  return nullptr;
}

}  // namespace landfall::serve::calls
