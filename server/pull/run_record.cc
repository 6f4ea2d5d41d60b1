// What is remembered of runs <-> texts: one line each, its parts between tabs.
// Entry points: EncodeRuns, EncodePart and their inverses.
#include "server/pull/run_record.h"

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/base/status_macros.h"

namespace landfall::pull {
namespace {

// Writes the words of a line.
class Writer {
 public:
  Writer& Text(absl::string_view text) {
    words_.push_back(absl::CEscape(text));
    return *this;
  }
  Writer& Number(int64_t number) {
    words_.push_back(absl::StrCat(number));
    return *this;
  }
  Writer& Time(absl::Time time) {
    words_.push_back(time == absl::InfinitePast() ? "never"
                     : time == absl::InfiniteFuture()
                         ? "open"
                         : absl::StrCat(absl::ToUnixMicros(time)));
    return *this;
  }
  std::string Line() const { return absl::StrJoin(words_, "\t"); }

 private:
  std::vector<std::string> words_;
};

// Reads them in the same order. Not good any more after the first that is not
// what it should be.
class Reader {
 public:
  explicit Reader(absl::string_view line)
      : words_(absl::StrSplit(line, '\t')) {}

  std::string Text() {
    std::string text;
    good_ =
        good_ && next_ < words_.size() && absl::CUnescape(words_[next_], &text);
    ++next_;
    return text;
  }
  int64_t Number() {
    int64_t number = 0;
    good_ = good_ && next_ < words_.size() &&
            absl::SimpleAtoi(words_[next_], &number);
    ++next_;
    return number;
  }
  absl::Time Time() {
    const absl::string_view word = next_ < words_.size() ? words_[next_] : "";
    if (word != "never" && word != "open") {
      return absl::FromUnixMicros(Number());
    }
    ++next_;
    return word == "never" ? absl::InfinitePast() : absl::InfiniteFuture();
  }
  bool AtEnd() const { return next_ == words_.size(); }
  absl::Status End() const {
    if (good_ && next_ == words_.size()) return absl::OkStatus();
    return absl::DataLossError("what the store keeps of a pull is damaged");
  }

 private:
  const std::vector<absl::string_view> words_;
  size_t next_ = 0;
  bool good_ = true;
};

std::string EncodeRun(const RunRecord& run) {
  const RunSums& sums = run.sums;
  return Writer()
      .Text(run.id)
      .Time(run.started)
      .Time(run.finished)
      .Number(run.full ? 1 : 0)
      .Number(run.state == RunRecord::State::kSucceeded ? 1 : 0)
      .Number(sums.read)
      .Number(sums.inserted)
      .Number(sums.updated)
      .Number(sums.unchanged)
      .Number(sums.deleted)
      .Number(sums.rejected)
      .Text(run.error)
      .Line();
}

}  // namespace

std::string EncodeRuns(const std::vector<RunRecord>& runs) {
  return absl::StrJoin(runs, "\n", [](std::string* out, const RunRecord& run) {
    absl::StrAppend(out, EncodeRun(run));
  });
}

absl::StatusOr<std::vector<RunRecord>> DecodeRuns(absl::string_view text) {
  std::vector<RunRecord> runs;
  if (text.empty()) return runs;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    Reader reader(line);
    RunRecord run;
    run.id = reader.Text();
    run.started = reader.Time();
    run.finished = reader.Time();
    run.full = reader.Number() == 1;
    run.state = reader.Number() == 1 ? RunRecord::State::kSucceeded
                                     : RunRecord::State::kFailed;
    run.sums.read = reader.Number();
    run.sums.inserted = reader.Number();
    run.sums.updated = reader.Number();
    run.sums.unchanged = reader.Number();
    run.sums.deleted = reader.Number();
    run.sums.rejected = reader.Number();
    run.error = reader.Text();
    LF_RETURN_IF_ERROR(reader.End());
    runs.push_back(std::move(run));
  }
  return runs;
}

std::string EncodePart(const PartState& state) {
  return Writer()
      .Text(state.bookmark)
      .Text(state.place)
      .Time(state.place_started)
      .Time(state.read)
      .Time(state.full)
      .Text(state.question)
      .Line();
}

absl::StatusOr<PartState> DecodePart(absl::string_view text) {
  Reader reader(text);
  PartState state;
  state.bookmark = reader.Text();
  state.place = reader.Text();
  state.place_started = reader.Time();
  state.read = reader.Time();
  state.full = reader.Time();
  // Not so long ago a read of everything left no place behind.
  if (!reader.AtEnd()) state.question = reader.Text();
  LF_RETURN_IF_ERROR(reader.End());
  return state;
}

std::string RunsKey(absl::string_view source) {
  return absl::StrCat("pull/", source, "/runs");
}

std::string PartKey(absl::string_view source, absl::string_view part) {
  return absl::StrCat("pull/", source, "/part/", part);
}

}  // namespace landfall::pull
