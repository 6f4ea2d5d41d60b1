#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/pull/part_reader.h"

namespace landfall::pull {

// By the name of the part.
using PartStates = std::map<std::string, PartState>;

// Whether everything of the part has to be compared at `now`: it never was, or
// longer ago than `every`. Pure.
bool IsFullDue(const PartState& state, absl::Duration every, absl::Time now);

// Reads all parts of a source, one after the other: what changed, or everything
// of all parts with `full`, and of those for which that is due. A part that
// fails does not keep the others from being read; the first error is returned.
// CANCELLED, what credentials do not allow, and a system that wants to be left
// alone end the run at once. `states` and `sums` follow what is stored.
absl::Status ReadParts(const RunContext& context, bool full,
                       absl::Duration full_every, PartStates* states,
                       RunSums* sums);

}  // namespace landfall::pull
