#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace landfall::config::internal {

struct YamlEntry;

// A YAML value as written: scalars are text, whatever they look like, so that
// the country NO is no boolean. Value type.
struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  int line = 1;
  std::string text;                // kScalar
  std::vector<YamlNode> items;     // kList
  std::vector<YamlEntry> entries;  // kMap, in the order of the file
};

struct YamlEntry {
  std::string key;
  int line = 1;
  YamlNode value;
};

// Reads one YAML document of at most 1 MiB, nested at most 32 deep, without
// aliases. INVALID_ARGUMENT with "<name>:<line>: ".
absl::StatusOr<YamlNode> ParseYaml(absl::string_view text,
                                   const std::string& name) noexcept;

}  // namespace landfall::config::internal
