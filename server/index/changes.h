#pragma once

#include "absl/container/flat_hash_set.h"
#include "server/index/row.h"

namespace landfall::index {

// What changed in the world between two looks at it, as far as the judgement
// of a customer may hang on it. Value type.
struct Changes {
  // More rows than this, and whoever asks had better judge everybody again.
  static constexpr size_t kMostRows = size_t{1} << 16;

  // Anybody may be judged otherwise; the rest says nothing then.
  bool all = false;
  // So may everybody who is connected by keys with too many to list.
  bool crowds = false;
  // So may everybody who was looked up among near masters.
  bool near = false;
  // So may these.
  absl::flat_hash_set<RowIndex> rows;
  // Error events came, went or changed.
  bool events = false;
  // Legal entities were read, or could not be read completely.
  bool reads = false;

  bool empty() const {
    return !all && !crowds && !near && !events && !reads && rows.empty();
  }
  void AddAll() {
    all = true;
    rows.clear();
  }
  void Add(RowIndex row) {
    if (all) return;
    rows.insert(row);
    if (rows.size() > kMostRows) AddAll();
  }
};

}  // namespace landfall::index
