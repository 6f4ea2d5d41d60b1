#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::serve::json {

// Where a value stands in a request, "customer.emails[3]". A chain of frames on
// the stack, so that a path costs nothing until an error needs its text. Each
// frame must outlive those that point to it. Immutable.
class FieldPath {
 public:
  // The request itself.
  FieldPath() = default;
  FieldPath(const FieldPath* parent, absl::string_view name)
      : parent_(parent), name_(name) {}
  FieldPath(const FieldPath* parent, size_t index)
      : parent_(parent), index_(index), is_index_(true) {}

  // "" for the request itself.
  std::string ToString() const;

 private:
  const FieldPath* parent_ = nullptr;
  absl::string_view name_;
  size_t index_ = 0;
  bool is_index_ = false;
};

}  // namespace landfall::serve::json
