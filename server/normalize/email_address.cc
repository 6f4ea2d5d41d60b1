// Turns one part of an email field into local part and domain in normal form.
// Entry points: SplitAddresses(), NormalizeAddress().
#include "server/normalize/internal/email_address.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/normalize/internal/email_domain.h"
#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize {
namespace {

constexpr size_t kLongestAddress = 254;

absl::string_view TrimAscii(absl::string_view text) {
  return absl::StripAsciiWhitespace(text);
}

// True when the comma at `comma` belongs to the name in front of "<…>".
bool IsCommaOfName(absl::string_view field, size_t begin, size_t comma) {
  if (absl::StrContains(field.substr(begin, comma - begin), "@")) return false;
  const size_t end = field.find_first_of(",;\r\n", comma + 1);
  const absl::string_view next = field.substr(comma + 1, end - comma - 1);
  return absl::StrContains(next, "<") && absl::StrContains(next, "@");
}

// "'ann@contoso.com'", "\"ann@contoso.com\"", "<ann@contoso.com>", "Ann <…>".
KeyProblem Unwrap(absl::string_view& text) {
  text = TrimAscii(text);
  for (const char quote : {'\'', '"'}) {
    const bool quoted = text.size() > 2 && text.front() == quote &&
                        text.back() == quote &&
                        text.find(quote, 1) == text.size() - 1;
    if (quoted) text = TrimAscii(text.substr(1, text.size() - 2));
  }
  const size_t open = text.rfind('<');
  const size_t close = text.rfind('>');
  if (open == absl::string_view::npos && close == absl::string_view::npos) {
    return KeyProblem::kNone;
  }
  if (open == absl::string_view::npos || close == absl::string_view::npos ||
      close < open) {
    return KeyProblem::kUnbalancedAngle;
  }
  text = TrimAscii(text.substr(open + 1, close - open - 1));
  return KeyProblem::kNone;
}

void DropMailto(absl::string_view& text) {
  constexpr absl::string_view kMailto = "mailto:";
  if (!absl::StartsWithIgnoreCase(text, kMailto)) return;
  text.remove_prefix(kMailto.size());
  text = TrimAscii(text.substr(0, text.find('?')));
}

// Zero-width characters came along by copying when all else is ASCII; among
// other scripts they may mean something.
KeyProblem DropInvisible(absl::string_view text, std::string& out) {
  if (IsAscii(text)) {
    out = std::string(text);
    return KeyProblem::kNone;
  }
  const auto decoded = DecodeUtf8(text);
  if (!decoded.has_value()) return KeyProblem::kBadEncoding;
  const std::u32string trimmed = TrimBlank(*decoded);
  bool dropped = false;
  for (char32_t c : trimmed) {
    if (IsInvisible(c)) {
      dropped = true;
    } else {
      AppendUtf8(c, out);
    }
  }
  return dropped && !IsAscii(out) ? KeyProblem::kInvisibleChar
                                  : KeyProblem::kNone;
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
  const bool closed = raw.size() > 2 && raw.back() == '"';
  if (!closed) return KeyProblem::kQuotedLocal;
  const absl::string_view inner = raw.substr(1, raw.size() - 2);
  return NormalizeLocalPart(inner, local) == KeyProblem::kNone
             ? KeyProblem::kNone
             : KeyProblem::kQuotedLocal;
}

}  // namespace

std::vector<absl::string_view> SplitAddresses(absl::string_view field) {
  std::vector<absl::string_view> parts;
  size_t begin = 0;
  bool quoted = false;
  for (size_t i = 0; i <= field.size(); ++i) {
    const char c = i < field.size() ? field[i] : '\n';
    if (c == '"') quoted = !quoted;
    const bool end = i == field.size();
    const bool separator = c == ';' || c == ',' || c == '\n' || c == '\r';
    if (!separator || (quoted && !end)) continue;
    if (c == ',' && IsCommaOfName(field, begin, i)) continue;
    const absl::string_view part = TrimAscii(field.substr(begin, i - begin));
    if (!part.empty()) parts.push_back(part);
    begin = i + 1;
  }
  return parts;
}

KeyProblem NormalizeAddress(absl::string_view text, EmailAddress& address) {
  if (const auto problem = Unwrap(text); problem != KeyProblem::kNone) {
    return problem;
  }
  DropMailto(text);
  std::string clean;
  if (const auto problem = DropInvisible(text, clean);
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
