#pragma once

#include <string>

#include "server/model/verdict.h"

namespace landfall::oracle {

// What an answer in the view BASIC gets wrong, a line each, held against the
// whole answer to the same question: what it keeps must be the same, and what
// it leaves out must be gone. Empty when nothing is.
std::string WrongInBasic(const model::CheckAnswer& full,
                         const model::CheckAnswer& basic);

}  // namespace landfall::oracle
