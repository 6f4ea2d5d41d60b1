// Turns an email field into one key or problem per address. Entry point:
// NormalizeEmails().
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/normalize/internal/email_address.h"
#include "server/normalize/internal/email_lists.h"
#include "server/normalize/internal/key_factory.h"
#include "server/normalize/internal/unicode_text.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

constexpr auto kKind = model::KeyKind::kEmail;

// Full-width forms, the ideographic full stops and the small at sign come from
// input methods. No other compatibility character is touched: x² is not x2.
char32_t PlainCharacter(char32_t c) {
  switch (c) {
    case U'。':
    case U'．':
    case U'｡':
      return U'.';
    case U'﹫':
      return U'@';
    case U'\u00A0':
    case U'\u3000':
      return U' ';
    case U'\u0085':
    case U'\u2028':
    case U'\u2029':
      return U'\n';
    default:
      return HalfWidth(c);
  }
}

std::string PlainField(const std::u32string& decoded) {
  std::u32string plain;
  plain.reserve(decoded.size());
  for (char32_t c : TrimBlank(Nfc(decoded))) plain.push_back(PlainCharacter(c));
  return EncodeUtf8(plain);
}

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
  std::string plain;
  absl::string_view field = raw;
  if (!IsAscii(raw)) {
    const auto decoded = DecodeUtf8(raw);
    if (!decoded.has_value()) {
      return {NoKey(kKind, KeyProblem::kBadEncoding, raw)};
    }
    plain = PlainField(*decoded);
    field = plain;
  }
  std::vector<KeyOutcome> outcomes;
  for (absl::string_view part : SplitAddresses(field)) {
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
