#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace landfall::model {

// One scalar of a payload. Numbers keep the text they arrived in, so that
// money stays exact and large ids keep every digit.
struct FieldValue {
  enum class Type { kString, kNumber, kBool };
  Type type = Type::kString;
  std::string text;  // "true"/"false" for kBool

  friend bool operator==(const FieldValue& a, const FieldValue& b) {
    return a.type == b.type && a.text == b.text;
  }
};

// The scalars of one payload by path, with the system's own names: nested
// objects are joined with dots ("customer.id"), several values under one path
// (arrays) keep their order. Nulls are left out: an absent field is null.
// After Sort() lookups are logarithmic. Not thread-safe while being built.
class Fields {
 public:
  using Entry = std::pair<std::string, FieldValue>;

  void Add(std::string path, FieldValue value) {
    entries_.emplace_back(std::move(path), std::move(value));
  }
  void AddString(std::string path, std::string text) {
    Add(std::move(path), {FieldValue::Type::kString, std::move(text)});
  }
  // Orders entries by path, keeping the order of values under one path.
  // REQUIRED before any lookup.
  void Sort();

  // The first value under `path`, or nullptr. Paths compare exactly.
  const FieldValue* Find(absl::string_view path) const;
  // The text of the first value under `path`, or "".
  absl::string_view Text(absl::string_view path) const;
  // All values under `path` in their order of arrival.
  std::vector<absl::string_view> All(absl::string_view path) const;

  const std::vector<Entry>& entries() const { return entries_; }

  friend bool operator==(const Fields& a, const Fields& b) {
    return a.entries_ == b.entries_;
  }

 private:
  std::vector<Entry> entries_;
};

}  // namespace landfall::model
