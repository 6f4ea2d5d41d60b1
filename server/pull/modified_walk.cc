// Pages by number -> a walk along the times of change. Entry points:
// ModifiedWalk::StepOf and Take.
#include "server/pull/modified_walk.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/base/time_text.h"
#include "server/pull/json_member.h"
#include "server/pull/modified_place.h"

namespace landfall::pull {
namespace {

// Where pages are not counted.
constexpr int kUncounted = 0;

constexpr char kNone[] = "-";

// As ModifiedPlace::link. `first` is the id of the first row of the page before
// where pages are counted.
std::string LinkOf(absl::Time from, int page, absl::string_view first = kNone) {
  const std::string seconds = from == absl::InfinitePast()
                                  ? kNone
                                  : absl::StrCat(absl::ToUnixSeconds(from));
  return absl::StrCat(seconds, " ", page, " ", first);
}

std::vector<std::string> WordsOf(const std::string& place) {
  std::vector<std::string> words =
      absl::StrSplit(DecodePlace(place).link, absl::MaxSplits(' ', 2));
  words.resize(3);
  return words;
}

// In whole seconds.
absl::Time TimeOf(absl::string_view text) {
  int64_t seconds = 0;
  if (absl::SimpleAtoi(text, &seconds)) return absl::FromUnixSeconds(seconds);
  const std::optional<absl::Time> time = base::ParseTime(text);
  return time ? absl::FromUnixSeconds(absl::ToUnixSeconds(*time))
              : absl::InfinitePast();
}

}  // namespace

struct ModifiedWalk::Times {
  absl::Time newest = absl::InfinitePast();
  bool sorted = true;
};

ModifiedWalk::Times ModifiedWalk::TimesOf(
    const std::vector<decode::PayloadElement>& rows) const {
  Times times;
  for (const decode::PayloadElement& row : rows) {
    const absl::Time time = TimeOf(PlainMemberOf(row.json, time_));
    if (time < times.newest) times.sorted = false;
    times.newest = std::max(times.newest, time);
  }
  return times;
}

std::string ModifiedWalk::First(absl::Time since, absl::Time started) const {
  ModifiedPlace place = PlaceOfEverything(started);
  const bool all = since == absl::InfinitePast();
  place.link = LinkOf(all ? since : ToInclude(since), kUncounted);
  return EncodePlace(place);
}

std::string ModifiedWalk::Since(const std::string& bookmark,
                                absl::Time started) const {
  std::optional<ModifiedPlace> place = PlaceOfChanges(bookmark, started);
  if (!place.has_value()) return "";
  const absl::Time after = place->known.AskAfter(kOverlap);
  const bool once_more = after < place->known.newest;
  place->link = LinkOf(ToInclude(once_more ? after : after + absl::Seconds(1)),
                       kUncounted);
  return EncodePlace(place);
}

ModifiedWalk::Step ModifiedWalk::StepOf(const std::string& place) {
  const std::vector<std::string> words = WordsOf(place);
  Step step;
  int64_t seconds = 0;
  if (absl::SimpleAtoi(words[0], &seconds)) {
    step.from = absl::FromUnixSeconds(seconds);
  }
  int page = kUncounted;
  static_cast<void>(absl::SimpleAtoi(words[1], &page));
  step.counted = page != kUncounted;
  step.page = std::max(page, 1);
  return step;
}

bool ModifiedWalk::IsAnother(const std::string& place, const AnswerPage& answer,
                             int page_size) const {
  const Step step = StepOf(place);
  const int64_t count =
      static_cast<int64_t>(answer.rows.size()) + answer.unread_rows;
  const int64_t end = int64_t{step.page - 1} * page_size + count;
  const std::optional<int64_t> total = answer.page.total;
  if (count == 0) return total.has_value() && end < *total;
  if (total.has_value() && end > *total) return true;
  if (answer.rows.empty()) return false;
  const absl::Time newest = TimesOf(answer.rows).newest;
  if (newest != absl::InfinitePast() && newest < step.from) return true;
  return step.counted &&
         WordsOf(place)[2] == PlainMemberOf(answer.rows[0].json, id_);
}

Page ModifiedWalk::Take(const std::string& place, AnswerPage answer,
                        int page_size) const {
  Page page;
  if (IsAnother(place, answer, page_size)) {
    page.next = place;
    return page;
  }
  const Step step = StepOf(place);
  const int64_t count =
      static_cast<int64_t>(answer.rows.size()) + answer.unread_rows;
  const int64_t before = int64_t{step.page - 1} * page_size;
  const bool ends = answer.page.total.has_value()
                        ? before + count >= *answer.page.total
                        : count < page_size;
  const Times times = TimesOf(answer.rows);
  page.rows = std::move(answer.rows);
  page.unread_rows = answer.unread_rows;
  ModifiedPlace at = DecodePlace(place);
  at.found = std::max(at.found, times.newest);
  if (ends) {
    page.bookmark = EncodeKnown(at.known.After(at.found, at.started, kOverlap));
    return page;
  }
  const absl::Time next = ToInclude(times.newest);
  if (times.sorted && next > step.from) {
    at.link = LinkOf(next, kUncounted);
  } else if (!step.counted || page.rows.empty()) {
    at.link = LinkOf(step.from, step.counted ? step.page + 1 : 1);
  } else {
    at.link =
        LinkOf(step.from, step.page + 1, PlainMemberOf(page.rows[0].json, id_));
  }
  page.next = EncodePlace(at);
  return page;
}

}  // namespace landfall::pull
