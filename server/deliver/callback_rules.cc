// A URL that somebody wants events at -> whether they are delivered there.
// Entry points: Check and MayConnect.
#include "server/deliver/callback_rules.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/http_client/address.h"

namespace landfall::deliver {
namespace {

using http_client::AddressKind;
using http_client::Endpoint;

// Below are the ports of other services, which may understand what they are
// sent in a way that nobody wants.
constexpr int kFirstFreePort = 1024;
constexpr int kHttpsPort = 443;

// Answers are not read; a page of an error is not small.
constexpr size_t kMostAnswerBytes = size_t{1} << 20;

// Names that never leave this machine.
bool NamesThisMachine(const Endpoint& endpoint) {
  return endpoint.host == "localhost" || endpoint.host == "[::1]" ||
         (endpoint.IsAddress() && absl::StartsWith(endpoint.host, "127."));
}

bool Fits(const std::string& pattern, const Endpoint& endpoint) {
  if (!absl::StartsWith(pattern, ".")) return endpoint.host == pattern;
  return !endpoint.IsAddress() && absl::EndsWith(endpoint.host, pattern) &&
         endpoint.host.size() > pattern.size();
}

}  // namespace

bool CallbackRules::IsAllowed(const Endpoint& endpoint) const {
  return std::any_of(
      allow_.begin(), allow_.end(),
      [&](const std::string& pattern) { return Fits(pattern, endpoint); });
}

absl::StatusOr<Endpoint> CallbackRules::Check(const std::string& url) const {
  LF_ASSIGN_OR_RETURN(Endpoint endpoint,
                      http_client::ReadEndpoint(url, allow_private_));
  if (!IsAllowed(endpoint)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "webhooks.allow of the configuration does not have the host ",
        endpoint.host));
  }
  if (!endpoint.https && !NamesThisMachine(endpoint)) {
    return absl::InvalidArgumentError(
        "plain HTTP is allowed to this machine only; use https://");
  }
  if (endpoint.port != kHttpsPort && endpoint.port < kFirstFreePort) {
    return absl::InvalidArgumentError(
        absl::StrCat("port ", endpoint.port, " is not allowed; use ",
                     kHttpsPort, " or one from ", kFirstFreePort, " on"));
  }
  return endpoint;
}

absl::StatusOr<Endpoint> CallbackRules::CheckResolved(
    const std::string& url, http_client::HttpClient& client) const {
  LF_ASSIGN_OR_RETURN(Endpoint endpoint, Check(url));
  const auto addresses = client.AddressesOf(url);
  if (absl::IsCancelled(addresses.status())) return addresses.status();
  if (!addresses.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the host ", endpoint.host, " has no address at the moment"));
  }
  for (const sockaddr_storage& address : *addresses) {
    if (!MayConnect(endpoint.https,
                    reinterpret_cast<const sockaddr&>(address))) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the host ", endpoint.host, " has an address that is not public"));
    }
  }
  return endpoint;
}

bool CallbackRules::MayConnect(bool https, const sockaddr& address) const {
  switch (http_client::KindOf(address)) {
    case AddressKind::kPublic:
      return https;
    case AddressKind::kPrivate:
      return https && allow_private_;
    case AddressKind::kLoopback:
      return allow_private_;
    case AddressKind::kForbidden:
      return false;
  }
  return false;
}

http_client::Options CallbackRules::ClientOptions(bool https) const {
  http_client::Options options;
  options.most_body_bytes = kMostAnswerBytes;
  options.plain_http = !https;
  options.may_connect = [this, https](const sockaddr& address) {
    return MayConnect(https, address);
  };
  return options;
}

}  // namespace landfall::deliver
