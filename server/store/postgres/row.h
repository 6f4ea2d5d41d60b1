#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/base/hash128.h"

namespace landfall::store::postgres {

// A row that PostgreSQL answered, in binary: its columns are taken one after
// the other. After the first that is missing, NULL or of another length,
// everything is left at its default and ok() stays false. The bytes are there
// as long as the answer is. Not thread-safe.
class Row {
 public:
  // A column without data is NULL.
  explicit Row(std::vector<absl::string_view> columns)
      : columns_(std::move(columns)) {}

  bool ok() const { return ok_; }

  absl::string_view Bytes();
  int64_t Int8();
  bool Bool();
  base::Hash128 Uuid();
  std::vector<base::Hash128> Uuids();  // an array without nulls

 private:
  // Exactly `size` bytes; no bytes when they are not there.
  absl::string_view Sized(size_t size);

  std::vector<absl::string_view> columns_;
  size_t next_ = 0;
  bool ok_ = true;
};

}  // namespace landfall::store::postgres
