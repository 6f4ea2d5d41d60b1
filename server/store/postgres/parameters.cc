// Numbers, ids and bytes -> the binary format of PostgreSQL.
#include "server/store/postgres/parameters.h"

#include <utility>

#include "server/base/big_endian.h"
#include "server/base/check.h"

namespace landfall::store::postgres {
namespace {

using base::PutNumber;

// From pg_type.dat of PostgreSQL: these numbers never change.
constexpr uint32_t kBytesOid = 17;
constexpr uint32_t kInt8Oid = 20;
constexpr uint32_t kUuidOid = 2950;
constexpr uint32_t kBytesArrayOid = 1001;
constexpr uint32_t kInt8ArrayOid = 1016;
constexpr uint32_t kUuidArrayOid = 2951;

uint32_t ElementOid(Column::Type type) {
  switch (type) {
    case Column::Type::kUuid:
      return kUuidOid;
    case Column::Type::kBytes:
      return kBytesOid;
    case Column::Type::kInt8:
      return kInt8Oid;
  }
  LF_CHECK(false);
}

void PutLength(size_t length, std::string* out) {
  PutNumber(static_cast<uint32_t>(length), out);
}

}  // namespace

Column::Column(Type type) : type_(type) {}

void Column::Add(base::Hash128 id) {
  LF_CHECK(type_ == Type::kUuid);
  ++size_;
  PutLength(2 * sizeof(uint64_t), &elements_);
  PutNumber(id.high, &elements_);
  PutNumber(id.low, &elements_);
}

void Column::Add(absl::string_view bytes) {
  LF_CHECK(type_ == Type::kBytes);
  ++size_;
  PutLength(bytes.size(), &elements_);
  elements_.append(bytes.data(), bytes.size());
}

void Column::Add(int64_t number) {
  LF_CHECK(type_ == Type::kInt8);
  ++size_;
  PutLength(sizeof(number), &elements_);
  PutNumber(static_cast<uint64_t>(number), &elements_);
}

std::string Column::ArrayBytes() const {
  std::string bytes;
  bytes.reserve(elements_.size() + 20);
  PutNumber(uint32_t{size_ == 0 ? 0u : 1u}, &bytes);  // dimensions
  PutNumber(uint32_t{0}, &bytes);                     // no nulls
  PutNumber(ElementOid(type_), &bytes);
  if (size_ == 0) return bytes;
  PutNumber(static_cast<uint32_t>(size_), &bytes);
  PutNumber(uint32_t{1}, &bytes);  // the first is number 1
  bytes += elements_;
  return bytes;
}

uint32_t Column::array_oid() const {
  switch (type_) {
    case Type::kUuid:
      return kUuidArrayOid;
    case Type::kBytes:
      return kBytesArrayOid;
    case Type::kInt8:
      return kInt8ArrayOid;
  }
  LF_CHECK(false);
}

Parameters& Parameters::AddValue(uint32_t type, std::string value) {
  types_.push_back(type);
  values_.push_back(std::move(value));
  return *this;
}

Parameters& Parameters::Add(int64_t number) {
  std::string value;
  PutNumber(static_cast<uint64_t>(number), &value);
  return AddValue(kInt8Oid, std::move(value));
}

Parameters& Parameters::Add(base::Hash128 id) {
  std::string value;
  PutNumber(id.high, &value);
  PutNumber(id.low, &value);
  return AddValue(kUuidOid, std::move(value));
}

Parameters& Parameters::Add(absl::string_view bytes) {
  return AddValue(kBytesOid, std::string(bytes));
}

Parameters& Parameters::Add(const Column& column) {
  return AddValue(column.array_oid(), column.ArrayBytes());
}

}  // namespace landfall::store::postgres
