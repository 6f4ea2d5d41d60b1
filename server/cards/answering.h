#pragma once

#include <cstdint>
#include <vector>

#include "server/verdict/assess.h"

namespace landfall::cards {

// What each legal entity can answer, as bits: of all that judgements take from
// the times at which sources were read, this is what tells two moments apart.
using Answering = std::vector<uint8_t>;

// Pure.
Answering AnsweringOf(const verdict::Context& context, index::Micros as_of);

}  // namespace landfall::cards
