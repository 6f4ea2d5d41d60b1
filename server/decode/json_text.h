#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/model/fields.h"

namespace landfall::decode {

// `text` as a JSON string, appended or alone. REQUIRES: UTF-8.
void AppendJsonString(absl::string_view text, std::string* out);
std::string JsonString(absl::string_view text);

// Fields as one flat JSON object, each a member. REQUIRES: UTF-8, each path
// once.
std::string ToJsonObject(const model::Fields& fields);

}  // namespace landfall::decode
