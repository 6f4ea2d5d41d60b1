#include "server/watch/standing.h"

#include <algorithm>

namespace landfall::watch {

void Standing::WriteArrival(base::Hash128 id) {
  written_.insert(id);
  arrived_.erase(id);
}

void Standing::WriteDeparture(base::Hash128 id) {
  written_.erase(id);
  left_.erase(id);
}

bool Standing::Forget(base::Hash128 id) {
  left_.erase(id);
  return written_.erase(id) > 0;
}

std::vector<Standing::Arrived> Standing::arrived() const {
  std::vector<Arrived> all;
  all.reserve(arrived_.size());
  for (const auto& [id, row] : arrived_) all.push_back({id, row});
  std::sort(all.begin(), all.end(), [](const Arrived& a, const Arrived& b) {
    return a.row != b.row ? a.row < b.row : a.id < b.id;
  });
  return all;
}

std::vector<base::Hash128> Standing::left() const {
  std::vector<base::Hash128> all(left_.begin(), left_.end());
  std::sort(all.begin(), all.end());
  return all;
}

void Standing::OnAllGone() {
  left_ = written_;
  arrived_.clear();
}

void Standing::OnGone(base::Hash128 id) {
  if (written_.contains(id)) {
    left_.insert(id);
  } else {
    arrived_.erase(id);
  }
}

void Standing::OnCome(base::Hash128 id, index::RowIndex row) {
  if (written_.contains(id)) {
    left_.erase(id);
  } else {
    arrived_[id] = row;
  }
}

}  // namespace landfall::watch
