#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace landfall::serve::calls {

// "https://a.example:8443/x" -> "a.example:8443". Pure.
absl::string_view AuthorityOf(absl::string_view url);

// Whether an authority (a Host header, :authority of HTTP/2) names this machine
// by a name that nobody else can give it: localhost, 127.x.x.x, [::1], with any
// port. Pure.
bool NamesLoopback(absl::string_view authority);

// Whom a server listens to that asks nobody who they are: requests for a
// loopback name, or for the host of `public_url` when that is not empty. Any
// other name is one that somebody pointed here, so that a page of theirs counts
// as ours in a browser of this machine (DNS rebinding). PERMISSION_DENIED, with
// the reason HOST_NOT_ALLOWED. Pure.
absl::Status CheckHost(absl::string_view authority,
                       absl::string_view public_url);

}  // namespace landfall::serve::calls
