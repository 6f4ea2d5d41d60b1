// Turns the rows of a CSV file into JSON objects, named by its header row.
// Entry point: SplitCsv.
#include "server/decode/csv_splitter.h"

#include <simdjson.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/base/status_macros.h"
#include "server/decode/csv_reader.h"

namespace landfall::decode {
namespace {

// As many as an element may have scalars.
constexpr size_t kMaxColumns = 4096;
constexpr size_t kHeaderLookahead = 64 << 10;

bool IsUtf8(absl::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

void AppendJsonString(absl::string_view text, std::string* out) {
  out->push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(out, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

// The delimiter that the first line has most often outside quotes, or 0.
char FindDelimiter(absl::string_view text) {
  constexpr absl::string_view kDelimiters = ",;\t";
  size_t counts[3] = {0, 0, 0};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    const size_t index = kDelimiters.find(c);
    if (index != absl::string_view::npos) ++counts[index];
  }
  const size_t* best = std::max_element(counts, counts + 3);
  return *best == 0 ? '\0' : kDelimiters[static_cast<size_t>(best - counts)];
}

absl::StatusOr<std::vector<std::string>> ReadHeader(CsvReader& csv) {
  CsvRow row;
  csv.Next(&row);
  if (row.cell_count > kMaxColumns || row.oversize_cell >= 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the CSV header is too long; at most ", kMaxColumns,
                     " columns are allowed"));
  }
  if (row.open_quote || row.stray_quote) {
    return absl::InvalidArgumentError(
        "the CSV header has a quote that does not enclose a whole name");
  }
  std::set<std::string> seen;
  for (std::string& name : row.cells) {
    if (!IsUtf8(name)) {
      return absl::InvalidArgumentError("the CSV header is not valid UTF-8");
    }
    absl::StripAsciiWhitespace(&name);
    if (!name.empty() && !seen.insert(name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("the CSV header names column '", name, "' twice"));
    }
  }
  return std::move(row.cells);
}

// The defect of a row, or an empty cause.
PayloadDefect FindDefect(const std::vector<std::string>& header,
                         const CsvRow& row, const SplitLimits& limits) {
  if (row.oversize_cell >= 0) {
    const size_t index = static_cast<size_t>(row.oversize_cell);
    return {row.line, index < header.size() ? header[index] : "",
            absl::StrCat("row larger than the limit of ",
                         limits.max_element_bytes, " bytes")};
  }
  if (row.stray_quote) {
    return {row.line, "", "text follows the closing quote of a cell"};
  }
  if (row.cell_count != header.size()) {
    return {row.line, "",
            absl::StrCat("the row has ", row.cell_count,
                         " cells, the header has ", header.size())};
  }
  for (size_t i = 0; i < header.size(); ++i) {
    if (!IsUtf8(row.cells[i])) return {row.line, header[i], "not valid UTF-8"};
  }
  return {};
}

std::string ToJson(const std::vector<std::string>& header, const CsvRow& row) {
  std::string json = "{";
  for (size_t i = 0; i < header.size(); ++i) {
    if (row.cells[i].empty() || header[i].empty()) continue;
    if (json.size() > 1) json.push_back(',');
    AppendJsonString(header[i], &json);
    json.push_back(':');
    AppendJsonString(row.cells[i], &json);
  }
  json.push_back('}');
  return json;
}

}  // namespace

absl::Status SplitCsv(TextReader& reader, const SplitLimits& limits,
                      const SplitSinks& sinks) {
  const char delimiter = FindDelimiter(reader.Ahead(kHeaderLookahead));
  if (delimiter == '\0') {
    return absl::InvalidArgumentError(
        "neither JSON nor CSV: the first line starts no JSON and has no comma, "
        "semicolon or tab");
  }
  CsvReader head(reader, delimiter, kMaxColumns, limits.max_element_bytes);
  LF_ASSIGN_OR_RETURN(const std::vector<std::string> header, ReadHeader(head));
  CsvReader body(reader, delimiter, header.size(), limits.max_element_bytes);
  for (CsvRow row; body.Next(&row);) {
    if (row.open_quote) {
      return absl::InvalidArgumentError(
          absl::StrCat("truncated CSV: the file ends inside a quoted cell of "
                       "the row that starts in line ",
                       row.line));
    }
    PayloadDefect defect = FindDefect(header, row, limits);
    if (!defect.cause.empty()) {
      sinks.defect(std::move(defect));
      continue;
    }
    LF_RETURN_IF_ERROR(sinks.element({ToJson(header, row), row.line}));
  }
  return absl::OkStatus();
}

}  // namespace landfall::decode
