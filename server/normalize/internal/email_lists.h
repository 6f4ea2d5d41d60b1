#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace landfall::normalize {

// Addresses that stand for nobody or for a marketplace instead of a customer.
// All texts are in normal form. Pure.

// "noreply", "walk-in", "abcabc", a@a.com and the built-in and `extra` domains
// ("*.example" covers every domain below .example).
bool IsPlaceholderEmail(absl::string_view local, absl::string_view domain,
                        const std::vector<std::string>& extra_domains);

// True for the domains whose addresses a marketplace hands out per order or
// per sales channel.
bool IsRelayDomain(absl::string_view domain);

}  // namespace landfall::normalize
