// The file of a bulk operation -> rows in the shape of those of a page. Entry
// point: ReadShopifyLines.
#include "server/pull/shopify_lines.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/status_macros.h"
#include "server/decode/json_text.h"

namespace landfall::pull {
namespace {

namespace ondemand = simdjson::ondemand;

// One line, taken apart.
struct Line {
  std::string id;
  std::string parent;  // "" of a row
  std::string node_type;
  std::string json;  // without what the file has and a page has not
};

absl::Status NoLine() {
  return absl::InvalidArgumentError("a line is no object");
}

std::string TextOf(std::string_view json) {
  // Ids and names of types: nothing in them is escaped.
  if (json.size() < 2 || json.front() != '"') return "";
  return std::string(json.substr(1, json.size() - 2));
}

absl::StatusOr<Line> ReadLine(absl::string_view text,
                              ondemand::parser* parser) {
  const simdjson::padded_string padded(text.data(), text.size());
  ondemand::document document;
  ondemand::object object;
  if (parser->iterate(padded).get(document) != simdjson::SUCCESS ||
      document.get_object().get(object) != simdjson::SUCCESS) {
    return NoLine();
  }
  Line line;
  std::vector<std::string> members;
  for (auto field : object) {
    std::string_view key;
    std::string_view json;
    ondemand::value value;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS) return NoLine();
    const std::string name(key);
    if (field.value().get(value) != simdjson::SUCCESS ||
        simdjson::to_json_string(value).get(json) != simdjson::SUCCESS) {
      return NoLine();
    }
    if (name == "__parentId") {
      line.parent = TextOf(json);
      continue;
    }
    if (name == "__typename") {
      line.node_type = TextOf(json);
      continue;
    }
    if (name == "id") line.id = TextOf(json);
    members.push_back(
        absl::StrCat(decode::JsonString(name), ":",
                     absl::string_view(json.data(), json.size())));
  }
  const char* rest = nullptr;
  if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) {
    return NoLine();
  }
  line.json = absl::StrCat("{", absl::StrJoin(members, ","), "}");
  return line;
}

// A row and what came after it, by the connection of the set.
class Row {
 public:
  Row(const ShopifySet& set, Line line)
      : set_(set), line_(std::move(line)), nested_(set.nested.size()) {}

  bool Add(Line line) {
    if (line.parent != line_.id) return false;
    for (size_t i = 0; i < nested_.size(); ++i) {
      if (set_.nested[i].node_type != line.node_type) continue;
      const bool fits =
          static_cast<int>(nested_[i].size()) < set_.nested[i].first;
      // A page has no more than that.
      if (fits) nested_[i].push_back(std::move(line.json));
      return true;
    }
    return false;
  }

  decode::PayloadElement Take() {
    std::string json = std::move(line_.json);
    json.pop_back();
    for (size_t i = 0; i < nested_.size(); ++i) {
      absl::StrAppend(&json, ",", decode::JsonString(set_.nested[i].name),
                      ":{\"nodes\":[", absl::StrJoin(nested_[i], ","), "]}");
    }
    json += '}';
    return {std::move(json)};
  }

 private:
  const ShopifySet& set_;
  Line line_;
  std::vector<std::vector<std::string>> nested_;
};

struct Found {
  absl::string_view text;
  size_t start;
};

// The next line that is not blank, of those that are whole. Moves on behind it.
std::optional<Found> NextLine(absl::string_view text, bool ends, size_t* at) {
  while (*at < text.size()) {
    const size_t start = *at;
    const size_t end = text.find('\n', start);
    if (end == absl::string_view::npos && !ends) break;
    *at = end == absl::string_view::npos ? text.size() : end + 1;
    const absl::string_view line =
        absl::StripAsciiWhitespace(text.substr(start, end - start));
    if (!line.empty()) return Found{line, start};
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<ShopifyLines> ReadShopifyLines(const ShopifySet& set,
                                              absl::string_view text,
                                              bool ends) {
  ShopifyLines lines;
  std::optional<Row> row;
  ondemand::parser parser;
  size_t at = 0;
  while (const std::optional<Found> found = NextLine(text, ends, &at)) {
    LF_ASSIGN_OR_RETURN(Line line, ReadLine(found->text, &parser));
    if (!line.parent.empty()) {
      if (row.has_value() && row->Add(std::move(line))) continue;
      return absl::InvalidArgumentError(
          "a line is not after the row that it is of");
    }
    if (line.id.empty()) return NoLine();
    if (row.has_value()) lines.rows.push_back(row->Take());
    row.emplace(set, std::move(line));
    lines.taken = found->start;
  }
  if (!ends) return lines;
  if (row.has_value()) lines.rows.push_back(row->Take());
  lines.taken = text.size();
  return lines;
}

}  // namespace landfall::pull
