#pragma once

#include <cstdint>

#include "server/base/hash128.h"

namespace landfall::cards {

// What tells one set of records from another: how many they are, and the sum of
// their ids. The ids are keyed hashes of the store's, so two sets with the same
// sum are the same set, as sure as two records with the same id are the same
// record. Records come and go one by one, in any order. Value type.
class MemberSum {
 public:
  // REQUIRES: `id` is not in the set.
  void Add(base::Hash128 id) {
    ++count_;
    low_ += id.low;
    high_ += id.high + (low_ < id.low ? 1 : 0);
  }
  // REQUIRES: `id` is in the set.
  void Remove(base::Hash128 id) {
    --count_;
    const bool borrows = low_ < id.low;
    low_ -= id.low;
    high_ -= id.high + (borrows ? 1 : 0);
  }

  friend bool operator==(const MemberSum& a, const MemberSum& b) {
    return a.count_ == b.count_ && a.high_ == b.high_ && a.low_ == b.low_;
  }

 private:
  int64_t count_ = 0;
  uint64_t high_ = 0;
  uint64_t low_ = 0;
};

}  // namespace landfall::cards
