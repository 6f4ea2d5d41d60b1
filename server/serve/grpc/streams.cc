// Messages of a stream -> one step of work each. Entry points: the two Start
// functions.
#include "server/serve/grpc/streams.h"

#include "google/protobuf/arena.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/grpc/call_log.h"
#include "server/serve/grpc/grpc_status.h"
#include "server/serve/grpc/message_codec.h"

namespace landfall::serve::grpc {
namespace {

using ::grpc::ByteBuffer;

absl::Status Gone() {
  return api::MakeError(absl::StatusCode::kCancelled,
                        api::Reason::DEADLINE_PASSED, "",
                        "the caller has gone");
}

// State that both streams share. At any time either gRPC or one step of work
// holds the stream, so nothing here needs a lock.
struct StreamState {
  const api::Handlers& handlers;
  CallRunner& runner;
  ::grpc::CallbackServerContext* context;
  Method method;
  std::chrono::steady_clock::time_point start =
      std::chrono::steady_clock::now();
  int64_t items = 0;
  absl::Status status = absl::OkStatus();
};

class CheckStream : public ::grpc::ServerBidiReactor<ByteBuffer, ByteBuffer> {
 public:
  explicit CheckStream(StreamState state) : state_(std::move(state)) {
    absl::Status admitted = state_.runner.Admit(state_.method, *state_.context);
    if (admitted.ok()) {
      StartRead(&request_);
    } else {
      End(std::move(admitted));
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      End(state_.context->IsCancelled() ? Gone() : absl::OkStatus());
      return;
    }
    absl::Status taken =
        state_.runner.RunStep(state_.method.lane, [this] { Answer(); });
    if (!taken.ok()) End(std::move(taken));
  }

  void OnWriteDone(bool ok) override {
    if (ok) {
      StartRead(&request_);
    } else {
      End(Gone());
    }
  }

  void OnDone() override {
    LogCall({state_.method.name, Since(state_.start), state_.items},
            state_.status);
    delete this;
  }

 private:
  void Answer() {
    absl::Status answered = Check();
    if (answered.ok()) {
      StartWrite(&response_);
    } else {
      End(std::move(answered));
    }
  }

  absl::Status Check() {
    google::protobuf::Arena arena;
    auto* request =
        google::protobuf::Arena::CreateMessage<v1::StreamCheckPromotionRequest>(
            &arena);
    auto* response = google::protobuf::Arena::CreateMessage<
        v1::StreamCheckPromotionResponse>(&arena);
    LF_RETURN_IF_ERROR(ParseMessage(request_, request));
    LF_RETURN_IF_ERROR(
        state_.handlers.StreamCheckPromotion(*request, response));
    state_.items += request->checks_size();
    WriteMessage(*response, &response_);
    return absl::OkStatus();
  }

  void End(absl::Status status) {
    state_.status = std::move(status);
    Finish(ToGrpcStatus(state_.status));
  }

  StreamState state_;
  ByteBuffer request_;
  ByteBuffer response_;
};

class UpsertStream : public ::grpc::ServerReadReactor<ByteBuffer> {
 public:
  UpsertStream(StreamState state, ByteBuffer* response)
      : state_(std::move(state)),
        push_(state_.handlers.StartPush()),
        response_(response) {
    absl::Status admitted = state_.runner.Admit(state_.method, *state_.context);
    if (admitted.ok()) {
      StartRead(&request_);
    } else {
      End(std::move(admitted));
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      EndOfStream();
      return;
    }
    absl::Status taken =
        state_.runner.RunStep(state_.method.lane, [this] { Store(); });
    if (!taken.ok()) End(std::move(taken));
  }

  void OnDone() override {
    LogCall({state_.method.name, Since(state_.start), state_.items},
            state_.status);
    delete this;
  }

 private:
  void Store() {
    v1::UpsertRecordsRequest request;
    absl::Status stored = ParseMessage(request_, &request);
    if (stored.ok()) {
      stored = state_.handlers.PushRecords(request, last_, push_);
      state_.items += request.payloads_size();
    }
    if (!stored.ok()) {
      End(std::move(stored));
      return;
    }
    last_.set_source(request.source());
    last_.set_type(request.type());
    last_.set_company(request.company());
    StartRead(&request_);
  }

  void EndOfStream() {
    if (state_.context->IsCancelled()) {
      End(Gone());
      return;
    }
    if (last_.source().empty()) {
      End(api::InvalidField(api::Reason::FIELD_REQUIRED, "source",
                            "the stream had no message"));
      return;
    }
    v1::UpsertRecordsResponse response;
    push_.Fill(&response);
    WriteMessage(response, response_);
    End(absl::OkStatus());
  }

  void End(absl::Status status) {
    state_.status = std::move(status);
    Finish(ToGrpcStatus(state_.status));
  }

  StreamState state_;
  api::Push push_;
  v1::UpsertRecordsRequest last_;  // source, type and company only
  ByteBuffer request_;
  ByteBuffer* const response_;
};

}  // namespace

::grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>* StartCheckStream(
    const api::Handlers& handlers, CallRunner& runner,
    ::grpc::CallbackServerContext* context) {
  return new CheckStream({handlers,
                          runner,
                          context,
                          {"PromotionService.StreamCheckPromotion", Lane::kRead,
                           config::Role::kReader}});
}

::grpc::ServerReadReactor<ByteBuffer>* StartUpsertStream(
    const api::Handlers& handlers, CallRunner& runner,
    ::grpc::CallbackServerContext* context, ByteBuffer* response) {
  return new UpsertStream(
      {handlers,
       runner,
       context,
       {"RecordService.UpsertRecords", Lane::kWrite, config::Role::kIngester}},
      response);
}

}  // namespace landfall::serve::grpc
