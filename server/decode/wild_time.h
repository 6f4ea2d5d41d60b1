#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/model/record.h"

namespace landfall::decode {

// INVALID_ARGUMENT naming the field when something that the record knows of
// (its creation, its last change, an order's placement, an event) happened
// after `latest`. One record with such a time would never be overwritten by a
// true one. Pure.
absl::Status CheckTimes(const model::Record& record, absl::Time latest);

}  // namespace landfall::decode
