#pragma once

#include <string>
#include <vector>

#include "google/protobuf/struct.pb.h"

namespace landfall::scenarios {

// The words with which a scenario makes a call: "check", "card".
const std::vector<std::string>& CallNames();

// "PromotionService.CheckPromotion" for "check". REQUIRES: one of CallNames().
std::string OperationOf(const std::string& call);

// The JSON request that a scenario's short way of saying it stands for. A text
// that begins with a brace is sent as it is. Pure.
//
//   check: crm/account/1                   {"record": {"source": "crm", …}}
//   check: {record: crm/account/1, …}
//   batch: [crm/account/1, {customer: …}]  {"checks": […]}
//   batch: {times: 1001, check: …}
//   card, list, history: ecom-absent       {"card": "ecom-absent"}
//   record, erase: crm/account/1           {"source": "crm", …}
//   cards, sources:                        {}
std::string RequestText(const std::string& call,
                        const google::protobuf::Value& said);

}  // namespace landfall::scenarios
