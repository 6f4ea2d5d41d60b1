#pragma once

#include <array>

#include "absl/strings/string_view.h"

namespace landfall::serve::calls {

// What ties the lines of one call together, in our log and in the caller's.
// Immutable.
class RequestId {
 public:
  // The trace id of a W3C `traceparent` value, or a new random one when there
  // is none or it is malformed. Thread-safe.
  explicit RequestId(absl::string_view traceparent);

  // 32 lower-case hex digits.
  absl::string_view text() const {
    return absl::string_view(text_.data(), text_.size());
  }

 private:
  std::array<char, 32> text_;
};

}  // namespace landfall::serve::calls
