// Turns an email field into plain characters and into its parts. Entry points:
// PlainEmailText(), SplitAddresses().
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/normalize/internal/email_pairs.h"
#include "server/normalize/internal/email_wrapping.h"
#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize {
namespace {

constexpr auto kNowhere = absl::string_view::npos;

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

constexpr absl::string_view kSeparators = ",;\r\n";

// True for "'ann@…; bob@…'", which is no list of "'ann@…" and "bob@…'".
bool HoldsList(absl::string_view field, const Pair& pair) {
  if (!IsInside(field, pair) || !MayHoldAddress(field)) return false;
  const size_t first_end = field.find_first_of(kSeparators);
  if (first_end == kNowhere) return false;
  const absl::string_view first = TrimBlank(field.substr(0, first_end));
  const absl::string_view last =
      TrimBlank(field.substr(field.find_last_of(kSeparators) + 1));
  const bool first_is_closed =
      first.size() > pair.open.size() && absl::EndsWith(first, pair.close);
  const bool last_is_opened =
      last.size() > pair.close.size() && absl::StartsWith(last, pair.open);
  return !first_is_closed && !last_is_opened;
}

bool TakePairOfList(absl::string_view& field) {
  const auto take = [&field](const Pair& pair) {
    if (!HoldsList(field, pair)) return false;
    field.remove_prefix(pair.open.size());
    field.remove_suffix(pair.close.size());
    return true;
  };
  for (const Pair& pair : Quotes()) {
    if (take(pair)) return true;
  }
  for (const Pair& pair : Brackets()) {
    if (take(pair)) return true;
  }
  return false;
}

bool MayClose(char32_t c) {
  constexpr absl::string_view kClosing = ")]}>'\"`.!:?";
  if (c >= 0x80) return c == U'’' || c == U'ʼ' || IsForeignWrapping(c);
  return absl::StrContains(kClosing, static_cast<char>(c));
}

// True when `text` begins with the end of wrappings, followed by nothing or a
// blank: ")", ".'", "' (Ann)", but not "'ann@…".
bool Closes(absl::string_view text) {
  const absl::string_view word = text.substr(0, text.find_first_of(" \t"));
  for (char32_t c : DecodeUtf8(TrimBlank(word)).value_or(U"x")) {
    if (!MayClose(c)) return false;
  }
  return true;
}

// True when the separator at `at` is part of "Smith, Ann <ann@…>" or
// punctuation inside of wrappings: "Ann <ann@…;>".
bool IsInsideOne(absl::string_view field, size_t begin, size_t at) {
  const absl::string_view after =
      field.substr(at + 1, field.find_first_of(kSeparators, at + 1) - at - 1);
  if (field[at] == ',' && absl::StrContains(after, "<") &&
      MayHoldAddress(after) &&
      !MayHoldAddress(field.substr(begin, at - begin))) {
    return true;
  }
  constexpr size_t kLongestGap = 8;
  const size_t next = field.find_first_not_of(" \t\r\n,;", at);
  if (next == kNowhere || next - at > kLongestGap) return false;
  return Closes(
      field.substr(next, field.find_first_of(kSeparators, next) - next));
}

// Follows a field through the parts of its links, one byte after the other.
class LinkWatch {
 public:
  void StartPart() { in_link_ = in_query_ = false; }
  // `part` is what the current part has so far, in front of `c`.
  void See(absl::string_view part, char c) {
    if (absl::ascii_isspace(static_cast<unsigned char>(c))) StartPart();
    if (c == ':' && absl::EndsWithIgnoreCase(part, "mailto")) in_link_ = true;
    if (c == '?') in_query_ = in_link_;
  }
  bool in_query() const { return in_query_; }

 private:
  bool in_link_ = false;
  bool in_query_ = false;
};

bool EndsHere(absl::string_view field, size_t separator) {
  return separator + 1 == field.size() ||
         absl::ascii_isspace(static_cast<unsigned char>(field[separator + 1]));
}

}  // namespace

std::optional<std::string> PlainEmailText(absl::string_view raw) {
  if (IsAscii(raw)) return std::string(raw);
  const auto decoded = DecodeUtf8(raw);
  if (!decoded.has_value()) return std::nullopt;
  std::u32string plain;
  plain.reserve(decoded->size());
  for (char32_t c : Nfc(*decoded)) plain.push_back(PlainCharacter(c));
  return EncodeUtf8(plain);
}

std::vector<absl::string_view> SplitAddresses(absl::string_view field) {
  constexpr int kMostLayers = 16;
  field = TrimBlank(field);
  for (int i = 0; i < kMostLayers && TakePairOfList(field); ++i) {
    field = TrimBlank(field);
  }
  std::vector<absl::string_view> parts;
  size_t begin = 0;
  bool quoted = false;
  LinkWatch link;
  for (size_t i = 0; i <= field.size(); ++i) {
    if (i < field.size()) {
      const char c = field[i];
      link.See(field.substr(begin, i - begin), c);
      if (c == '"') quoted = !quoted;
      if (quoted || !absl::StrContains(kSeparators, c)) continue;
      if (link.in_query() && !EndsHere(field, i)) continue;
      if (IsInsideOne(field, begin, i)) continue;
    }
    const absl::string_view part = TrimBlank(field.substr(begin, i - begin));
    if (!part.empty()) parts.push_back(part);
    begin = i + 1;
    link.StartPart();
  }
  return parts;
}

}  // namespace landfall::normalize
