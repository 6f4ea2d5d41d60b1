#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "server/base/decimal.h"
#include "server/model/fields.h"
#include "server/model/reason.h"

namespace landfall::store::internal {

// Tags in front of an optional time.
enum TimeTag : uint8_t { kAbsent = 0, kFinite = 1, kPast = 2, kFuture = 3 };

// Writes values one behind the other. Shapes::Walk(coder, value) names the
// members of every struct, for both directions, so that they cannot disagree.
// Not thread-safe.
template <typename Shapes>
class Encoder {
 public:
  template <typename... Ts>
  void operator()(const Ts&... values) {
    (Put(values), ...);
  }

  std::string Take() && { return std::move(bytes_); }

  void PutByte(uint8_t byte) { bytes_.push_back(static_cast<char>(byte)); }

 private:
  void PutVarint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
      PutByte(static_cast<uint8_t>(value) | 0x80);
    }
    PutByte(static_cast<uint8_t>(value));
  }
  void PutSigned(int64_t value) {
    PutVarint((static_cast<uint64_t>(value) << 1) ^
              static_cast<uint64_t>(value >> 63));
  }

  void Put(bool value) { PutByte(value ? 1 : 0); }
  void Put(int value) { PutSigned(value); }
  void Put(int64_t value) { PutSigned(value); }
  void Put(uint32_t value) { PutVarint(value); }
  template <typename T>
  requires std::is_enum_v<T>
  void Put(T value) { PutByte(static_cast<uint8_t>(value)); }
  // By name: codes may be put between others.
  void Put(model::ReasonCode code) {
    Put(std::string(model::ReasonName(code)));
  }
  void Put(const std::string& text) {
    PutVarint(text.size());
    bytes_.append(text);
  }
  void Put(const base::Decimal& amount) {
    // One spelling per value: 1.0 and 1.00 are stored alike.
    const base::Decimal shortest = amount.Shortest();
    const auto bits = static_cast<unsigned __int128>(shortest.mantissa());
    PutVarint(static_cast<uint64_t>(shortest.scale()));
    for (int shift = 0; shift < 128; shift += 8) {
      PutByte(static_cast<uint8_t>(bits >> shift));
    }
  }
  void Put(absl::Time time) { Put(std::optional<absl::Time>(time)); }
  void Put(const std::optional<absl::Time>& time) {
    if (!time.has_value()) return PutByte(kAbsent);
    if (*time == absl::InfinitePast()) return PutByte(kPast);
    if (*time == absl::InfiniteFuture()) return PutByte(kFuture);
    const int64_t seconds = absl::ToUnixSeconds(*time);
    PutByte(kFinite);
    PutSigned(seconds);
    PutVarint(static_cast<uint64_t>(
        absl::ToInt64Nanoseconds(*time - absl::FromUnixSeconds(seconds))));
  }
  template <typename T>
  void Put(const std::optional<T>& value) {
    Put(value.has_value());
    if (value.has_value()) Put(*value);
  }
  template <typename T>
  void Put(const std::vector<T>& values) {
    PutVarint(values.size());
    for (const T& value : values) Put(value);
  }
  template <typename A, typename B>
  void Put(const std::pair<A, B>& pair) {
    Put(pair.first);
    Put(pair.second);
  }
  void Put(const model::Fields& fields) { Put(fields.entries()); }
  template <typename T>
  requires std::is_class_v<T>
  void Put(const T& value) { Shapes::Walk(*this, value); }

  std::string bytes_;
};

}  // namespace landfall::store::internal
