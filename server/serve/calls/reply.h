#pragma once

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "server/serve/api/handlers.h"
#include "server/serve/calls/rendered_check.h"

namespace landfall::serve::calls {

// What a call answers: a message, or the bytes that an earlier call made of the
// same message.
class Reply {
 public:
  // `message` is the response of the operation, and empty; it must outlive the
  // reply.
  explicit Reply(google::protobuf::Message* message) : message_(message) {}

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
  api::Checked checked_;  // keeps what is rendered
  const RenderedCheck* rendered_ = nullptr;
};

}  // namespace landfall::serve::calls
