#pragma once

#include <string>

#include "server/model/card.h"

namespace landfall::oracle {

// Everything that a card says, but its revision and cursor: one fact a line.
std::string WholeText(const model::Card& card);

}  // namespace landfall::oracle
