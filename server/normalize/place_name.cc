// Turns the name of a place into the form of the country tables. Entry point:
// FoldPlaceName().
#include "server/normalize/internal/place_name.h"

#include <unicode/uchar.h>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize {
namespace {

bool IsDropped(char32_t c) {
  constexpr char32_t kDropped[] = U".'’‘ʻʼ`´";
  for (const char32_t* dropped = kDropped; *dropped != 0; ++dropped) {
    if (*dropped == c) return true;
  }
  return false;
}

bool IsKept(char32_t c) {
  constexpr uint32_t kMask = U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & kMask) != 0;
}

}  // namespace

std::string FoldPlaceName(absl::string_view name) {
  std::string spaced;
  for (char32_t c : FoldForLookup(name)) {
    if (IsDropped(c)) continue;
    if (c == U'&') {
      spaced += " and ";
    } else if (IsKept(c)) {
      AppendUtf8(c, spaced);
    } else {
      spaced.push_back(' ');
    }
  }
  std::vector<absl::string_view> words =
      absl::StrSplit(spaced, ' ', absl::SkipEmpty());
  if (words.size() > 1 && words.front() == "the") words.erase(words.begin());
  return absl::StrJoin(words, " ");
}

}  // namespace landfall::normalize
