// JSON of any bytes: no crash, a sorted result within the limits, and every
// number in the grammar of JSON.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "server/base/check.h"
#include "server/decode/flatten.h"

using landfall::decode::FlattenElements;
using landfall::decode::FlattenJson;
using landfall::decode::NamedList;
using landfall::model::Fields;
using landfall::model::FieldValue;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const kLists =
      new std::vector<NamedList>{{"m", "key", "value", "namespace"},
                                 {"f", "name", "value"},
                                 {"f", "n", "v"}};
  const absl::string_view json(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<Fields> fields = FlattenJson(json, *kLists);
  const absl::StatusOr<std::vector<Fields>> elements =
      FlattenElements(json, "f", *kLists);
  LF_CHECK(fields.ok() == elements.ok());
  if (!fields.ok()) {
    LF_CHECK(absl::IsInvalidArgument(fields.status()));
    return 0;
  }
  LF_CHECK(fields->entries().size() <= 4096);
  LF_CHECK(std::is_sorted(fields->entries().begin(), fields->entries().end(),
                          [](const auto& a, const auto& b) {
                            return absl::AsciiStrToLower(a.first) <
                                   absl::AsciiStrToLower(b.first);
                          }));
  for (const auto& [path, value] : fields->entries()) {
    if (value.type != FieldValue::Type::kNumber) continue;
    LF_CHECK(value.text.find_first_not_of("0123456789+-.eE") ==
             std::string::npos);
    LF_CHECK(!value.text.empty());
  }
  return 0;
}
