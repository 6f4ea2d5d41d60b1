// Messages of a stream -> one step of work each. Entry points: the two Start
// functions.
#include "server/serve/grpc/streams.h"

#include <utility>

#include "google/protobuf/arena.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/steady_time.h"
#include "server/serve/calls/within_memory.h"
#include "server/serve/calls/work_budget.h"
#include "server/serve/grpc/grpc_status.h"
#include "server/serve/grpc/message_codec.h"
#include "server/serve/grpc/stream_call.h"

namespace landfall::serve::grpc {
namespace {

using ::grpc::ByteBuffer;

// What is the same for both kinds of reactors.
template <typename Reactor>
class Stream : public Reactor, public OpenStream {
 public:
  void OnReadDone(bool ok) override {
    if (!call_.Got()) return;
    if (!ok) {
      EndOfStream();
      return;
    }
    absl::Status taken = call_.AdmitMessage();
    if (taken.ok()) {
      taken = call_.runner().gate().Run(call_.method().lane,
                                        [this] { TakeMessage(); });
    }
    if (!taken.ok()) End(taken);
  }

  void OnDone() override {
    call_.runner().streams().Remove(this);
    call_.Note();
    delete this;
  }

  // A key that cannot be looked at just now is no reason to end.
  void CheckCaller() override {
    const absl::Status status = call_.StillGood();
    const bool bad =
        absl::IsUnauthenticated(status) || absl::IsPermissionDenied(status);
    if (bad && call_.EndIfWaiting(status)) this->Finish(ToGrpcStatus(status));
  }

 protected:
  Stream(CallRunner& runner, ::grpc::CallbackServerContext* context,
         const calls::Method& method)
      : call_(runner, context, method) {}

  // The last step of construction.
  void Open() {
    call_.runner().streams().Add(this);
    const absl::Status admitted = call_.AdmitOpening();
    if (admitted.ok()) {
      Await();
    } else {
      End(admitted);
    }
  }
  void Await() {
    call_.Await([this] { this->StartRead(&request_); });
  }
  void End(const absl::Status& status) {
    if (call_.End(status)) this->Finish(ToGrpcStatus(status));
  }

  virtual void TakeMessage() = 0;  // `request_`, in the method's lane
  virtual void EndOfStream() = 0;  // no more messages come

  StreamCall call_;
  ByteBuffer request_;
};

class CheckStream final
    : public Stream<::grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>> {
 public:
  CheckStream(CallRunner& runner, ::grpc::CallbackServerContext* context)
      : Stream(runner, context, calls::kStreamCheckPromotion) {
    Open();
  }

  void OnWriteDone(bool ok) override {
    unread_.Release();
    if (ok) {
      Await();
    } else {
      End(CallerHasGone());
    }
  }

 private:
  void TakeMessage() override {
    absl::Status answered = calls::WithinMemory([this] { return Check(); });
    if (answered.ok()) {
      answered = call_.runner().unread().Hold(
          call_.context()->c_call(), static_cast<int64_t>(response_.Length()),
          unread_);
    }
    if (answered.ok()) {
      StartWrite(&response_);
    } else {
      End(answered);
    }
  }

  void EndOfStream() override {
    End(call_.context()->IsCancelled() ? CallerHasGone() : absl::OkStatus());
  }

  absl::Status Check() {
    google::protobuf::Arena arena;
    auto* request =
        google::protobuf::Arena::CreateMessage<v1::StreamCheckPromotionRequest>(
            &arena);
    auto* response = google::protobuf::Arena::CreateMessage<
        v1::StreamCheckPromotionResponse>(&arena);
    LF_RETURN_IF_ERROR(ParseMessage(request_, request));
    base::Budget budget(calls::EndsAfter(
        calls::SteadyNow(), call_.runner().gate().limits().default_deadline,
        [this] { return call_.context()->IsCancelled(); }));
    LF_RETURN_IF_ERROR(
        call_.runner().handlers().Within(budget).StreamCheckPromotion(
            *request, response));
    call_.CountItems(request->checks_size());
    call_.runner().gate().verdicts().Note(response->results());
    WriteMessage(*response, &response_);
    return absl::OkStatus();
  }

  ByteBuffer response_;
  UnreadAnswers::Answer unread_;
};

class UpsertStream final
    : public Stream<::grpc::ServerReadReactor<ByteBuffer>> {
 public:
  UpsertStream(CallRunner& runner, ::grpc::CallbackServerContext* context,
               ByteBuffer* response)
      : Stream(runner, context, calls::kUpsertRecords),
        push_(runner.handlers().StartPush()),
        response_(response) {
    Open();
  }

 private:
  void TakeMessage() override {
    v1::UpsertRecordsRequest request;
    absl::Status stored = ParseMessage(request_, &request);
    if (stored.ok()) {
      stored = calls::WithinMemory([&] {
        return call_.runner().handlers().PushRecords(request, last_, push_);
      });
      call_.CountItems(request.payloads_size());
    }
    if (!stored.ok()) {
      End(stored);
      return;
    }
    last_.set_source(request.source());
    last_.set_type(request.type());
    last_.set_company(request.company());
    Await();
  }

  void EndOfStream() override {
    if (call_.context()->IsCancelled()) {
      End(CallerHasGone());
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

  api::Push push_;
  v1::UpsertRecordsRequest last_;  // source, type and company only
  ByteBuffer* const response_;
};

}  // namespace

::grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>* StartCheckStream(
    CallRunner& runner, ::grpc::CallbackServerContext* context) {
  return new CheckStream(runner, context);
}

::grpc::ServerReadReactor<ByteBuffer>* StartUpsertStream(
    CallRunner& runner, ::grpc::CallbackServerContext* context,
    ByteBuffer* response) {
  return new UpsertStream(runner, context, response);
}

}  // namespace landfall::serve::grpc
