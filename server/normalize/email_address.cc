// Turns one part of an email field into local part and domain in normal form.
// Entry
// point: NormalizeAddress().
#include "server/normalize/internal/email_address.h"

#include "server/normalize/internal/email_domain.h"
#include "server/normalize/internal/email_wrapping.h"
#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize {
namespace {

constexpr size_t kLongestAddress = 254;

// Zero-width characters came along by copying when all else is ASCII; among
// other scripts they may mean something.
KeyProblem DropInvisible(absl::string_view text, std::string& out) {
  if (IsAscii(text)) {
    out = std::string(text);
    return KeyProblem::kNone;
  }
  const auto decoded = DecodeUtf8(text);
  if (!decoded.has_value()) return KeyProblem::kBadEncoding;
  bool dropped = false;
  for (char32_t c : *decoded) {
    if (IsInvisible(c)) {
      dropped = true;
    } else if (!IsVariationSelector(c)) {
      AppendUtf8(c, out);
    }
  }
  if (IsAscii(out)) return KeyProblem::kNone;
  // A selector belongs to the sign in front of it.
  out = std::string(text);
  return dropped ? KeyProblem::kInvisibleChar : KeyProblem::kNone;
}

// Finds the one '@' outside quotes.
KeyProblem FindAt(absl::string_view text, size_t& at) {
  at = absl::string_view::npos;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && quoted) {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == '@' && !quoted) {
      if (at != absl::string_view::npos) return KeyProblem::kTwoAt;
      at = i;
    }
  }
  return at == absl::string_view::npos ? KeyProblem::kNoAt : KeyProblem::kNone;
}

// "john.smith" in quotes is john.smith; any other quoted local part is none.
KeyProblem NormalizeQuotedLocal(absl::string_view raw, std::string& local) {
  const auto inner = UnquoteLocalPart(raw);
  return inner.has_value() &&
                 NormalizeLocalPart(*inner, local) == KeyProblem::kNone
             ? KeyProblem::kNone
             : KeyProblem::kQuotedLocal;
}

}  // namespace

KeyProblem NormalizeAddress(absl::string_view text, EmailAddress& address) {
  std::string bare;
  if (const auto problem = UnwrapAddress(text, bare);
      problem != KeyProblem::kNone) {
    return problem;
  }
  std::string clean;
  if (const auto problem = DropInvisible(bare, clean);
      problem != KeyProblem::kNone) {
    return problem;
  }
  const absl::string_view whole = clean;
  size_t at = 0;
  if (const auto problem = FindAt(whole, at); problem != KeyProblem::kNone) {
    return problem;
  }
  if (at == 0) return KeyProblem::kEmptyLocal;
  if (at + 1 == whole.size()) return KeyProblem::kEmptyDomain;
  const absl::string_view local = whole.substr(0, at);
  const auto local_problem = local.front() == '"'
                                 ? NormalizeQuotedLocal(local, address.local)
                                 : NormalizeLocalPart(local, address.local);
  if (local_problem != KeyProblem::kNone) return local_problem;
  const auto domain_problem =
      NormalizeEmailDomain(whole.substr(at + 1), address.domain);
  if (domain_problem != KeyProblem::kNone) return domain_problem;
  const size_t size = address.local.size() + 1 + address.domain.size();
  return size > kLongestAddress ? KeyProblem::kTooLong : KeyProblem::kNone;
}

}  // namespace landfall::normalize
