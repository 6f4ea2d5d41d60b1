#include "server/serve/grpc/stream_call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/request_id.h"

namespace landfall::serve::grpc {

absl::Status StreamCall::AdmitMessage() {
  if (std::exchange(first_message_, false)) return StillGood();
  return runner_.Admit(method_, *context_, &caller_);
}

bool StreamCall::Got() {
  absl::MutexLock lock(&mutex_);
  waiting_ = false;
  return !ended_;
}

bool StreamCall::End(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  return EndLocked(status);
}

bool StreamCall::EndIfWaiting(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  return waiting_ && EndLocked(status);
}

bool StreamCall::EndLocked(const absl::Status& status) {
  if (std::exchange(ended_, true)) return false;
  status_ = status;
  if (const int seconds = calls::RetryAfterSeconds(status); seconds > 0) {
    context_->AddTrailingMetadata("retry-after", absl::StrCat(seconds));
  }
  return true;
}

void StreamCall::Note() {
  const calls::RequestId id(MetadataOf(*context_, "traceparent"));
  absl::MutexLock lock(&mutex_);
  runner_.gate().Note(
      {method_.name, calls::Transport::kGrpc, calls::Since(start_), items_,
       caller_ == nullptr ? "" : caller_->id, id.text()},
      status_);
}

absl::Status CallerHasGone() {
  return api::MakeError(absl::StatusCode::kCancelled,
                        api::Reason::DEADLINE_PASSED, "",
                        "the caller has gone");
}

}  // namespace landfall::serve::grpc
