// Messages of a stream -> one step of work each. Entry points: the two Start
// functions.
#include "server/serve/grpc/streams.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/arena.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/request_id.h"
#include "server/serve/calls/steady_time.h"
#include "server/serve/calls/within_memory.h"
#include "server/serve/calls/work_budget.h"
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

// What both streams share. At any time either gRPC or one step of work holds
// the stream; only the watch over callers comes from elsewhere, and it ends a
// stream only while that waits for its next message.
class StreamCall {
 public:
  StreamCall(CallRunner& runner, ::grpc::CallbackServerContext* context,
             const calls::Method& method)
      : runner_(runner), context_(context), method_(method) {}

  CallRunner& runner() { return runner_; }
  ::grpc::CallbackServerContext* context() { return context_; }
  const calls::Method& method() const { return method_; }
  void CountItems(int64_t items) { items_ += items; }

  // Whether the caller may open the stream, or send another message on it: each
  // is a call. The first message belongs to the opening.
  absl::Status AdmitOpening() {
    return runner_.Admit(method_, *context_, &caller_);
  }
  absl::Status AdmitMessage() {
    if (std::exchange(first_message_, false)) return StillGood();
    return runner_.Admit(method_, *context_, &caller_);
  }
  absl::Status StillGood() {
    return runner_.gate().Recheck(CredentialsOf(*context_));
  }

  // Asks for the next message with `start_read`, unless the stream has ended.
  template <typename StartRead>
  void Await(StartRead start_read) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (ended_) return;
    waiting_ = true;
    start_read();
  }
  // The message has come. False when the stream has ended.
  bool Got() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    waiting_ = false;
    return !ended_;
  }
  // True for the one who is to finish the stream with ToGrpcStatus(status).
  bool End(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    return EndLocked(status);
  }
  bool EndIfWaiting(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    return waiting_ && EndLocked(status);
  }

  void Note() ABSL_LOCKS_EXCLUDED(mutex_) {
    const calls::RequestId id(MetadataOf(*context_, "traceparent"));
    absl::MutexLock lock(&mutex_);
    runner_.gate().Note(
        {method_.name, calls::Transport::kGrpc, calls::Since(start_), items_,
         caller_ == nullptr ? "" : caller_->id, id.text()},
        status_);
  }

 private:
  bool EndLocked(const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (std::exchange(ended_, true)) return false;
    status_ = status;
    if (const int seconds = calls::RetryAfterSeconds(status); seconds > 0) {
      context_->AddTrailingMetadata("retry-after", absl::StrCat(seconds));
    }
    return true;
  }

  CallRunner& runner_;
  ::grpc::CallbackServerContext* const context_;
  const calls::Method& method_;
  const calls::SteadyTime start_ = calls::SteadyNow();
  access::CallerRef caller_;
  int64_t items_ = 0;
  bool first_message_ = true;

  absl::Mutex mutex_;
  bool waiting_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

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
      End(Gone());
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
    End(call_.context()->IsCancelled() ? Gone() : absl::OkStatus());
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
