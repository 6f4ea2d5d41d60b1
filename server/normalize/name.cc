// Turns company and person names and postcodes into forms for comparison.
// Entry points: FoldName(), FoldPostalCode().
#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/normalize/internal/unicode_text.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

// Folded: lower case without dots and marks. "co" and "cie" only occur as the
// tail of a form ("GmbH & Co. KG").
constexpr absl::string_view kLegalForms[] = {
    "ab",       "ag",           "aktiengesellschaft",
    "aps",      "as",           "asa",
    "bhd",      "bv",           "bvba",
    "cie",      "co",           "company",
    "corp",     "corporation",  "cv",
    "doo",      "dd",           "eg",
    "ehf",      "eirl",         "eireli",
    "ek",       "eood",         "esp",
    "eu",       "ev",           "gbr",
    "gesmbh",   "gmbh",         "hf",
    "inc",      "incorporated", "jsc",
    "kft",      "kg",           "kgaa",
    "kk",       "ks",           "lda",
    "limited",  "llc",          "llp",
    "lp",       "ltd",          "ltda",
    "mbh",      "nv",           "nyrt",
    "oao",      "oe",           "ohg",
    "ojsc",     "ood",          "ooo",
    "ou",       "oy",           "oyj",
    "pao",      "plc",          "pte",
    "pty",      "pvt",          "private",
    "rt",       "sa",           "sapi",
    "sarl",     "sas",          "sasu",
    "sca",      "scs",          "sdn",
    "se",       "sia",          "sl",
    "slu",      "snc",          "spa",
    "spk",      "spol",         "spzoo",
    "sprl",     "srl",          "srls",
    "sro",      "tbk",          "uab",
    "ug",       "unipessoal",   "vof",
    "zao",      "zoo",          "zrt",
    "ооо",      "оао",          "зао",
    "пао",      "тов",          "ао",
    "еоод",     "оод",          "sp",
    "株式会社", "有限会社",     "有限公司",
};

// Forms that stand in front of the name.
constexpr absl::string_view kLeadingForms[] = {
    "uab", "ab",  "sia", "as",  "ou",  "ooo", "oao", "zao",      "pao",
    "pt",  "ооо", "оао", "зао", "пао", "тов", "ао",  "株式会社", "有限会社",
};

// Forms of several words, of which one alone is no form.
constexpr absl::string_view kLongForms[] = {
    "sp z oo",    "spolka z oo",   "spol s ro",
    "sa de cv",   "s de rl de cv", "srl de cv",
    "sapi de cv", "sa de rl",      "haftungsbeschrankt",
};

using WordSet = absl::flat_hash_set<absl::string_view>;

bool IsLegalForm(absl::string_view word) {
  static const auto* const kSet =
      new WordSet(std::begin(kLegalForms), std::end(kLegalForms));
  return kSet->contains(word);
}

bool IsLeadingForm(absl::string_view word) {
  static const auto* const kSet =
      new WordSet(std::begin(kLeadingForms), std::end(kLeadingForms));
  return kSet->contains(word);
}

bool IsLetterOrDigit(char32_t c) {
  constexpr uint32_t kMask = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & kMask) != 0;
}

// Dots and apostrophes join ("S.A.", "O'Neil"), other punctuation separates.
std::string SpacedWords(absl::string_view name) {
  std::string spaced;
  for (char32_t c : FoldForLookup(name)) {
    if (IsLetterOrDigit(c)) {
      AppendUtf8(c, spaced);
    } else if (c != U'.' && c != U'\'' && c != U'’' && c != U'`') {
      spaced.push_back(' ');
    }
  }
  return spaced;
}

// "s a r l", "a s", "b v": forms that were spelled letter by letter. The run
// of single letters at the end is read as one word when it is a form.
void JoinSpelledForm(std::vector<std::string>& words) {
  size_t begin = words.size();
  while (begin > 1 && words[begin - 1].size() == 1) --begin;
  for (; begin + 1 < words.size(); ++begin) {
    std::string joined;
    for (size_t i = begin; i < words.size(); ++i) joined += words[i];
    if (!IsLegalForm(joined)) continue;
    words.resize(begin);
    words.push_back(joined);
    return;
  }
}

bool DropLongForm(std::vector<std::string>& words) {
  for (absl::string_view form : kLongForms) {
    const std::vector<std::string> tail = absl::StrSplit(form, ' ');
    const bool ends_so = words.size() > tail.size() &&
                         std::equal(tail.rbegin(), tail.rend(), words.rbegin());
    if (!ends_so) continue;
    words.resize(words.size() - tail.size());
    return true;
  }
  return false;
}

bool DropForm(std::vector<std::string>& words) {
  if (DropLongForm(words)) return true;
  JoinSpelledForm(words);
  if (words.size() < 2 || !IsLegalForm(words.back())) return false;
  words.pop_back();
  return true;
}

}  // namespace

std::string FoldName(absl::string_view name) {
  const std::string spaced = SpacedWords(name);
  std::vector<std::string> words =
      absl::StrSplit(spaced, ' ', absl::SkipEmpty());
  while (DropForm(words)) {
  }
  if (words.size() > 1 && IsLeadingForm(words.front())) {
    words.erase(words.begin());
  }
  return absl::StrJoin(words, " ");
}

std::string FoldPostalCode(absl::string_view code) {
  std::string out;
  for (char32_t c : FoldForLookup(code)) {
    if (!IsLetterOrDigit(c)) continue;
    const auto point = static_cast<UChar32>(c);
    if (u_charType(point) == U_DECIMAL_DIGIT_NUMBER) {
      out.push_back(static_cast<char>('0' + u_charDigitValue(point)));
    } else {
      AppendUtf8(static_cast<char32_t>(u_toupper(point)), out);
    }
  }
  return out;
}

}  // namespace landfall::normalize
