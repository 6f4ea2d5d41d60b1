// A text -> a URL as libcurl reads it -> where it leads. Entry point:
// ReadEndpoint.
#include "server/http_client/url.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/http_client/internal/curl_url.h"

namespace landfall::http_client {

namespace internal {

std::string Part(const Url& url, CURLUPart part, unsigned int flags) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

absl::StatusOr<Url> ReadUrl(const std::string& text, bool plain_http) {
  Url url(curl_url());
  const CURLUcode code =
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER);
  if (code == CURLUE_USER_NOT_ALLOWED) {
    return absl::InvalidArgumentError(
        "a URL must not hold a user or a password");
  }
  const std::string scheme =
      code == CURLUE_OK ? Part(url, CURLUPART_SCHEME) : "";
  if (scheme == "https" || (plain_http && scheme == "http")) return url;
  return absl::InvalidArgumentError(absl::StrCat(
      "not a URL that begins with https://", plain_http ? " or http://" : ""));
}

}  // namespace internal

namespace {

bool IsHostByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
         c == '.';
}

// Version 6 in brackets, or four numbers.
bool LooksLikeAddress(const std::string& host) {
  return absl::StartsWith(host, "[") ||
         std::all_of(host.begin(), host.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                  c == '.';
         });
}

}  // namespace

bool Endpoint::IsAddress() const { return LooksLikeAddress(host); }

absl::StatusOr<Endpoint> ReadEndpoint(const std::string& url, bool plain_http) {
  LF_ASSIGN_OR_RETURN(const internal::Url parsed,
                      internal::ReadUrl(url, plain_http));
  Endpoint endpoint;
  endpoint.https = internal::Part(parsed, CURLUPART_SCHEME) == "https";
  endpoint.host = absl::AsciiStrToLower(internal::Part(parsed, CURLUPART_HOST));
  const bool bracketed = absl::StartsWith(endpoint.host, "[");
  const bool plain =
      bracketed ||
      (!endpoint.host.empty() && endpoint.host.back() != '.' &&
       std::all_of(endpoint.host.begin(), endpoint.host.end(), &IsHostByte));
  if (!plain || !internal::Part(parsed, CURLUPART_ZONEID).empty()) {
    return absl::InvalidArgumentError(
        "the URL's host must be a name of ASCII letters, digits, '-' and '.', "
        "or an address without a zone");
  }
  if (!absl::SimpleAtoi(
          internal::Part(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT),
          &endpoint.port)) {
    return absl::InvalidArgumentError("the URL's port is no number");
  }
  return endpoint;
}

}  // namespace landfall::http_client
