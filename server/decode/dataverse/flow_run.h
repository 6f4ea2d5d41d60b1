#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "server/decode/decoder.h"
#include "server/model/fields.h"
#include "server/model/record.h"

namespace landfall::decode {

// Turns a row of Dataverse's table flowrun, a run of a Power Automate flow,
// into an error event. A run that did not fail says nothing that is kept: there
// is no record of it.
//
// The table says which flow failed and when, and hardly ever why or for whom:
// `errormessage` is mostly the engine's "An action failed", as JSON in a text,
// of which the message is taken. Only an address in it such as
// "accounts(<guid>)" names the record that failed, in any Dataverse source.
// INVALID_ARGUMENT: no id, no status, no time. REQUIRES: sorted fields.
absl::StatusOr<std::vector<model::Record>> DecodeFlowRun(
    const DecodeContext& context, const model::Fields& fields);

}  // namespace landfall::decode
