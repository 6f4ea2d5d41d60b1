// Values of the YAML tree -> typed values, or a problem with line and path.
#include "server/config/internal/section.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/nearest.h"
#include "server/base/time_text.h"

namespace landfall::config::internal {
namespace {

constexpr size_t kShown = 50;  // problems in one message

std::string Quote(absl::string_view text) {
  constexpr size_t kLongest = 60;
  if (text.size() <= kLongest) return absl::StrCat("\"", text, "\"");
  return absl::StrCat("\"", text.substr(0, kLongest), "…\"");
}

std::string DurationText(absl::Duration duration) {
  const int64_t minutes = absl::ToInt64Minutes(duration);
  if (minutes == 0) return absl::StrCat(absl::ToInt64Seconds(duration), "s");
  if (minutes % (24 * 60) == 0) return absl::StrCat(minutes / (24 * 60), "d");
  return minutes % 60 == 0 ? absl::StrCat(minutes / 60, "h")
                           : absl::StrCat(minutes, "m");
}

}  // namespace

void Problems::AddTo(std::vector<Problem>& list, int line,
                     const std::string& path, const std::string& text) const {
  std::string whole = absl::StrCat(name_, ":", line, ": ", path,
                                   path.empty() ? "" : ": ", text);
  // A value that is read for two purposes is wrong only once.
  for (const Problem& known : list) {
    if (known.text == whole) return;
  }
  list.push_back({line, std::move(whole)});
}

void Problems::Add(int line, const std::string& path,
                   const std::string& problem) {
  AddTo(problems_, line, path, problem);
}

void Problems::Warn(int line, const std::string& path,
                    const std::string& warning) {
  AddTo(warnings_, line, path, warning);
}

std::vector<std::string> Problems::Sorted(std::vector<Problem> list) {
  std::stable_sort(
      list.begin(), list.end(),
      [](const Problem& a, const Problem& b) { return a.line < b.line; });
  std::vector<std::string> lines;
  lines.reserve(list.size());
  for (Problem& problem : list) lines.push_back(std::move(problem.text));
  return lines;
}

std::vector<std::string> Problems::Warnings() const {
  return Sorted(warnings_);
}

absl::Status Problems::ToStatus() const {
  if (problems_.empty()) return absl::OkStatus();
  std::vector<std::string> lines = Sorted(problems_);
  if (lines.size() > kShown) {
    const size_t more = lines.size() - kShown;
    lines.resize(kShown);
    lines.push_back(absl::StrCat("and ", more, " more"));
  }
  return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
}

std::string Hint(absl::string_view word,
                 const std::vector<std::string>& allowed) {
  const std::string nearest = base::Nearest(word, allowed);
  if (!nearest.empty())
    return absl::StrCat("; did you mean \"", nearest, "\"?");
  if (allowed.empty()) return "; there is none in this file";
  return absl::StrCat("; allowed: ", absl::StrJoin(allowed, ", "));
}

std::string PathOf(const std::string& path, absl::string_view key) {
  return path.empty() ? std::string(key) : absl::StrCat(path, ".", key);
}

void Item::Fail(const std::string& problem) const {
  problems_->Add(node_->line, path_, problem);
}

void Item::Warn(const std::string& warning) const {
  problems_->Warn(node_->line, path_, warning);
}

std::optional<std::string> Item::Text() const {
  if (node_->kind != YamlNode::Kind::kScalar) {
    Fail("a text is expected here");
    return std::nullopt;
  }
  if (absl::StripAsciiWhitespace(node_->text).empty()) {
    Fail("must not be empty");
    return std::nullopt;
  }
  return node_->text;
}

std::optional<std::string> Item::OneOf(
    const std::vector<std::string>& allowed) const {
  const std::optional<std::string> text = Text();
  if (!text.has_value()) return std::nullopt;
  if (std::find(allowed.begin(), allowed.end(), *text) != allowed.end()) {
    return text;
  }
  Fail(absl::StrCat("unknown value ", Quote(*text), Hint(*text, allowed)));
  return std::nullopt;
}

std::optional<int> Item::Integer(int least, int most) const {
  int value = 0;
  if (node_->kind == YamlNode::Kind::kScalar &&
      absl::SimpleAtoi(node_->text, &value) && value >= least &&
      value <= most) {
    return value;
  }
  Fail(absl::StrCat("must be a whole number from ", least, " to ", most));
  return std::nullopt;
}

std::optional<bool> Item::Bool() const {
  if (node_->kind == YamlNode::Kind::kScalar) {
    if (node_->text == "true") return true;
    if (node_->text == "false") return false;
  }
  Fail("must be true or false");
  return std::nullopt;
}

std::optional<absl::Duration> Item::Duration(absl::Duration least,
                                             absl::Duration most) const {
  if (node_->kind == YamlNode::Kind::kScalar) {
    const std::optional<absl::Duration> duration =
        base::ParseDuration(node_->text);
    if (duration.has_value() && *duration >= least && *duration <= most) {
      return duration;
    }
  }
  Fail(absl::StrCat("must be a duration from ", DurationText(least), " to ",
                    DurationText(most), ", such as 90s, 15m, 1h or 7d"));
  return std::nullopt;
}

std::vector<Item> Item::Items() const {
  if (IsMap()) {
    Fail("a list is expected here");
    return {};
  }
  if (!IsList()) return {*this};
  std::vector<Item> items;
  for (size_t i = 0; i < node_->items.size(); ++i) {
    items.emplace_back(node_->items[i], absl::StrCat(path_, "[", i, "]"),
                       *problems_);
  }
  return items;
}

std::vector<std::string> Item::Texts() const {
  std::vector<std::string> texts;
  for (const Item& item : Items()) {
    const std::optional<std::string> text = item.Text();
    if (text.has_value()) texts.push_back(*text);
  }
  return texts;
}

void ReportRepeatedKeys(const Item& map) {
  std::set<std::string> seen;
  for (const YamlEntry& entry : map.node().entries) {
    if (seen.insert(entry.key).second) continue;
    map.problems().Add(entry.line, PathOf(map.path(), entry.key),
                       "the key comes twice");
  }
}

Section::Section(const Item& item, const std::vector<std::string>& keys)
    : item_(item) {
  if (!item.IsMap()) {
    if (!item.IsNull() || !item.path().empty()) {
      item.Fail(absl::StrCat("a map is expected here; its keys: ",
                             absl::StrJoin(keys, ", ")));
    }
    return;
  }
  ReportRepeatedKeys(item);
  for (const YamlEntry& entry : item.node().entries) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
    item.problems().Add(entry.line, PathOf(item.path(), entry.key),
                        absl::StrCat("unknown key", Hint(entry.key, keys)));
  }
}

const YamlEntry* Section::Entry(absl::string_view key) const {
  for (const YamlEntry& entry : item_.node().entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

std::optional<Item> Section::Find(absl::string_view key) const {
  const YamlEntry* entry = Entry(key);
  if (entry == nullptr || entry->value.kind == YamlNode::Kind::kNull) {
    return std::nullopt;
  }
  return Item(entry->value, PathOf(item_.path(), key), item_.problems());
}

std::optional<Item> Section::FindFilled(absl::string_view key) const {
  std::optional<Item> item = Find(key);
  if (!item.has_value() && Has(key)) {
    FailAt(key, "has no value; take the key out to go without");
  }
  return item;
}

void Section::FailAt(absl::string_view key, absl::string_view problem) const {
  const YamlEntry* entry = Entry(key);
  if (entry == nullptr) return;
  item_.problems().Add(entry->line, PathOf(item_.path(), key),
                       std::string(problem));
}

bool Section::Has(absl::string_view key) const { return Entry(key) != nullptr; }

std::optional<std::string> Section::Text(absl::string_view key) const {
  const std::optional<Item> item = Find(key);
  return item.has_value() ? item->Text() : std::nullopt;
}

std::optional<std::string> Section::RequiredText(absl::string_view key) const {
  const std::optional<Item> item = Find(key);
  if (item.has_value()) return item->Text();
  // What is not a map was reported when this was made.
  if (item_.IsMap()) {
    item_.problems().Add(item_.node().line, PathOf(item_.path(), key),
                         "is required");
  }
  return std::nullopt;
}

std::vector<Item> Section::Items(absl::string_view key) const {
  const std::optional<Item> item = Find(key);
  return item.has_value() ? item->Items() : std::vector<Item>();
}

}  // namespace landfall::config::internal
