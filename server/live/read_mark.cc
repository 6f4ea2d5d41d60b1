// Rejected rows of many pushes -> what is missing of a read. Entry points:
// ReadMark::Add, Complete and Visible.
#include "server/live/read_mark.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace landfall::live {
namespace {

using index::kNoTime;
using index::Micros;
using verdict::Gap;

// More pushes than these do not write to one legal entity at once; if they do,
// the oldest count together.
constexpr size_t kMaxParts = 8;
constexpr int kFlags = 4;

// No name that a caller may choose.
constexpr char kWhole[] = "=";

std::string NameOf(const PushName& push) {
  return push.whole ? kWhole : push.id;
}

Micros Earlier(Micros a, Micros b) {
  if (a == kNoTime) return b;
  return b == kNoTime ? a : std::min(a, b);
}

}  // namespace

ReadMark::Part* ReadMark::Find(const std::string& push) {
  for (Part& part : parts_) {
    if (!part.settled && part.push == push) return &part;
  }
  return nullptr;
}

void ReadMark::Add(const PushName& push, int64_t rows, bool cut_short,
                   bool vouched, Micros now) {
  if (rows == 0 && !cut_short) return;
  Part* part = Find(NameOf(push));
  if (part == nullptr) {
    parts_.push_back({NameOf(push), false, false, false, vouched, now, 0});
    part = &parts_.back();
  }
  part->rows += rows;
  part->cut_short |= cut_short;
  part->vouched &= vouched;
  part->superseded = false;
  Bound();
}

void ReadMark::Bound() {
  if (parts_.size() <= kMaxParts) return;
  for (auto it = parts_.begin(); it != parts_.end(); ++it) {
    if (!it->superseded) continue;
    parts_.erase(it);
    return;
  }
  Part& first = parts_[0];
  const Part& second = parts_[1];
  first.push.clear();
  first.settled = true;
  first.cut_short |= second.cut_short;
  first.vouched &= second.vouched;
  first.since = Earlier(first.since, second.since);
  first.rows += second.rows;
  parts_.erase(parts_.begin() + 1);
}

bool ReadMark::Complete(const PushName& push, bool vouched, int64_t tolerated,
                        Micros now) {
  const Gap before = Visible(tolerated);
  Part own;
  own.since = now;
  own.vouched = true;
  bool any = false;
  if (const Part* found = Find(NameOf(push))) {
    own = *found;
    any = true;
  }
  own.push.clear();
  own.settled = true;
  own.superseded = false;
  own.vouched |= vouched;
  const std::string name = NameOf(push);
  parts_.erase(std::remove_if(parts_.begin(), parts_.end(),
                              [&](const Part& part) {
                                return part.settled || part.push == name;
                              }),
               parts_.end());
  for (Part& part : parts_) part.superseded = true;
  if (!any) return true;
  const bool read = Sum({&own}, tolerated).accepted;
  // What has been so before has been so since then.
  if (before.Any() && before.accepted == read) {
    own.since = Earlier(before.since, own.since);
  }
  parts_.insert(parts_.begin(), own);
  return read;
}

void ReadMark::KeepOnly(const PushName& push) {
  const std::string name = NameOf(push);
  parts_.erase(std::remove_if(parts_.begin(), parts_.end(),
                              [&](const Part& part) {
                                return push.whole || part.settled ||
                                       part.push != name;
                              }),
               parts_.end());
}

Gap ReadMark::Sum(const std::vector<const Part*>& parts, int64_t tolerated) {
  Gap gap;
  int64_t not_vouched = 0;
  bool cut_without_word = false;
  for (const Part* part : parts) {
    gap.since = Earlier(gap.since, part->since);
    gap.rows += part->rows;
    gap.cut_short |= part->cut_short;
    if (part->vouched) continue;
    not_vouched += part->rows;
    cut_without_word |= part->cut_short;
  }
  gap.accepted = !cut_without_word && not_vouched <= tolerated;
  return gap;
}

Gap ReadMark::Visible(int64_t tolerated) const {
  std::vector<const Part*> settled;
  std::vector<const Part*> under_way;
  for (const Part& part : parts_) {
    if (part.superseded) continue;
    (part.settled ? settled : under_way).push_back(&part);
  }
  if (settled.empty() && under_way.empty()) return Gap();
  std::vector<const Part*> all = settled;
  all.insert(all.end(), under_way.begin(), under_way.end());
  Gap gap = Sum(all, tolerated);
  // It spoils only since the push that made it too much.
  if (!gap.accepted && Sum(settled, tolerated).accepted) {
    gap.since = Sum(under_way, tolerated).since;
  }
  return gap;
}

std::string ReadMark::Encode() const {
  return absl::StrJoin(parts_, ";", [](std::string* out, const Part& part) {
    absl::StrAppend(out, part.settled ? "s" : "-", part.superseded ? "o" : "-",
                    part.cut_short ? "c" : "-", part.vouched ? "v" : "-", " ",
                    part.since, " ", part.rows, " ", part.push);
  });
}

std::optional<ReadMark> ReadMark::Decode(absl::string_view text) {
  ReadMark mark;
  if (text.empty()) return mark;
  for (absl::string_view line : absl::StrSplit(text, ';')) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
    Part part;
    if (words.size() != 4 || words[0].size() != kFlags ||
        !absl::SimpleAtoi(words[1], &part.since) ||
        !absl::SimpleAtoi(words[2], &part.rows)) {
      return std::nullopt;
    }
    part.settled = words[0][0] == 's';
    part.superseded = words[0][1] == 'o';
    part.cut_short = words[0][2] == 'c';
    part.vouched = words[0][3] == 'v';
    part.push = std::string(words[3]);
    mark.parts_.push_back(std::move(part));
  }
  return mark;
}

}  // namespace landfall::live
