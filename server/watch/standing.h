#pragma once

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "server/base/hash128.h"
#include "server/cards/kept_card.h"
#include "server/index/row.h"

namespace landfall::watch {

// Who stands on a card as it is written down, and who has come and gone since.
// Example: Ann and Bob are written down; Bob lands and Cid gets stuck: Cid has
// arrived and Bob has left, until both is written down. Not thread-safe.
class Standing final : public cards::MemberListener {
 public:
  struct Arrived {
    base::Hash128 id;
    index::RowIndex row;  // of the customer; kNone for error events
  };

  // As it was written down: at the start, and from now on.
  void Load(base::Hash128 id) { written_.insert(id); }
  void WriteArrival(base::Hash128 id);
  void WriteDeparture(base::Hash128 id);
  // Takes out somebody who was erased; true when he was written down.
  bool Forget(base::Hash128 id);

  // By row, and by id, so that the same changes are told in the same order.
  std::vector<Arrived> arrived() const;
  std::vector<base::Hash128> left() const;
  // How many both have.
  size_t pending() const { return arrived_.size() + left_.size(); }
  const absl::flat_hash_set<base::Hash128>& written() const { return written_; }

  void OnAllGone() override;
  void OnGone(base::Hash128 id) override;
  void OnCome(base::Hash128 id, index::RowIndex row) override;

 private:
  absl::flat_hash_set<base::Hash128> written_;
  absl::flat_hash_map<base::Hash128, index::RowIndex> arrived_;
  absl::flat_hash_set<base::Hash128> left_;  // of written_
};

}  // namespace landfall::watch
