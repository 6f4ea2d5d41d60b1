#pragma once

#include <utility>

#include "absl/container/btree_set.h"
#include "server/index/chunked_vector.h"
#include "server/index/key_index.h"
#include "server/index/micros.h"

namespace landfall::index {

// When rows of mapped Dataverse tables were changed last, to the second, and
// which of them changed when: 15 bytes a row, and nothing where there are none.
// Not thread-safe; const methods may run concurrently.
class LastChanges {
 public:
  // 0: not known, or no such row any more.
  void Set(RowIndex row, Seconds time);
  Seconds Of(RowIndex row) const {
    return row < times_.size() ? times_[row] : 0;
  }
  Micros At(RowIndex row) const { return ToMicros(Of(row)); }

  // (time, row) in ascending order.
  using TimeIndex = absl::btree_set<std::pair<Seconds, RowIndex>>;
  const TimeIndex& by_time() const { return by_time_; }

  // kNoTime for 0.
  static Micros ToMicros(Seconds time) {
    return time == 0 ? kNoTime : Micros{time} * 1000000;
  }

 private:
  ChunkedVector<Seconds> times_;
  TimeIndex by_time_;
};

}  // namespace landfall::index
