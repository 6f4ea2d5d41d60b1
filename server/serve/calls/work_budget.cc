#include "server/serve/calls/work_budget.h"

#include <utility>

#include "server/serve/api/errors.h"

namespace landfall::serve::calls {

base::Budget::Ask EndsAfter(SteadyTime start, absl::Duration most,
                            std::function<bool()> gone) {
  return [start, most, gone = std::move(gone)]() -> absl::Status {
    if (gone != nullptr && gone()) {
      return api::MakeError(absl::StatusCode::kCancelled,
                            api::Reason::DEADLINE_PASSED, "",
                            "the caller has gone");
    }
    if (Since(start) < most) return absl::OkStatus();
    return api::MakeError(
        absl::StatusCode::kDeadlineExceeded, api::Reason::DEADLINE_PASSED, "",
        "the deadline passed before the answer was complete; ask for less: a "
        "shorter window, fewer steps, fewer checks");
  };
}

}  // namespace landfall::serve::calls
