// Turns company and person names and postcodes into forms for comparison.
// Entry points: FoldName(), FoldPostalCode().
#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/normalize/internal/legal_forms.h"
#include "server/normalize/internal/unicode_text.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

using WordSet = absl::flat_hash_set<std::string>;

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

using Words = std::vector<std::string>;
using Forms = absl::flat_hash_map<std::string, std::vector<Words>>;

Words WordsOf(absl::string_view name) {
  return absl::StrSplit(SpacedWords(name), ' ', absl::SkipEmpty());
}

// The forms of several words by the word that is at the outer end, longest
// first.
Forms FormsBy(absl::Span<const absl::string_view> forms, bool last) {
  Forms by_word;
  for (absl::string_view form : forms) {
    const Words words = WordsOf(form);
    if (words.size() < 2) continue;
    by_word[last ? words.back() : words.front()].push_back(words);
  }
  for (auto& [word, list] : by_word) {
    std::sort(list.begin(), list.end(), [](const Words& a, const Words& b) {
      return a.size() > b.size();
    });
  }
  return by_word;
}

WordSet SingleForms(absl::Span<const absl::string_view> forms) {
  WordSet words;
  for (absl::string_view form : forms) {
    const Words folded = WordsOf(form);
    if (folded.size() == 1) words.insert(folded[0]);
  }
  return words;
}

// A form of several words at the end of a name, or all of it.
bool DropLongForm(Words& words) {
  static const auto* const kForms = new Forms(FormsBy(LegalForms(), true));
  if (words.empty()) return false;
  const auto at = kForms->find(words.back());
  if (at == kForms->end()) return false;
  for (const Words& form : at->second) {
    if (form.size() > words.size() ||
        !std::equal(form.rbegin(), form.rend(), words.rbegin())) {
      continue;
    }
    words.resize(words.size() - form.size());
    return true;
  }
  return false;
}

bool DropLongLeadingForm(Words& words) {
  static const auto* const kForms =
      new Forms(FormsBy(LeadingLegalForms(), false));
  if (words.empty()) return false;
  const auto at = kForms->find(words.front());
  if (at == kForms->end()) return false;
  for (const Words& form : at->second) {
    if (form.size() >= words.size() ||
        !std::equal(form.begin(), form.end(), words.begin())) {
      continue;
    }
    words.erase(words.begin(),
                words.begin() + static_cast<std::ptrdiff_t>(form.size()));
    return true;
  }
  return false;
}

bool IsLegalForm(absl::string_view word) {
  static const auto* const kSet = new WordSet(SingleForms(LegalForms()));
  return kSet->contains(word);
}

bool IsLeadingForm(absl::string_view word) {
  static const auto* const kSet = new WordSet(SingleForms(LeadingLegalForms()));
  return kSet->contains(word);
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

// Scripts without blanks write the form and the name in one.
bool DropAttachedForm(Words& words) {
  static const auto* const kForms = [] {
    auto* forms = new Words();
    for (absl::string_view form : AttachedLegalForms()) {
      forms->push_back(SpacedWords(form));
    }
    return forms;
  }();
  if (words.empty()) return false;
  for (const std::string& form : *kForms) {
    if (words.back().size() > form.size() &&
        absl::EndsWith(words.back(), form)) {
      words.back().resize(words.back().size() - form.size());
      return true;
    }
    if (words.front().size() > form.size() &&
        absl::StartsWith(words.front(), form)) {
      words.front().erase(0, form.size());
      return true;
    }
  }
  return false;
}

bool DropForm(Words& words) {
  if (DropLongForm(words)) return true;
  JoinSpelledForm(words);
  if (DropAttachedForm(words)) return true;
  if (words.empty() || !IsLegalForm(words.back())) return false;
  words.pop_back();
  return true;
}

}  // namespace

std::string FoldName(absl::string_view name) {
  Words words = WordsOf(name);
  while (DropForm(words)) {
  }
  const bool leads = DropLongLeadingForm(words);
  if (!leads && words.size() > 1 && IsLeadingForm(words.front())) {
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
