#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"

namespace landfall::decode {

// Decode() for Business Central: a customer of the API or an export of its
// columns, or a row of table 5339 "Integration Synch. Job Errors".
//
// The company is the payload's companyId, company or companyName when it has
// one, else the context's, else the one in `@odata.context`; a customer without
// any is an error. The id is `company:system id` with the company in lower
// case, because a copied company has the system ids of the other; an export
// without them gets `company:number`. `email` may hold several addresses
// between semicolons: each becomes a value of its own. Any `blocked` but a
// blank (also written
// `_x0020_`) blocks. Pure, thread-safe.
absl::StatusOr<std::vector<model::Record>> DecodeBusinessCentral(
    const DecodeContext& context, absl::string_view element);

}  // namespace landfall::decode
