#pragma once

#include <cstdint>

#include "absl/time/time.h"

namespace landfall::watch {

// When a thread that looks again and again may look, and when it has to though
// nothing has changed. After a look it rests for as long as the look kept a
// processor busy: never more than half of one, and yet it catches up with
// whatever has piled up, because what comes while it rests is less than what it
// has just done. Waiting for the disk keeps no processor busy. For that thread
// alone.
class Pace {
 public:
  // Around each look.
  void Begin();
  void End(bool succeeded);

  // How long it has to rest from now on.
  absl::Duration RestLeft() const;
  bool IsOverdue() const;
  // How long the last look took.
  absl::Duration took() const { return absl::Microseconds(end_ - begin_); }

 private:
  int64_t begin_ = 0;  // microseconds of a clock that only goes forward
  int64_t end_ = 0;
  int64_t worked_before_ = 0;
  int64_t rests_until_ = 0;
  int64_t overdue_at_ = 0;
};

// Microseconds of a clock that only goes forward.
int64_t SteadyMicros();

}  // namespace landfall::watch
