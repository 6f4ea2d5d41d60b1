// One caller of WatchCard -> the log of events, piece by piece. Entry point:
// StartWatchStream.
#include "server/serve/grpc/watch_stream.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/within_memory.h"
#include "server/serve/grpc/grpc_status.h"
#include "server/serve/grpc/message_codec.h"
#include "server/serve/grpc/stream_call.h"

namespace landfall::serve::grpc {
namespace {

using ::grpc::ByteBuffer;

// Who was too slow is told so behind the last message, which takes until it is
// read; after this time the stream is cut off all the same.
const UnreadAnswers::Unread& NeverRead() {
  static const auto* const kNeverRead = new UnreadAnswers::Unread{
      GRPC_STATUS_RESOURCE_EXHAUSTED,
      "the events were not read; resume from the cursor of the last message "
      "that you have read",
      absl::Minutes(1)};
  return *kNeverRead;
}

absl::Status TooSlow(const std::string& cursor) {
  return api::MakeError(
      absl::StatusCode::kResourceExhausted, api::Reason::OVERLOADED, "",
      absl::StrCat("the events were not read fast enough; resume from the "
                   "last cursor, ",
                   cursor));
}

absl::Status NoMemory() {
  return api::MakeError(
      absl::StatusCode::kResourceExhausted, api::Reason::OVERLOADED, "",
      "too many answers wait for callers who do not read; try again later");
}

// Two threads meet here: the one that reads the log for all streams, and
// gRPC's, which says that a message was sent. The reading one goes to work only
// when nothing is left to send.
class WatchStream final : public ::grpc::ServerWriteReactor<ByteBuffer>,
                          public OpenStream,
                          public LogReader {
 public:
  WatchStream(CallRunner& runner, ::grpc::CallbackServerContext* context)
      : call_(runner, context, calls::kWatchCard),
        held_(runner.gate().held()) {}

  void Open(std::shared_ptr<WatchStream> self, const ByteBuffer& request) {
    self_ = std::move(self);
    call_.runner().streams().Add(this);
    const absl::Status opened = Prepare(request);
    if (!opened.ok()) End(opened);
  }

  bool ReadOn(int64_t growth) override ABSL_LOCKS_EXCLUDED(mutex_) {
    {
      absl::MutexLock lock(&mutex_);
      if (!outgoing_.empty()) EndIfTooSlow();
      if (ended_ || !outgoing_.empty()) return false;
    }
    const bool grown = std::exchange(growth_, growth) != growth;
    if (!grown && !watch_->more() && !watch_->IsCheckpointDue()) return false;
    std::vector<v1::WatchCardResponse> messages;
    const absl::Status read =
        calls::WithinMemory([&] { return watch_->Next(&messages); });
    if (!read.ok()) {
      End(read);
      return false;
    }
    Send(messages);
    // Who sends now is called again when that is done.
    return messages.empty() && watch_->more();
  }

  void EndForStop() override {
    End(api::MakeError(absl::StatusCode::kUnavailable, api::Reason::STOPPING,
                       "",
                       "the server is stopping; resume from the last cursor"));
  }

  // A key that cannot be looked at just now is no reason to end.
  void CheckCaller() override {
    const absl::Status status = call_.StillGood();
    if (absl::IsUnauthenticated(status) || absl::IsPermissionDenied(status)) {
      End(status);
    }
  }

  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_) {
    {
      absl::MutexLock lock(&mutex_);
      unread_.Release();
      if (!ok) {
        EndLocked(CallerHasGone());
        return;
      }
      call_.CountItems(1);
      outgoing_.pop_front();
      if (ended_) return;
      if (!outgoing_.empty()) {
        Write();
        return;
      }
      held_.Clear();
    }
    call_.runner().watches().WakeUp();
  }

  void OnCancel() override ABSL_LOCKS_EXCLUDED(mutex_) { End(CallerHasGone()); }

  void OnDone() override {
    call_.runner().streams().Remove(this);
    call_.runner().watches().Remove(this);
    call_.Note();
    // The thread that reads may be here still.
    const std::shared_ptr<WatchStream> last = std::move(self_);
  }

 private:
  struct Outgoing {
    ByteBuffer bytes;
    std::string cursor;
  };

  absl::Status Prepare(const ByteBuffer& bytes) {
    LF_RETURN_IF_ERROR(call_.AdmitOpening());
    v1::WatchCardRequest request;
    LF_RETURN_IF_ERROR(ParseMessage(bytes, &request));
    LF_ASSIGN_OR_RETURN(api::CardWatch watch,
                        call_.runner().handlers().StartWatch(request));
    watch_.emplace(std::move(watch));
    return call_.runner().watches().Add(self_, call_.caller());
  }

  void Send(const std::vector<v1::WatchCardResponse>& messages)
      ABSL_LOCKS_EXCLUDED(mutex_) {
    if (messages.empty()) return;
    absl::MutexLock lock(&mutex_);
    if (ended_) return;
    for (const v1::WatchCardResponse& message : messages) {
      Outgoing& next = outgoing_.emplace_back();
      WriteMessage(message, &next.bytes);
      next.cursor = api::CursorOf(message);
      if (!held_.Add(static_cast<int64_t>(next.bytes.Length()))) {
        EndLocked(NoMemory());
        return;
      }
    }
    Write();
  }

  // Hands over the first message that waits.
  void Write() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Outgoing& next = outgoing_.front();
    const absl::Status held = call_.runner().unread().Hold(
        call_.context()->c_call(), static_cast<int64_t>(next.bytes.Length()),
        unread_, NeverRead());
    if (!held.ok()) {
      EndLocked(held);
      return;
    }
    write_began_ = calls::SteadyNow();
    // Without the hint to buffer: gRPC would not say that it is done.
    StartWrite(&next.bytes);
  }

  void End(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    EndLocked(status);
  }
  void EndLocked(const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    ended_ = true;
    if (call_.End(status)) Finish(ToGrpcStatus(status));
  }

  void EndIfTooSlow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (ended_ || calls::Since(write_began_) <=
                      call_.runner().unread().patience().least) {
      return;
    }
    EndLocked(TooSlow(outgoing_.front().cursor));
    // What is not on its way is in the log.
    outgoing_.resize(1);
  }

  StreamCall call_;
  std::shared_ptr<WatchStream> self_;  // from Open to OnDone

  // Of the thread that reads, once the stream is open.
  std::optional<api::CardWatch> watch_;
  int64_t growth_ = -1;

  absl::Mutex mutex_;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  // The first one is being written.
  std::deque<Outgoing> outgoing_ ABSL_GUARDED_BY(mutex_);
  calls::HeldBytes held_ ABSL_GUARDED_BY(mutex_);  // for all of them
  calls::SteadyTime write_began_ ABSL_GUARDED_BY(mutex_);
  UnreadAnswers::Answer unread_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

::grpc::ServerWriteReactor<ByteBuffer>* StartWatchStream(
    CallRunner& runner, ::grpc::CallbackServerContext* context,
    const ByteBuffer& request) {
  auto stream = std::make_shared<WatchStream>(runner, context);
  WatchStream* const reactor = stream.get();
  reactor->Open(std::move(stream), request);
  return reactor;
}

}  // namespace landfall::serve::grpc
