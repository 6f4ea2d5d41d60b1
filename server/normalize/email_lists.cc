// Turns the parts of a normal address into yes or no for "nobody's" and
// "a marketplace's". Entry points: IsPlaceholderEmail(), IsRelayDomain().
#include "server/normalize/internal/email_lists.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace landfall::normalize {
namespace {

constexpr absl::string_view kPlaceholderLocals[] = {
    "noemail",
    "no-email",
    "no.email",
    "nomail",
    "no-mail",
    "none",
    "na",
    "n/a",
    "n.a",
    "no",
    "test",
    "example",
    "dummy",
    "fake",
    "unknown",
    "guest",
    "walkin",
    "walk-in",
    "pos",
    "cash",
    "cashcustomer",
    "cash-customer",
    "customer",
    "anonymous",
    "asdf",
    "xxx",
    "123",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "mailer-daemon",
    "postmaster",
};

constexpr absl::string_view kPlaceholderDomains[] = {
    "*.test", "*.invalid", "*.local", "test.com", "mailinator.com", "email.com",
};

// "*" stands for the rest of the name: marketplaces have one domain per site.
constexpr absl::string_view kRelayDomains[] = {
    "marketplace.amazon.*", "members.ebay.*",           "scs.tiktokw.us",
    "relay.walmart.com",    "reply.etsy.com",           "mozmail.com",
    "*.mozmail.com",        "privaterelay.appleid.com", "duck.com",
};

bool FitsDomain(absl::string_view domain, absl::string_view pattern) {
  if (absl::StartsWith(pattern, "*.")) {
    return absl::EndsWith(domain, pattern.substr(1));
  }
  if (absl::EndsWith(pattern, ".*")) {
    return absl::StartsWith(domain, pattern.substr(0, pattern.size() - 1));
  }
  return domain == pattern;
}

bool IsPlaceholderLocal(absl::string_view local) {
  static const auto* const kSet = new absl::flat_hash_set<absl::string_view>(
      std::begin(kPlaceholderLocals), std::end(kPlaceholderLocals));
  return kSet->contains(local);
}

// "abcabc", "xxxx": `unit` at least `times` times and nothing else.
bool IsRepeated(absl::string_view text, absl::string_view unit, size_t times) {
  size_t count = 0;
  while (absl::ConsumePrefix(&text, unit)) ++count;
  return text.empty() && count >= times;
}

}  // namespace

bool IsPlaceholderEmail(absl::string_view local, absl::string_view domain,
                        const std::vector<std::string>& extra_domains) {
  if (IsPlaceholderLocal(local)) return true;
  if (IsRepeated(local, "abc", 2) || IsRepeated(local, "x", 3)) return true;
  if (local == "a" && absl::StartsWith(domain, "a.")) return true;
  const auto fits = [domain](absl::string_view pattern) {
    return FitsDomain(domain, pattern);
  };
  if (std::any_of(std::begin(kPlaceholderDomains),
                  std::end(kPlaceholderDomains), fits)) {
    return true;
  }
  return std::any_of(extra_domains.begin(), extra_domains.end(),
                     [&fits](const std::string& pattern) {
                       return fits(absl::AsciiStrToLower(pattern));
                     });
}

bool IsRelayDomain(absl::string_view domain) {
  return std::any_of(std::begin(kRelayDomains), std::end(kRelayDomains),
                     [domain](absl::string_view pattern) {
                       return FitsDomain(domain, pattern);
                     });
}

}  // namespace landfall::normalize
