// Payload elements of any bytes: no crash, only INVALID_ARGUMENT, and every id
// in the one spelling that it keeps.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "server/base/check.h"
#include "server/decode/bigcommerce/bigcommerce_decoder.h"
#include "server/model/settings.h"
#include "server/model/system.h"

using landfall::decode::CanonicalBigCommerceId;
using landfall::decode::DecodeBigCommerce;
using landfall::model::Record;
using landfall::model::System;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const kSource = [] {
    auto* source = new landfall::model::Source;
    source->id = "shop";
    source->system = System::kBigCommerce;
    return source;
  }();
  // The first byte picks the type, so that each one meets every payload.
  if (size == 0) return 0;
  std::vector<absl::string_view> types =
      landfall::model::RecordTypes(System::kBigCommerce);
  types.push_back("");
  const std::string type(types[data[0] % types.size()]);
  const absl::string_view json(reinterpret_cast<const char*>(data) + 1,
                               size - 1);
  const absl::StatusOr<std::vector<Record>> records =
      DecodeBigCommerce({kSource, type, ""}, json);
  if (!records.ok()) {
    LF_CHECK(absl::IsInvalidArgument(records.status()));
    return 0;
  }
  for (const Record& record : *records) {
    LF_CHECK(record.ref.source == "shop");
    const absl::StatusOr<std::string> id =
        CanonicalBigCommerceId(record.ref.type, record.ref.id);
    LF_CHECK(id.ok() && *id == record.ref.id);
  }
  return 0;
}
