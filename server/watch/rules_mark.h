#pragma once

#include <string>

#include "server/index/rulebook.h"

namespace landfall::watch {

// A text that is another one when the settings put anybody on a card or take
// anybody off by other rules than before. Titles, limits of alerts and exchange
// rates do not. The same after a restart over the same store. Pure.
std::string RulesMark(const index::Rulebook& rulebook);

}  // namespace landfall::watch
