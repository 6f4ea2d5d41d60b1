#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "landfall/v1/promotion_service.pb.h"

namespace landfall::serve::calls {

// How often each verdict was given, since the start. Thread-safe.
class VerdictCounts {
 public:
  static constexpr int kValues = v1::Verdict::Value_ARRAYSIZE;

  void Note(v1::Verdict::Value verdict) {
    counts_[verdict].fetch_add(1, std::memory_order_relaxed);
  }
  // Errors among the results are not counted.
  void Note(const google::protobuf::RepeatedPtrField<v1::CheckResult>& results);

  int64_t Of(v1::Verdict::Value verdict) const {
    return counts_[verdict].load(std::memory_order_relaxed);
  }

 private:
  std::array<std::atomic<int64_t>, kValues> counts_ = {};
};

}  // namespace landfall::serve::calls
