#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"

namespace landfall::decode {

// Decode() for Finance & Operations: a row of CustomersV3, CustomerGroups or
// PaymentTerms, or of the table DualWriteErrorLog. Column names compare without
// case (the dual-write maps and exports write CUSTOMERACCOUNT) and reach
// `fields` in the spelling of the OData entity or of the configuration.
//
// A legal entity is the row's dataAreaId, else the context's company; ids are
// `area:Account` with the area in lower case. A customer group's code is its
// CustomerGroupId, that of payment terms their Name (older entities:
// PaymentTermId). A customer is blocked when OnHoldStatus is All or Invoice (or
// the number of that value in the AX enumeration, 2 or 1). Pure, thread-safe.
absl::StatusOr<std::vector<model::Record>> DecodeFinanceOperations(
    const DecodeContext& context, absl::string_view element);

}  // namespace landfall::decode
