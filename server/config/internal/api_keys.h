#pragma once

#include <optional>
#include <vector>

#include "server/config/internal/section.h"
#include "server/config/server_options.h"

// What landfall.yaml and a keys file say in the same words.

namespace landfall::config::internal {

// reader, ingester or admin.
std::optional<Role> ReadRole(const Item& item);

// The list `api_keys` of a section, appended to `keys`.
void ReadApiKeys(const Section& section, std::vector<ApiKey>& keys);

// {per_second, burst}, or "off".
RateLimit ReadRateLimit(const Item& item);

}  // namespace landfall::config::internal
