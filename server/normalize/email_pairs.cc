// The quotes and brackets that stand around addresses. Entry points: Quotes(),
// Brackets().
#include "server/normalize/internal/email_pairs.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize {
namespace {

// A domain ends in a letter or digit, so the closing half never belongs to the
// address, and then neither does the opening half that answers it.
constexpr Pair kQuotes[] = {
    {"'", "'"},   {"\"", "\""},   {"`", "`"},       {"´", "´"},   {"`", "'"},
    {"`", "´"},   {"\\'", "\\'"}, {"\\\"", "\\\""}, {"{", "}"},   {"‘", "’"},
    {"‚", "‘"},   {"‚", "’"},     {"’", "’"},       {"‛", "’"},   {"’", "‘"},
    {"‘", "‘"},   {"“", "”"},     {"„", "“"},       {"„", "”"},   {"”", "”"},
    {"“", "“"},   {"‟", "”"},     {"”", "“"},       {"„", "„"},   {"«", "»"},
    {"»", "«"},   {"»", "»"},     {"‹", "›"},       {"›", "‹"},   {"›", "›"},
    {"「", "」"}, {"『", "』"},   {"｢", "｣"},       {"﹁", "﹂"}, {"﹃", "﹄"},
    {"〝", "〞"}, {"〝", "〟"},   {"❛", "❜"},       {"❝", "❞"},   {"′", "′"},
    {"″", "″"},   {"‵", "′"},     {"‶", "″"},       {"‴", "‴"},   {"ʼ", "ʼ"},
    {"ʻ", "ʼ"},
};

// Brackets hold the whole, or an address or a remark beside the rest. The
// angle comes first: it alone is told when its other half is missing.
constexpr Pair kBrackets[] = {
    {"<", ">"},   {"(", ")"},   {"[", "]"},   {"〈", "〉"}, {"《", "》"},
    {"【", "】"}, {"〔", "〕"}, {"〖", "〗"}, {"〘", "〙"}, {"〚", "〛"},
    {"⟨", "⟩"},   {"⟪", "⟫"},   {"❨", "❩"},   {"❬", "❭"},   {"❮", "❯"},
    {"❲", "❳"},   {"❴", "❵"},   {"⁅", "⁆"},   {"﹙", "﹚"}, {"﹛", "﹜"},
    {"﹝", "﹞"}, {"﹤", "﹥"},
};

}  // namespace

absl::Span<const Pair> Quotes() { return kQuotes; }
absl::Span<const Pair> Brackets() { return kBrackets; }

bool IsInside(absl::string_view text, const Pair& pair) {
  return text.size() > pair.open.size() + pair.close.size() &&
         absl::StartsWith(text, pair.open) && absl::EndsWith(text, pair.close);
}

bool IsOnePair(absl::string_view text, const Pair& pair) {
  if (!IsInside(text, pair)) return false;
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (absl::StartsWith(text.substr(i), pair.open)) ++depth;
    if (!absl::StartsWith(text.substr(i), pair.close)) continue;
    if (--depth == 0) return i + pair.close.size() == text.size();
  }
  return false;
}

bool MayHoldAddress(absl::string_view text) {
  if (absl::StrContains(text, '@') || absl::StrContains(text, "%40")) {
    return true;
  }
  // A link may stand encoded in another.
  constexpr absl::string_view kMailto = "mailto";
  for (size_t i = 0; i + kMailto.size() < text.size(); ++i) {
    if (absl::StartsWithIgnoreCase(text.substr(i), kMailto)) return true;
  }
  return false;
}

bool IsForeignWrapping(char32_t c) {
  static const auto* const kForeign = [] {
    auto* foreign = new absl::flat_hash_set<char32_t>();
    const auto add = [foreign](absl::string_view half) {
      const auto text = DecodeUtf8(half).value_or(U"");
      if (text.size() == 1 && text[0] >= 0x80) foreign->insert(text[0]);
    };
    for (const Pair& pair : Quotes()) add(pair.open), add(pair.close);
    for (const Pair& pair : Brackets()) add(pair.open), add(pair.close);
    for (const char32_t apostrophe : U"’ʼʻ") foreign->erase(apostrophe);
    return foreign;
  }();
  return kForeign->contains(c);
}

}  // namespace landfall::normalize
