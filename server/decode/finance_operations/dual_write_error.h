#pragma once

#include "absl/status/statusor.h"
#include "server/decode/decoder.h"
#include "server/model/fields.h"
#include "server/model/record.h"

namespace landfall::decode {

// Turns a row of DualWriteErrorLog (or the error row that the dual-write
// service shows for a table map) into an error event. The record that failed is
// taken from the payload that the row carries: its accountid or contactid, else
// its account number as an external ID with an empty source, which stands for
// any Dataverse source. The payload itself, which is personal data, is not
// kept. The log has no time of its own; CreatedDateTime or logDateTime is taken
// when an export has it. A hand-made entity may also use the names of an error
// event: id, at, flow, map, entity, record, message, code. REQUIRES: sorted
// fields in their OData spelling.
absl::StatusOr<model::Record> DecodeDualWriteError(const DecodeContext& context,
                                                   const model::Fields& fields);

}  // namespace landfall::decode
