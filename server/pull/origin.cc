// A URL -> to whom a request for it goes. Entry point: OriginOf.
#include "server/pull/origin.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace landfall::pull {
namespace {

// What another reader of the URL may take for the end of the host.
bool IsOdd(unsigned char c) { return c <= ' ' || c == 0x7f || c == '\\'; }

}  // namespace

std::string OriginOf(absl::string_view url) {
  if (std::any_of(url.begin(), url.end(), IsOdd)) return "";
  const std::string text = absl::AsciiStrToLower(url);
  absl::string_view rest = text;
  absl::string_view scheme = "https";
  absl::string_view usual_port = ":443";
  if (absl::ConsumePrefix(&rest, "http://")) {
    scheme = "http";
    usual_port = ":80";
  } else if (!absl::ConsumePrefix(&rest, "https://")) {
    return "";
  }
  absl::string_view server = rest.substr(0, rest.find_first_of("/?#"));
  if (server.empty() || absl::StrContains(server, '@')) return "";
  server = absl::StripSuffix(server, usual_port);
  return absl::StrCat(scheme, "://", server);
}

}  // namespace landfall::pull
