#pragma once

#include <array>
#include <cstdint>

#include "server/base/decimal.h"

namespace landfall::base {

// A sum of amounts times rates, kept without any loss in 256 bits, so that it
// neither overflows nor depends on the order of its parts. Value type.
class ProductSum {
 public:
  // Beyond this, either way, a rounded sum is this and saturated: 10^24, a
  // million billion billions. Four billion such sums still add up exactly.
  static constexpr int kMaxDigits = 24;

  // REQUIRES: `amount` has at most 9 decimals; `rate` fits kRateLimits.
  void Add(const Decimal& amount, const Decimal& rate);

  // Rounded half to even to `decimals` places, of which there are at most 9.
  // Saturated also when a saturated amount or rate went in.
  Decimal Rounded(int decimals) const;

 private:
  using Wide = std::array<uint64_t, 4>;  // least significant first

  Wide plus_{};
  Wide minus_{};
  bool inexact_ = false;  // something saturated went in
  bool over_ = false;     // no room in 256 bits, upwards or downwards
  bool under_ = false;
};

}  // namespace landfall::base
