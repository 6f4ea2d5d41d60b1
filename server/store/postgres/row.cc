// Columns in the binary format of PostgreSQL -> values.
#include "server/store/postgres/row.h"

#include "server/base/big_endian.h"

namespace landfall::store::postgres {
namespace {

using base::TakeNumber;

constexpr size_t kUuidSize = 2 * sizeof(uint64_t);
constexpr size_t kElementSize = sizeof(uint32_t) + kUuidSize;
// Number of dimensions, flags, type; then the length and the first index.
constexpr size_t kArrayHead = 3 * sizeof(uint32_t);
constexpr size_t kDimensionSize = 2 * sizeof(uint32_t);

base::Hash128 TakeUuid(absl::string_view* bytes) {
  base::Hash128 id;
  id.high = TakeNumber<uint64_t>(bytes);
  id.low = TakeNumber<uint64_t>(bytes);
  return id;
}

}  // namespace

absl::string_view Row::Bytes() {
  if (!ok_ || next_ >= columns_.size() || columns_[next_].data() == nullptr) {
    ok_ = false;
    return "";
  }
  return columns_[next_++];
}

absl::string_view Row::Sized(size_t size) {
  const absl::string_view bytes = Bytes();
  if (bytes.size() == size) return bytes;
  ok_ = false;
  return "";
}

int64_t Row::Int8() {
  absl::string_view bytes = Sized(sizeof(uint64_t));
  return ok_ ? static_cast<int64_t>(TakeNumber<uint64_t>(&bytes)) : 0;
}

bool Row::Bool() {
  const absl::string_view bytes = Sized(1);
  return ok_ && bytes[0] != '\0';
}

base::Hash128 Row::Uuid() {
  absl::string_view bytes = Sized(kUuidSize);
  return ok_ ? TakeUuid(&bytes) : base::Hash128();
}

std::vector<base::Hash128> Row::Uuids() {
  std::vector<base::Hash128> ids;
  absl::string_view bytes = Bytes();
  if (bytes.size() < kArrayHead) ok_ = false;
  if (!ok_) return ids;
  const auto dimensions = TakeNumber<uint32_t>(&bytes);
  bytes.remove_prefix(2 * sizeof(uint32_t));
  if (dimensions == 0) return ids;
  if (dimensions != 1 || bytes.size() < kDimensionSize) {
    ok_ = false;
    return ids;
  }
  bytes.remove_prefix(kDimensionSize);
  while (bytes.size() >= kElementSize) {
    if (TakeNumber<uint32_t>(&bytes) != kUuidSize) break;
    ids.push_back(TakeUuid(&bytes));
  }
  ok_ = bytes.empty();
  return ids;
}

}  // namespace landfall::store::postgres
