#pragma once

#include <set>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "landfall/v1/customer.pb.h"
#include "server/model/record_ref.h"
#include "server/model/settings.h"

namespace landfall::scenarios {

// Every record reference that stands anywhere in an answer, however deep: each
// RecordRef, and the orders that a card's entry lists by their ids. Pure.
std::set<model::RecordRef> ReferencesIn(
    const google::protobuf::Message& answer);

// The same reference as people write it who copied it from elsewhere: in other
// case, a GUID in braces, a Shopify id as gid, a company by its name. Pure.
std::vector<model::RecordRef> SpellingsOf(const model::Settings& settings,
                                          const model::RecordRef& ref);

v1::RecordRef ToMessage(const model::RecordRef& ref);

}  // namespace landfall::scenarios
