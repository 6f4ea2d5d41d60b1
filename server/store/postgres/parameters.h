#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/base/hash128.h"

// Values on their way to PostgreSQL, in its binary format. Ids travel as uuid,
// texts and bytes as bytea: a name may hold any byte, and sorts by its bytes.

namespace landfall::store::postgres {

// One column of many rows, for `unnest($1::uuid[])` and the like. Not
// thread-safe.
class Column {
 public:
  enum class Type { kUuid, kBytes, kInt8 };

  explicit Column(Type type);

  void Add(base::Hash128 id);
  void Add(absl::string_view bytes);
  void Add(int64_t number);

  int32_t size() const { return size_; }
  // The elements as PostgreSQL takes an array of them.
  std::string ArrayBytes() const;
  uint32_t array_oid() const;

 private:
  Type type_;
  int32_t size_ = 0;
  std::string elements_;
};

// What stands for $1, $2 and so on. Not thread-safe.
class Parameters {
 public:
  Parameters& Add(int64_t number);
  Parameters& Add(base::Hash128 id);
  Parameters& Add(absl::string_view bytes);
  Parameters& Add(const Column& column);

  const std::vector<uint32_t>& types() const { return types_; }
  const std::vector<std::string>& values() const { return values_; }

 private:
  Parameters& AddValue(uint32_t type, std::string value);

  std::vector<uint32_t> types_;
  std::vector<std::string> values_;
};

// A statement and its parameters.
struct Statement {
  std::string sql;
  Parameters parameters{};
};

}  // namespace landfall::store::postgres
