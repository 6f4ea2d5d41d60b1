#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/model/verdict.h"

namespace landfall::classify {

// What a known error message means.
struct Finding {
  model::ReasonCode code = model::ReasonCode::kOtherError;
  std::string detail;  // the field or value that the message names, or ""
  std::string action;  // what to do next
};

// Classifies the message of an integration failure by its codes and structural
// fragments; several messages in one text give the most specific. `code` is the
// event's own code, or "". kOtherError when nothing known is in it. Pure.
Finding ClassifyMessage(absl::string_view message, absl::string_view code);

// The message in one line, as a whole but for what nobody reads: at most 4,000
// bytes. For a message that nothing explains.
std::string WholeMessage(absl::string_view message);

// The message without troubleshooting links, activity ids and payload, at most
// 300 bytes: what may be shown beside the finding.
std::string ShortMessage(absl::string_view message);

}  // namespace landfall::classify
