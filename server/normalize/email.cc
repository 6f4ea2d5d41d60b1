// Turns an email field into one key or problem per address. Entry point:
// NormalizeEmails().
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/normalize/internal/email_address.h"
#include "server/normalize/internal/email_lists.h"
#include "server/normalize/internal/email_wrapping.h"
#include "server/normalize/internal/key_factory.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

constexpr auto kKind = model::KeyKind::kEmail;

KeyOutcome NormalizeOne(absl::string_view part,
                        const std::vector<std::string>& placeholder_domains) {
  EmailAddress address;
  if (const auto problem = NormalizeAddress(part, address);
      problem != KeyProblem::kNone) {
    return NoKey(kKind, problem, part);
  }
  if (IsPlaceholderEmail(address.local, address.domain, placeholder_domains)) {
    return NoKey(kKind, KeyProblem::kPlaceholderEmail, part);
  }
  if (IsRelayDomain(address.domain)) {
    return NoKey(kKind, KeyProblem::kRelay, part);
  }
  return WithKey(
      KeyFactory::Email(absl::StrCat(address.local, "@", address.domain)),
      part);
}

}  // namespace

std::vector<KeyOutcome> NormalizeEmails(
    absl::string_view raw,
    const std::vector<std::string>& placeholder_domains) {
  const auto plain = PlainEmailText(raw);
  if (!plain.has_value()) {
    return {NoKey(kKind, KeyProblem::kBadEncoding, raw)};
  }
  std::vector<KeyOutcome> outcomes;
  for (absl::string_view part : SplitAddresses(*plain)) {
    outcomes.push_back(NormalizeOne(part, placeholder_domains));
  }
  if (outcomes.empty()) {
    outcomes.push_back(NoKey(kKind, KeyProblem::kEmpty, raw));
  } else if (outcomes.size() == 1) {
    outcomes.front().raw = std::string(raw);
  }
  return outcomes;
}

}  // namespace landfall::normalize
