#pragma once

#include <string>

#include "landfall/v1/answer.pb.h"
#include "tests/scenarios/transport.h"

namespace landfall::scenarios {

// Asks a check, the JSON of a CheckPromotionRequest without a view, once more
// in the view BASIC. Returns what the shorter answer says otherwise than `full`
// without what BASIC leaves out; "" when nothing.
std::string BasicDifference(Transport& transport, const std::string& request,
                            const v1::CheckPromotionResponse& full);

}  // namespace landfall::scenarios
