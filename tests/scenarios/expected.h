#pragma once

#include <string>
#include <vector>

#include "google/protobuf/struct.pb.h"

namespace landfall::scenarios {

// Where `actual` is not what a scenario expects, one line each: "reasons[1]:
// is NOT_FOUND, expected NEAR_MATCH". What is not mentioned may be anything.
//
//  * An object has at least the members that are expected; null means absent.
//  * A list has exactly the elements that are expected, in their order.
//  * A text that ends or begins with … stands for all texts that begin or end
//    like that.
//
// Short forms, which docs/testing.md lists:
//  * `reasons: [NOT_FOUND]`: a list of things that one member of them names.
//  * `entities: {USTR: PRESENT}`: the same with one more member of each.
//  * `record: crm/account/1`, `blockedValue: 18400 USD`: one thing as text.
// Pure.
std::vector<std::string> Mismatches(const google::protobuf::Value& expected,
                                    const google::protobuf::Value& actual);

}  // namespace landfall::scenarios
