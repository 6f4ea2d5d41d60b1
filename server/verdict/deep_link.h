#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/model/settings.h"

namespace landfall::verdict {

// A link for people that opens the customer `account` of `entity` in the client
// of `source`, a master. Finance & Operations: the list of all customers in
// that legal entity, as the client takes no filter from outside. Business
// Central: the list of customers with this one only.
//
// "" when the source has no url, when its url does not tell where the client is
// (Business Central on premises, or without an environment), or when the
// configuration names the company by its id: links need the name. Pure.
std::string DeepLink(const model::Source& source,
                     const model::LegalEntity& entity,
                     absl::string_view account);

}  // namespace landfall::verdict
