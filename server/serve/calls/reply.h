#pragma once

#include "google/protobuf/message.h"

namespace landfall::serve::calls {

// Whether a call may wait for others while it is handled.
enum class Waiting { kAllowed, kNever };

// What a call answers.
class Reply {
 public:
  // `message` is the response of the operation, and empty; it must outlive the
  // reply.
  explicit Reply(google::protobuf::Message* message,
                 Waiting waiting = Waiting::kAllowed)
      : message_(message), waiting_(waiting) {}

  bool may_wait() const { return waiting_ == Waiting::kAllowed; }
  // Says that the call had to wait and was not answered: it is to be handled
  // once more where it may. REQUIRES: !may_wait().
  void Defer() { deferred_ = true; }
  bool deferred() const { return deferred_; }

  // To be filled.
  google::protobuf::Message* message() const { return message_; }

 private:
  google::protobuf::Message* const message_;
  const Waiting waiting_;
  bool deferred_ = false;
};

}  // namespace landfall::serve::calls
