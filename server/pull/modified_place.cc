// Times of modification -> how far changes are known. Entry points:
// KnownChanges::After, PlaceOfChanges and EncodePlace.
#include "server/pull/modified_place.h"

#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace landfall::pull {
namespace {

constexpr char kNever[] = "-";
constexpr int kWords = 6;

std::string TimeWord(absl::Time time) {
  return time == absl::InfinitePast() ? kNever
                                      : absl::StrCat(absl::ToUnixMicros(time));
}

absl::Time TimeOf(absl::string_view word) {
  int64_t micros = 0;
  return absl::SimpleAtoi(word, &micros) ? absl::FromUnixMicros(micros)
                                         : absl::InfinitePast();
}

}  // namespace

absl::Time KnownChanges::AskAfter(absl::Duration overlap) const {
  return seen == absl::InfinitePast() ? newest : newest - overlap;
}

KnownChanges KnownChanges::After(absl::Time found, absl::Time started,
                                 absl::Duration overlap) const {
  if (found > newest) return {found, started};
  return {newest, started >= seen + overlap ? absl::InfinitePast() : seen};
}

KnownChanges ModifiedPlace::Known(absl::Duration overlap) const {
  return changes ? known.After(found, started, overlap) : known;
}

ModifiedPlace PlaceOfEverything(absl::Time started) {
  ModifiedPlace place;
  place.started = started;
  return place;
}

std::optional<ModifiedPlace> PlaceOfChanges(absl::string_view bookmark,
                                            absl::Time started) {
  ModifiedPlace place;
  place.changes = true;
  place.known = DecodeKnown(bookmark);
  place.found = place.known.newest;
  place.started = started;
  if (place.known.newest == absl::InfinitePast()) return std::nullopt;
  return place;
}

std::string EncodePlace(const ModifiedPlace& place) {
  return absl::StrCat(place.changes ? "changes " : "all ",
                      TimeWord(place.known.newest), " ",
                      TimeWord(place.known.seen), " ", TimeWord(place.found),
                      " ", TimeWord(place.started), " ", place.link);
}

std::string EncodePlace(const std::optional<ModifiedPlace>& place) {
  return place.has_value() ? EncodePlace(*place) : "";
}

ModifiedPlace DecodePlace(absl::string_view text) {
  const std::vector<std::string> words =
      absl::StrSplit(text, absl::MaxSplits(' ', kWords - 1));
  ModifiedPlace place;
  if (words.size() != kWords) return place;
  place.changes = words[0] == "changes";
  place.known = {TimeOf(words[1]), TimeOf(words[2])};
  place.found = TimeOf(words[3]);
  place.started = TimeOf(words[4]);
  place.link = words[5];
  return place;
}

std::string EncodeKnown(const KnownChanges& known) {
  return absl::StrCat(TimeWord(known.newest), " ", TimeWord(known.seen));
}

KnownChanges DecodeKnown(absl::string_view text) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ');
  if (words.size() != 2) return {};
  return {TimeOf(words[0]), TimeOf(words[1])};
}

}  // namespace landfall::pull
