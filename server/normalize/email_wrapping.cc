// Turns a wrapped address into the address: quotes, brackets, names, links.
// Entry point: UnwrapAddress().
#include "server/normalize/internal/email_wrapping.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "server/normalize/internal/email_pairs.h"
#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize {
namespace {

constexpr auto kNowhere = absl::string_view::npos;
constexpr int kMostLayers = 16;

// Never the end of a domain. Dots are: one may be the root, and three say that
// something was cut off.
constexpr absl::string_view kPunctuation[] = {",",  ";", ":", "!", "?",
                                              "、", "،", "؛", "؟"};

constexpr absl::string_view kSchemes[] = {
    "mailto:", "smtp:", "email:", "e-mail:"};

// The usual case: nothing in it could be a wrapping.
bool IsBare(absl::string_view text) {
  constexpr absl::string_view kMarks = "@._-+";
  for (char c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) &&
        !absl::StrContains(kMarks, c)) {
      return false;
    }
  }
  return !absl::EndsWith(text, ".");
}

bool TakePair(absl::string_view& text) {
  const auto take = [&text](const Pair& pair) {
    text.remove_prefix(pair.open.size());
    text.remove_suffix(pair.close.size());
    return true;
  };
  for (const Pair& pair : Quotes()) {
    if (IsInside(text, pair)) return take(pair);
  }
  for (const Pair& pair : Brackets()) {
    if (IsOnePair(text, pair)) return take(pair);
  }
  return false;
}

bool TakePunctuation(absl::string_view& text) {
  for (absl::string_view mark : kPunctuation) {
    if (absl::ConsumeSuffix(&text, mark)) return true;
  }
  return absl::EndsWith(text, ".") && !absl::EndsWith(text, "..") &&
         absl::ConsumeSuffix(&text, ".");
}

bool HasScheme(absl::string_view text) {
  for (absl::string_view scheme : kSchemes) {
    if (absl::StartsWithIgnoreCase(text, scheme)) return true;
  }
  return false;
}

bool HoldsOne(absl::string_view text) {
  return MayHoldAddress(text) || HasScheme(text);
}

// "Ann <ann@…>": what stands around the last angle brackets is a name, unless
// they hold no address.
KeyProblem TakeAngle(absl::string_view& text, bool& taken) {
  const size_t open = text.rfind('<');
  if (open == kNowhere && !absl::StrContains(text, '>')) {
    return KeyProblem::kNone;
  }
  const size_t close = open == kNowhere ? kNowhere : text.find('>', open);
  if (close == kNowhere) return KeyProblem::kUnbalancedAngle;
  taken = true;
  const absl::string_view before = text.substr(0, open);
  const absl::string_view inside = text.substr(open + 1, close - open - 1);
  const absl::string_view after = text.substr(close + 1);
  if (HoldsOne(inside) || !HoldsOne(text)) {
    text = inside;
  } else {
    text = HoldsOne(before) ? before : after;
  }
  return KeyProblem::kNone;
}

// Where the bracket opens that closes at the end of `text`.
size_t OpenOfLast(absl::string_view text, const Pair& pair) {
  int depth = 0;
  for (size_t i = text.size(); i-- > 0;) {
    if (absl::StartsWith(text.substr(i), pair.close)) ++depth;
    if (absl::StartsWith(text.substr(i), pair.open) && --depth == 0) return i;
  }
  return kNowhere;
}

// "Ann (ann@…)", "ann@… (Ann)", "[external] ann@…", "[Ann](mailto:ann@…)".
bool TakeBracket(absl::string_view& text, const Pair& pair) {
  if (absl::EndsWith(text, pair.close)) {
    const size_t open = OpenOfLast(text, pair);
    if (open == kNowhere || open == 0) return false;
    const absl::string_view before = text.substr(0, open);
    const absl::string_view inside =
        text.substr(open + pair.open.size(),
                    text.size() - open - pair.open.size() - pair.close.size());
    const bool holds_it =
        HasScheme(inside) || (MayHoldAddress(inside) && !HoldsOne(before));
    // "john@[192.168.0.1]" has no remark.
    const bool remark =
        HoldsOne(before) && !MayHoldAddress(inside) && before.back() != '@';
    if (!holds_it && !remark) return false;
    text = holds_it ? inside : before;
    return true;
  }
  const size_t close = text.find(pair.close);
  if (!absl::StartsWith(text, pair.open) || close == kNowhere) return false;
  const absl::string_view after = text.substr(close + pair.close.size());
  if (MayHoldAddress(text.substr(0, close)) || !HoldsOne(after)) return false;
  text = after;
  return true;
}

bool TakeBrackets(absl::string_view& text) {
  for (const Pair& pair : Brackets()) {
    if (pair.open != "<" && TakeBracket(text, pair)) return true;
  }
  return false;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string PercentDecoded(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        HexDigit(text[i + 1]) >= 0 &&
                        HexDigit(text[i + 2]) >= 0;
    if (!escape) {
      out.push_back(text[i]);
      continue;
    }
    out.push_back(
        static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2])));
    i += 2;
  }
  return out;
}

// Where the "?subject=…" of a link begins; kNowhere when there is none. A '?'
// in front of the '@' is part of a local part.
size_t QueryOf(absl::string_view text) {
  const size_t at = text.find('@');
  const size_t query = text.find('?', at == kNowhere ? 0 : at);
  if (query == kNowhere) return kNowhere;
  const size_t equals = text.find('=', query);
  if (equals == kNowhere || equals == query + 1) return kNowhere;
  for (char c : text.substr(query + 1, equals - query - 1)) {
    if (!absl::ascii_isalpha(static_cast<unsigned char>(c)) && c != '-') {
      return kNowhere;
    }
  }
  return query;
}

// Takes a scheme off. Only a link is percent-encoded: elsewhere '%' is a
// character of the local part. `decoded` then owns the text.
KeyProblem TakeScheme(absl::string_view& text, std::string& decoded,
                      bool& taken) {
  for (absl::string_view scheme : kSchemes) {
    if (!absl::StartsWithIgnoreCase(text, scheme)) continue;
    taken = true;
    text.remove_prefix(scheme.size());
    if (scheme != "mailto:") return KeyProblem::kNone;
    absl::ConsumePrefix(&text, "//");
    // Encoded or not, the first '?' of a link begins its query.
    text = text.substr(0, text.find('?'));
    if (!absl::StrContains(text, '%')) return KeyProblem::kNone;
    auto plain = PlainEmailText(PercentDecoded(text));
    if (!plain.has_value()) return KeyProblem::kBadEncoding;
    decoded = *std::move(plain);
    text = decoded;
    return KeyProblem::kNone;
  }
  return KeyProblem::kNone;
}

// One layer of wrapping; `taken` says whether there was one.
KeyProblem TakeLayer(absl::string_view& text, std::string& decoded,
                     bool& taken) {
  taken = TakePair(text) || TakePunctuation(text);
  if (taken) return KeyProblem::kNone;
  if (const auto problem = TakeScheme(text, decoded, taken);
      taken || problem != KeyProblem::kNone) {
    return problem;
  }
  if (const auto problem = TakeAngle(text, taken);
      taken || problem != KeyProblem::kNone) {
    return problem;
  }
  taken = TakeBrackets(text);
  if (const size_t query = QueryOf(text); !taken && query != kNowhere) {
    text = text.substr(0, query);
    taken = true;
  }
  return KeyProblem::kNone;
}

}  // namespace

KeyProblem UnwrapAddress(absl::string_view text, std::string& address) {
  if (IsBare(text)) {
    address = std::string(text);
    return KeyProblem::kNone;
  }
  std::string decoded;
  for (int layer = 0; layer < kMostLayers; ++layer) {
    text = TrimBlank(text);
    bool taken = false;
    std::string next;
    const auto problem = TakeLayer(text, next, taken);
    if (problem != KeyProblem::kNone) return problem;
    if (!taken) break;
    if (!next.empty()) {
      decoded = std::move(next);
      text = decoded;
    }
  }
  address = std::string(TrimBlank(text));
  return KeyProblem::kNone;
}

std::optional<std::string> UnquoteLocalPart(absl::string_view raw) {
  if (raw.size() < 3 || raw.front() != '"' || raw.back() != '"') {
    return std::nullopt;
  }
  std::string inner;
  for (size_t i = 1; i + 1 < raw.size(); ++i) {
    if (raw[i] == '"') return std::nullopt;
    if (raw[i] == '\\' && i + 2 < raw.size()) ++i;
    inner.push_back(raw[i]);
  }
  return inner;
}

}  // namespace landfall::normalize
