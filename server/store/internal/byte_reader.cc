// Bytes -> simple values. Entry points: the Get functions.
#include "server/store/internal/byte_reader.h"

#include "server/base/power_of_ten.h"
#include "server/store/internal/byte_encoder.h"

namespace landfall::store::internal {

uint8_t ByteReader::GetByte() {
  if (rest_.empty()) {
    Fail();
    return 0;
  }
  const uint8_t byte = static_cast<uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return byte;
}

uint64_t ByteReader::GetVarint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const uint8_t byte = GetByte();
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  Fail();
  return 0;
}

int64_t ByteReader::GetSigned() {
  const uint64_t bits = GetVarint();
  return static_cast<int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
}

uint8_t ByteReader::GetEnum(uint8_t last) {
  const uint8_t byte = GetByte();
  if (byte <= last) return byte;
  Fail();
  return 0;
}

size_t ByteReader::GetCount() {
  const uint64_t count = GetVarint();
  if (count <= rest_.size()) return count;
  Fail();
  return 0;
}

void ByteReader::GetText(std::string& text) {
  const size_t size = GetCount();
  text.assign(rest_.data(), size);
  rest_.remove_prefix(size);
}

void ByteReader::GetDecimal(base::Decimal& amount) {
  const uint64_t scale = GetVarint();
  unsigned __int128 bits = 0;
  for (int shift = 0; shift < 128; shift += 8) {
    bits |= static_cast<unsigned __int128>(GetByte()) << shift;
  }
  const auto mantissa = static_cast<__int128>(bits);
  const __int128 beyond = base::PowerOfTen(base::Decimal::kMaxScale);
  if (scale > base::Decimal::kMaxScale || mantissa >= beyond ||
      mantissa <= -beyond) {
    return Fail();
  }
  amount = base::Decimal(mantissa, static_cast<int>(scale));
}

void ByteReader::GetTime(std::optional<absl::Time>& time) {
  switch (GetEnum(kFuture)) {
    case kAbsent:
      return;
    case kPast:
      time = absl::InfinitePast();
      return;
    case kFuture:
      time = absl::InfiniteFuture();
      return;
  }
  const int64_t seconds = GetSigned();
  const uint64_t nanos = GetVarint();
  if (nanos >= 1'000'000'000) return Fail();
  time = absl::FromUnixSeconds(seconds) +
         absl::Nanoseconds(static_cast<int64_t>(nanos));
}

}  // namespace landfall::store::internal
