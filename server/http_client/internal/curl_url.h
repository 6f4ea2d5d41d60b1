#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

// The URLs of libcurl, for the sources of this module.

namespace landfall::http_client::internal {

struct UrlCloser {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlCloser>;

// A part of `url`; "" when it has none.
std::string Part(const Url& url, CURLUPart part, unsigned int flags = 0);

// INVALID_ARGUMENT: it is not one that can be sent. `plain_http`: it may begin
// with http:// too.
absl::StatusOr<Url> ReadUrl(const std::string& text, bool plain_http);

}  // namespace landfall::http_client::internal
