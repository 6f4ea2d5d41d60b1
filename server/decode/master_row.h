#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"

namespace landfall::decode {

// What can be told of an element that Decode refused.
struct MasterRow {
  enum class Kind { kCustomer, kOther, kUnknown };
  Kind kind = Kind::kUnknown;
  std::string company;  // F&O area or BC company that the row names; or ""
};

// Looks at an element of a master source without judging it: a customer that
// cannot be read is still one that somebody may look for. Pure.
MasterRow GlanceAtMasterRow(const DecodeContext& context,
                            absl::string_view element);

}  // namespace landfall::decode
