#pragma once

#include <string>
#include <tuple>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace landfall::model {

// Names one record: the configured source, the record type and the id in the
// one spelling that CanonicalId (server/normalize/record_id.h) gives it. Value
// type.
struct RecordRef {
  std::string source;
  std::string type;
  std::string id;

  bool empty() const { return source.empty() && type.empty() && id.empty(); }

  // "source/type/id"; the id is not escaped and may contain slashes.
  std::string ToString() const;

  // Splits "source/type/id" at the first two slashes. INVALID_ARGUMENT when a
  // part is missing.
  static absl::StatusOr<RecordRef> Parse(absl::string_view text);

  friend bool operator==(const RecordRef& a, const RecordRef& b) {
    return a.source == b.source && a.type == b.type && a.id == b.id;
  }
  friend bool operator!=(const RecordRef& a, const RecordRef& b) {
    return !(a == b);
  }
  friend bool operator<(const RecordRef& a, const RecordRef& b) {
    return std::tie(a.source, a.type, a.id) < std::tie(b.source, b.type, b.id);
  }
};

}  // namespace landfall::model
