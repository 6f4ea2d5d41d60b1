#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"

namespace landfall::decode {

// Decode() for a Dataverse row: an account, contact, opportunity, sales order,
// run of a flow or a row of a reference set, from the Web API (with or without
// annotations, expanded lookups and change tracking) or from a CSV export.
// Beside the row's own columns `fields` holds the codes of its lookups under
// the names of the dual-write maps (`msdyn_company.cdm_companycode`). Pure,
// thread-safe.
absl::StatusOr<std::vector<model::Record>> DecodeDataverse(
    const DecodeContext& context, absl::string_view element);

}  // namespace landfall::decode
