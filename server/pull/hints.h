#pragma once

#include <algorithm>

#include "absl/time/time.h"
#include "server/base/token_bucket.h"

namespace landfall::pull {

// When a source is read because somebody said that something has changed there.
//
// The first hint has it read a moment later, so that a burst of hints is one
// run; hints that come while a run is under way are for one run after it. Who
// hints all the time costs the system little: after twenty runs in a row there
// is one in five seconds, and after a run the system is left alone for as long
// as the run took. Not thread-safe.
class Hints {
 public:
  static constexpr absl::Duration kGather = absl::Milliseconds(200);
  static constexpr double kRunsAtOnce = 20;
  static constexpr double kRunsPerSecond = 0.2;
  static constexpr absl::Duration kMostRest = absl::Minutes(1);

  // Something has changed.
  void Note(absl::Time now) {
    if (due_ == absl::InfiniteFuture()) due_ = now + kGather;
  }

  // When a run is to begin; InfiniteFuture: nothing is known to have changed.
  absl::Time due() const { return std::max(due_, not_before_); }

  // A run begins, whatever for: it reads everything that was hinted at so far.
  void Begin(absl::Time now) {
    if (due_ == absl::InfiniteFuture()) return;
    due_ = absl::InfiniteFuture();
    bucket_.Fill(kRunsPerSecond, kRunsAtOnce, now);
    bucket_.left = std::max(bucket_.left - 1, 0.0);
    not_before_ = now + bucket_.Wait(kRunsPerSecond);
  }

  // A run has ended; the system wants to be left alone until `not_before`.
  void End(absl::Time began, absl::Time ended, absl::Time not_before) {
    const absl::Duration took = ended - began;
    not_before_ =
        std::max({not_before_, not_before,
                  ended + std::clamp(took, absl::ZeroDuration(), kMostRest)});
  }

 private:
  absl::Time due_ = absl::InfiniteFuture();
  absl::Time not_before_ = absl::InfinitePast();
  base::TokenBucket bucket_{kRunsAtOnce, absl::InfinitePast()};
};

}  // namespace landfall::pull
