#include "server/model/fields.h"

#include <algorithm>

namespace landfall::model {
namespace {

struct ByPath {
  bool operator()(const Fields::Entry& a, const Fields::Entry& b) const {
    return a.first < b.first;
  }
  bool operator()(const Fields::Entry& a, absl::string_view b) const {
    return absl::string_view(a.first) < b;
  }
};

}  // namespace

void Fields::Sort() {
  std::stable_sort(entries_.begin(), entries_.end(), ByPath());
}

const FieldValue* Fields::Find(absl::string_view path) const {
  auto it = std::lower_bound(entries_.begin(), entries_.end(), path, ByPath());
  if (it == entries_.end() || it->first != path) return nullptr;
  return &it->second;
}

absl::string_view Fields::Text(absl::string_view path) const {
  const FieldValue* value = Find(path);
  return value == nullptr ? absl::string_view() : value->text;
}

std::vector<absl::string_view> Fields::All(absl::string_view path) const {
  std::vector<absl::string_view> values;
  auto it = std::lower_bound(entries_.begin(), entries_.end(), path, ByPath());
  for (; it != entries_.end() && it->first == path; ++it) {
    values.push_back(it->second.text);
  }
  return values;
}

}  // namespace landfall::model
