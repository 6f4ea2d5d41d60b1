#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "server/base/check.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"
#include "server/model/settings.h"
#include "server/model/system.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {

// Decodes bytes as an element of one of the system's types, which the first
// byte picks: no crash, only INVALID_ARGUMENT, and every id in the one spelling
// that it keeps.
inline void DecodeBytes(model::System system,
                        const std::vector<absl::string_view>& types,
                        const uint8_t* data, size_t size) {
  if (size == 0) return;
  model::Source source;
  source.id = "src";
  source.system = system;
  DecodeContext context;
  context.source = &source;
  context.type = std::string(types[data[0] % types.size()]);
  context.company = (data[0] & 0x80) != 0 ? "Company" : "";
  const absl::string_view json(reinterpret_cast<const char*>(data) + 1,
                               size - 1);
  const absl::StatusOr<std::vector<model::Record>> records =
      Decode(context, json);
  if (!records.ok()) {
    LF_CHECK(absl::IsInvalidArgument(records.status()));
    return;
  }
  for (const model::Record& record : *records) {
    LF_CHECK(record.ref.source == source.id);
    const absl::StatusOr<std::string> id =
        normalize::CanonicalSystemId(system, record.ref.type, record.ref.id);
    LF_CHECK(id.ok() && *id == record.ref.id);
    for (size_t i = 1; i < record.fields.entries().size(); ++i) {
      LF_CHECK(absl::AsciiStrToLower(record.fields.entries()[i - 1].first) <=
               absl::AsciiStrToLower(record.fields.entries()[i].first));
    }
  }
}

// The same for all types of the system and for "infer it".
inline void DecodeBytes(model::System system, const uint8_t* data,
                        size_t size) {
  std::vector<absl::string_view> types = model::RecordTypes(system);
  types.push_back("");
  DecodeBytes(system, types, data, size);
}

}  // namespace landfall::decode
