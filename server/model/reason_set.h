#pragma once

#include <cstdint>

#include "server/model/reason.h"

namespace landfall::model {

// Some of the reason codes. Value type.
class ReasonSet {
 public:
  void Add(ReasonCode code) { bits_ |= Bit(code); }
  void Set(ReasonCode code, bool has) {
    bits_ = has ? bits_ | Bit(code) : bits_ & ~Bit(code);
  }
  bool Has(ReasonCode code) const { return (bits_ & Bit(code)) != 0; }

  // Visits them in the order of their declaration.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (uint64_t left = bits_; left != 0; left &= left - 1) {
      visit(static_cast<ReasonCode>(__builtin_ctzll(left)));
    }
  }

 private:
  static_assert(static_cast<int>(ReasonCode::kSourceIncomplete) < 64);
  static uint64_t Bit(ReasonCode code) {
    return uint64_t{1} << static_cast<int>(code);
  }

  uint64_t bits_ = 0;
};

}  // namespace landfall::model
