#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"

namespace landfall::decode {

// Decode() for type error_event of any source: a failed flow run, a dual-write
// error or another integration failure,
//   {"id","at","system","flow","map","entity","record":{"source","type","id"},
//    "message","code","customer":{…}}
// or a CSV row of these names, where `record` may be "source/type/id" and
// nested names have dots (`record.id`, `customer.emails`). `at` and one of
// `message` and `code` are required. An event without id is identified by its
// content. The customer's keys go into the body only, not into `fields`. Ids of
// records are brought to the one spelling of GUIDs here; any other
// spelling is resolved by the caller, who knows the sources. Pure, thread-safe.
absl::StatusOr<std::vector<model::Record>> DecodeErrorEvent(
    const DecodeContext& context, absl::string_view element);

// Whether an element without a named type says that it is an error event.
bool LooksLikeErrorEvent(absl::string_view element);

}  // namespace landfall::decode
