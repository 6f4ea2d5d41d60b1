#include "server/serve/http/origin_check.h"

#include "absl/strings/match.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/local_host.h"

namespace landfall::serve::http {
namespace {

bool IsOurs(absl::string_view origin, const RequestHead& head,
            absl::string_view public_url) {
  // "null" is a page that hides where it is from.
  if (!absl::StrContains(origin, "://")) return false;
  // By name and port: a proxy in front may speak TLS for us.
  const absl::string_view authority = calls::AuthorityOf(origin);
  return absl::EqualsIgnoreCase(authority, head.host) ||
         (!public_url.empty() &&
          absl::EqualsIgnoreCase(authority, calls::AuthorityOf(public_url)));
}

}  // namespace

absl::Status CheckOrigin(const RequestHead& head,
                         absl::string_view public_url) {
  // A browser names the origin when a page writes, and with Sec-Fetch-Site says
  // also of a mere image whether it is for a page of the same server. "none" is
  // an address that somebody typed. Programs send neither.
  const bool from_ours =
      head.origin.data() == nullptr || IsOurs(head.origin, head, public_url);
  const bool from_here = head.fetch_site.empty() ||
                         head.fetch_site == "same-origin" ||
                         head.fetch_site == "none";
  if (from_ours && from_here) return absl::OkStatus();
  return api::MakeError(
      absl::StatusCode::kPermissionDenied, api::Reason::ORIGIN_NOT_ALLOWED, "",
      "without auth this server answers its own page and programs, and no page "
      "of another origin");
}

}  // namespace landfall::serve::http
