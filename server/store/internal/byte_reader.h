#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/decimal.h"

namespace landfall::store::internal {

// Reads simple values within the given bytes, as an Encoder wrote them. After
// the first fault everything else is left at its default and ok() stays false.
// Not thread-safe.
class ByteReader {
 public:
  explicit ByteReader(absl::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool AtEnd() const { return rest_.empty(); }
  void Fail() {
    ok_ = false;
    rest_ = absl::string_view();
  }

  uint8_t GetByte();
  uint64_t GetVarint();
  int64_t GetSigned();
  // A byte that must be at most `last`.
  uint8_t GetEnum(uint8_t last);
  // How many elements follow; each takes a byte at least, which bounds what is
  // allocated for them.
  size_t GetCount();
  void GetText(std::string& text);
  void GetDecimal(base::Decimal& amount);
  void GetTime(std::optional<absl::Time>& time);

 private:
  absl::string_view rest_;
  bool ok_ = true;
};

}  // namespace landfall::store::internal
