// Messages of a stream -> one step of work each. Entry points: the two Start
// functions.
#include "server/serve/grpc/streams.h"

#include "google/protobuf/arena.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/request_id.h"
#include "server/serve/calls/steady_time.h"
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
  CallRunner& runner;
  ::grpc::CallbackServerContext* context;
  const calls::Method& method;
  calls::SteadyTime start = calls::SteadyNow();
  access::CallerRef caller = nullptr;
  int64_t items = 0;
  absl::Status status = absl::OkStatus();

  absl::Status Admit() {
    absl::StatusOr<access::CallerRef> admitted = runner.Admit(method, *context);
    if (admitted.ok()) caller = *std::move(admitted);
    return admitted.status();
  }
  void Note() {
    const calls::RequestId id(MetadataOf(*context, "traceparent"));
    runner.gate().Note(
        {method.name, calls::Transport::kGrpc, calls::Since(start), items,
         caller == nullptr ? "" : caller->id, id.text()},
        status);
  }
};

class CheckStream : public ::grpc::ServerBidiReactor<ByteBuffer, ByteBuffer> {
 public:
  explicit CheckStream(StreamState state) : state_(std::move(state)) {
    absl::Status admitted = state_.Admit();
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
        state_.runner.gate().Run(state_.method.lane, [this] { Answer(); });
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
    state_.Note();
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
        state_.runner.handlers().StreamCheckPromotion(*request, response));
    state_.items += request->checks_size();
    state_.runner.gate().verdicts().Note(response->results());
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
        push_(state_.runner.handlers().StartPush()),
        response_(response) {
    absl::Status admitted = state_.Admit();
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
        state_.runner.gate().Run(state_.method.lane, [this] { Store(); });
    if (!taken.ok()) End(std::move(taken));
  }

  void OnDone() override {
    state_.Note();
    delete this;
  }

 private:
  void Store() {
    v1::UpsertRecordsRequest request;
    absl::Status stored = ParseMessage(request_, &request);
    if (stored.ok()) {
      stored = state_.runner.handlers().PushRecords(request, last_, push_);
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
    CallRunner& runner, ::grpc::CallbackServerContext* context) {
  return new CheckStream({runner, context, calls::kStreamCheckPromotion});
}

::grpc::ServerReadReactor<ByteBuffer>* StartUpsertStream(
    CallRunner& runner, ::grpc::CallbackServerContext* context,
    ByteBuffer* response) {
  return new UpsertStream({runner, context, calls::kUpsertRecords}, response);
}

}  // namespace landfall::serve::grpc
