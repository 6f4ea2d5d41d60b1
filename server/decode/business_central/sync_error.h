#pragma once

#include "absl/status/statusor.h"
#include "server/decode/decoder.h"
#include "server/model/fields.h"
#include "server/model/record.h"

namespace landfall::decode {

// True when the row has columns of table 5339, whatever their spelling.
bool LooksLikeSyncError(const model::Fields& fields);

// Turns a row of "Integration Synch. Job Errors" into an error event. Column
// names compare by their letters only, so captions ("Source Record ID") and API
// names (sourceRecordId) are the same. A record id such as "CRM Account:
// {GUID}" names the Dataverse row. REQUIRES: sorted fields.
absl::StatusOr<model::Record> DecodeSyncError(const DecodeContext& context,
                                              const model::Fields& fields);

}  // namespace landfall::decode
