#include "server/model/fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace landfall::model {
namespace {

// Negative, 0 or positive, as `a` stands before, with or behind `b`; without
// case.
int Compare(absl::string_view a, absl::string_view b) {
  const size_t common = std::min(a.size(), b.size());
  for (size_t i = 0; i < common; ++i) {
    if (a[i] == b[i]) continue;
    const auto left = static_cast<unsigned char>(
        absl::ascii_tolower(static_cast<unsigned char>(a[i])));
    const auto right = static_cast<unsigned char>(
        absl::ascii_tolower(static_cast<unsigned char>(b[i])));
    if (left != right) return left < right ? -1 : 1;
  }
  if (a.size() == b.size()) return 0;
  return a.size() < b.size() ? -1 : 1;
}

struct ByPath {
  bool operator()(const Fields::Entry& a, const Fields::Entry& b) const {
    return Compare(a.first, b.first) < 0;
  }
  bool operator()(const Fields::Entry& a, absl::string_view b) const {
    return Compare(a.first, b) < 0;
  }
};

}  // namespace

void Fields::Sort() {
  if (std::is_sorted(entries_.begin(), entries_.end(), ByPath())) return;
  std::stable_sort(entries_.begin(), entries_.end(), ByPath());
}

// Names compare without case, because people and tools write columns as they
// like; where two differ in nothing else, the one that is spelt so is meant.
const FieldValue* Fields::Find(absl::string_view path) const {
  const auto first =
      std::lower_bound(entries_.begin(), entries_.end(), path, ByPath());
  const FieldValue* found = nullptr;
  for (auto it = first;
       it != entries_.end() && absl::EqualsIgnoreCase(it->first, path); ++it) {
    if (it->first == path) return &it->second;
    if (found == nullptr) found = &it->second;
  }
  return found;
}

absl::string_view Fields::Text(absl::string_view path) const {
  const FieldValue* value = Find(path);
  return value == nullptr ? absl::string_view() : value->text;
}

std::vector<absl::string_view> Fields::All(absl::string_view path) const {
  std::vector<absl::string_view> exact;
  std::vector<absl::string_view> other;
  for (auto it =
           std::lower_bound(entries_.begin(), entries_.end(), path, ByPath());
       it != entries_.end() && absl::EqualsIgnoreCase(it->first, path); ++it) {
    (it->first == path ? exact : other).push_back(it->second.text);
  }
  return exact.empty() ? other : exact;
}

}  // namespace landfall::model
