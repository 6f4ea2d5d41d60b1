#pragma once

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "server/serve/api/handlers.h"
#include "server/serve/calls/rendered_check.h"

namespace landfall::serve::calls {

// Whether a call may wait for others while it is handled.
enum class Waiting { kAllowed, kNever };

// What a call answers: a message, or the bytes that an earlier call made of the
// same message.
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

  // To be filled, unless the reply is rendered.
  google::protobuf::Message* message() const { return message_; }

  // REQUIRES: `rendered` belongs to the answer of `checked`.
  void SetRendered(api::Checked checked, const RenderedCheck* rendered) {
    checked_ = std::move(checked);
    rendered_ = rendered;
  }
  // nullptr when the message is the answer.
  const RenderedCheck* rendered() const { return rendered_; }
  // REQUIRES: rendered() != nullptr.
  std::string Json() const {
    std::string json;
    rendered_->AppendJson(checked_.as_of, &json);
    return json;
  }
  std::string Wire() const {
    std::string wire;
    rendered_->AppendWire(checked_.as_of, &wire);
    return wire;
  }

 private:
  google::protobuf::Message* const message_;
  const Waiting waiting_;
  bool deferred_ = false;
  api::Checked checked_;  // keeps what is rendered
  const RenderedCheck* rendered_ = nullptr;
};

}  // namespace landfall::serve::calls
