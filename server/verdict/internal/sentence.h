#pragma once

#include <string>

#include "server/index/rulebook.h"
#include "server/model/verdict.h"

namespace landfall::verdict::internal {

// The answer in one or two sentences: "Not in CA Trade ULC. Present in US Trade
// Inc as C-00042 (same email)." REQUIRES: everything else is filled in.
std::string Sentence(const index::Rulebook& rulebook,
                     const model::CheckAnswer& answer);

}  // namespace landfall::verdict::internal
