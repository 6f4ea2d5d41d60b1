#pragma once

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "server/serve/calls/steady_time.h"
#include "server/serve/grpc/call_runner.h"

namespace landfall::serve::grpc {

// What all streams share: who may open one and go on, that it ends once, and
// what is noted about it. For a stream that reads, at any time either gRPC or
// one step of work holds it; only the watch over callers comes from elsewhere,
// and it ends such a stream only while that waits for its next message.
class StreamCall {
 public:
  // All must outlive this.
  StreamCall(CallRunner& runner, ::grpc::CallbackServerContext* context,
             const calls::Method& method)
      : runner_(runner), context_(context), method_(method) {}

  CallRunner& runner() { return runner_; }
  ::grpc::CallbackServerContext* context() { return context_; }
  const calls::Method& method() const { return method_; }
  // Who has opened it, as the log names it. REQUIRES: AdmitOpening went well.
  const std::string& caller() const { return caller_->id; }
  void CountItems(int64_t items) { items_ += items; }

  // Whether the caller may open the stream, or send another message on it: each
  // is a call. The first message belongs to the opening.
  absl::Status AdmitOpening() {
    return runner_.Admit(method_, *context_, &caller_);
  }
  absl::Status AdmitMessage();
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
  bool Got() ABSL_LOCKS_EXCLUDED(mutex_);
  // True for the one who is to finish the stream with ToGrpcStatus(status).
  bool End(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mutex_);
  bool EndIfWaiting(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mutex_);

  // Logs and counts the stream once it is done.
  void Note() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  bool EndLocked(const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

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

// The end of a stream whose caller has gone.
absl::Status CallerHasGone();

}  // namespace landfall::serve::grpc
