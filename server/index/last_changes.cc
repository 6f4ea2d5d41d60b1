#include "server/index/last_changes.h"

namespace landfall::index {

void LastChanges::Set(RowIndex row, Seconds time) {
  const Seconds known = Of(row);
  if (known == time) return;
  if (known != 0) by_time_.erase({known, row});
  while (times_.size() <= row) times_.Add(0);
  times_[row] = time;
  if (time != 0) by_time_.insert({time, row});
}

}  // namespace landfall::index
