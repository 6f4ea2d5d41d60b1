#pragma once

#include <vector>

#include "server/normalize/near.h"

namespace landfall::normalize {

// The near forms of an email key. Pure.
std::vector<NearForm> EmailNearForms(const NormalKey& key);

}  // namespace landfall::normalize
