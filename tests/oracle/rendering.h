#pragma once

#include <string>
#include <vector>

#include "server/model/card.h"
#include "server/model/history.h"
#include "server/model/verdict.h"
#include "tests/oracle/random_world.h"

namespace landfall::oracle {

// Answers as text of one fact a line, so that two opinions can be compared and
// the difference read. Only what the oracle has an opinion on: no texts, no
// near matches, no reasons from error events or preflight, and of a master only
// whom it stands for and where those are missing. NOT_FOUND and
// IN_EXPECTED_ENTITY say only that there is nothing else to say.
std::string Render(const model::CheckAnswer& answer, bool of_master);
std::string Render(const model::Card& card, const std::string& kind);
std::string Render(const std::vector<model::CardRecord>& list,
                   const std::string& kind);

std::string Render(const model::TimeToPromotion& time);

// The lines that only one of the two has, marked with its name.
std::string LineDifference(const std::string& engine,
                           const std::string& oracle);

// The world as a person reads it: rules first, then every record.
std::string Describe(const RandomWorld& world);

}  // namespace landfall::oracle
