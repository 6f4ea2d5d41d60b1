#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/http_client/http_client.h"

namespace landfall::pull {

// A GET that asks for JSON, which BigCommerce V2 does not answer in otherwise;
// `more` are its other headers. Pure.
http_client::Request JsonRequest(std::string url,
                                 std::vector<http_client::Header> more = {});

// What every request of OData 4 says of itself. Pure.
std::vector<http_client::Header> ODataVersions();

// What a request is for, in words for people: "read account rows". Pure.
std::string ReadingRows(absl::string_view type);

}  // namespace landfall::pull
