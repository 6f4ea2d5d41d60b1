#pragma once

#include <string>

#include "server/model/fields.h"

namespace landfall::decode {

// The id of an event that has none: 32 hex digits of SHA-256 over the fields,
// so that the same event again is the same record. REQUIRES: sorted fields.
std::string ContentId(const model::Fields& fields);

}  // namespace landfall::decode
