// Notes -> a line for each thing, and back. Entry points: Encode and Decode.
#include "server/watch/notes.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace landfall::watch {
namespace {

constexpr absl::string_view kNever = "-";

std::string TextOf(absl::Time time) {
  return absl::StrCat(absl::ToUnixMicros(time));
}

std::optional<absl::Time> TimeOf(absl::string_view text) {
  int64_t micros = 0;
  if (!absl::SimpleAtoi(text, &micros)) return std::nullopt;
  return absl::FromUnixMicros(micros);
}

// One line into `notes`; false when it says nothing that is known. The name
// comes last, because it may hold anything.
bool Take(absl::string_view line, Notes* notes) {
  const std::vector<std::string> words =
      absl::StrSplit(line, absl::MaxSplits(' ', 3));
  if (words[0] == "rules" && words.size() == 2) {
    notes->rules = words[1];
    return true;
  }
  if (words[0] == "at" && words.size() == 2) {
    const auto at = TimeOf(words[1]);
    if (at) notes->at = *at;
    return at.has_value();
  }
  if (words.size() != 4) return false;
  const bool is = words[1] == "1";
  if (words[0] == "source") {
    notes->stale[words[3]] = is;
    return true;
  }
  if (words[0] != "alert") return false;
  AlertNote& alert = notes->alerts[words[3]];
  alert.firing = is;
  if (words[2] == kNever) return true;
  alert.turning_since = TimeOf(words[2]);
  return alert.turning_since.has_value();
}

}  // namespace

std::string Notes::Encode() const {
  std::string text = absl::StrCat("at ", TextOf(at));
  if (!rules.empty()) absl::StrAppend(&text, "\nrules ", rules);
  for (const auto& [card, alert] : alerts) {
    absl::StrAppend(&text, "\nalert ", alert.firing ? 1 : 0, " ",
                    alert.turning_since ? TextOf(*alert.turning_since)
                                        : std::string(kNever),
                    " ", card);
  }
  for (const auto& [source, is] : stale) {
    absl::StrAppend(&text, "\nsource ", is ? 1 : 0, " ", std::string(kNever),
                    " ", source);
  }
  return text;
}

std::optional<Notes> Notes::Decode(absl::string_view text) {
  Notes notes;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!Take(line, &notes)) return std::nullopt;
  }
  return notes;
}

}  // namespace landfall::watch
