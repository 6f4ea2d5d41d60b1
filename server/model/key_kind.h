#pragma once

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace landfall::model {

enum class KeyKind : uint8_t { kEmail, kExternalId, kTaxId };

// "EMAIL", "EXTERNAL_ID", "TAX_ID".
absl::string_view KeyKindName(KeyKind kind);
// Accepts the names above and their lower-case spelling of the configuration.
std::optional<KeyKind> ParseKeyKind(absl::string_view name);

// A set of key kinds. Value type.
class KeyKinds {
 public:
  constexpr KeyKinds() = default;
  static constexpr KeyKinds All() { return KeyKinds(7); }

  constexpr bool Has(KeyKind kind) const { return (bits_ & Bit(kind)) != 0; }
  constexpr KeyKinds With(KeyKind kind) const {
    return KeyKinds(bits_ | Bit(kind));
  }
  constexpr bool empty() const { return bits_ == 0; }

  friend constexpr bool operator==(KeyKinds a, KeyKinds b) {
    return a.bits_ == b.bits_;
  }
  friend constexpr bool operator!=(KeyKinds a, KeyKinds b) { return !(a == b); }

 private:
  explicit constexpr KeyKinds(int bits) : bits_(static_cast<uint8_t>(bits)) {}
  static constexpr int Bit(KeyKind kind) { return 1 << static_cast<int>(kind); }
  uint8_t bits_ = 0;
};

}  // namespace landfall::model
