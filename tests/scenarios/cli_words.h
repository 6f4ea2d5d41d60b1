#pragma once

#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/struct.pb.h"

namespace landfall::scenarios {

// The command line that asks what a request asks, without the flags that every
// command has: {"check", "crm/account/1", "--as-of", "2026-06-09"}. nullopt
// when there is none, as for a page size. Pure.
std::optional<std::vector<std::string>> WordsOf(
    const std::string& operation, const google::protobuf::Value& request);

}  // namespace landfall::scenarios
