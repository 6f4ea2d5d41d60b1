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
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/decode/blanks.h"
#include "server/decode/csv_reader.h"
#include "server/decode/json_text.h"

namespace landfall::decode {
namespace {

// As many as an element may have scalars.
constexpr size_t kMaxColumns = 4096;
constexpr size_t kHeaderLookahead = 64 << 10;
// So often a row names its empty cells too: whoever sees some of the rows can
// tell an empty column from one that is not there.
constexpr int64_t kRowsPerSample = 100;

bool IsUtf8(absl::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

// A line in front of the header is for one program only: "sep=;" for Excel,
// "#TYPE System.Management.Automation.PSCustomObject" from PowerShell. Skips
// such lines; the separator that one of them names, or 0.
char SkipHints(TextReader& reader) {
  char separator = '\0';
  for (;;) {
    const absl::string_view ahead = reader.Ahead(kHeaderLookahead);
    const size_t end = std::min(ahead.find_first_of("\r\n"), ahead.size());
    absl::string_view line = StripBlanks(ahead.substr(0, end));
    absl::ConsumePrefix(&line, "\"");
    if (absl::StartsWithIgnoreCase(line, "sep=")) {
      // A tab is stripped with the blanks. Whoever saves the file again may
      // pad the line like any other.
      separator = line.size() == 4 ? '\t' : line[4];
      const auto byte = static_cast<unsigned char>(separator);
      if (absl::ascii_isalnum(byte) || byte == '"' || byte >= 0x80) {
        return '\0';
      }
    } else if (!absl::StartsWithIgnoreCase(line, "#TYPE ")) {
      return separator;
    }
    reader.Advance(end);
    reader.SkipSpace();
  }
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

// What a cell says: Excel keeps the zeros of a number by writing ="000123", and
// blanks that nobody sees come along with copied text.
std::string PlainText(absl::string_view cell) {
  cell = StripBlanks(cell);
  if (cell.size() < 3 || !absl::StartsWith(cell, "=\"") ||
      !absl::EndsWith(cell, "\"")) {
    return std::string(cell);
  }
  const std::string inner =
      absl::StrReplaceAll(cell.substr(2, cell.size() - 3), {{"\"\"", "\""}});
  return std::string(StripBlanks(inner));
}

// Excel writes rows that somebody emptied as so many separators.
bool IsNothing(const CsvRow& row) {
  return row.oversize_cell < 0 && !row.text_beyond && !row.open_quote &&
         std::all_of(
             row.cells.begin(), row.cells.end(),
             [](const std::string& cell) { return StripBlanks(cell).empty(); });
}

// Files that were put together repeat their header.
bool IsHeader(const std::vector<std::string>& header, const CsvRow& row) {
  return header.size() > 1 && row.cell_count == header.size() &&
         row.oversize_cell < 0 &&
         std::equal(header.begin(), header.end(), row.cells.begin(),
                    [](const std::string& name, const std::string& cell) {
                      return PlainText(cell) == name;
                    });
}

// Excel pads with columns without a name and does not write all of them in
// every row. A cell that nobody wrote is an empty one, where its column has no
// name; a named one that is missing is a defect.
void FitToHeader(const std::vector<std::string>& header, CsvRow* row) {
  if (row->oversize_cell >= 0) return;
  if (row->cell_count > header.size() && !row->text_beyond) {
    row->cell_count = header.size();
  }
  const bool unnamed =
      row->cell_count < header.size() &&
      std::all_of(header.begin() + static_cast<int64_t>(row->cell_count),
                  header.end(),
                  [](const std::string& name) { return name.empty(); });
  if (!unnamed) return;
  row->cells.resize(header.size());
  row->cell_count = header.size();
}

absl::StatusOr<std::vector<std::string>> ReadHeader(CsvReader& csv) {
  CsvRow row;
  while (csv.Next(&row) && IsNothing(row)) {
  }
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
    name = PlainText(name);
    if (!name.empty() && !seen.insert(absl::AsciiStrToLower(name)).second) {
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

// With `nulls` empty cells are not left out.
std::string ToJson(const std::vector<std::string>& header, const CsvRow& row,
                   bool nulls) {
  std::string json = "{";
  for (size_t i = 0; i < header.size(); ++i) {
    if (header[i].empty()) continue;
    const std::string text = PlainText(row.cells[i]);
    if (text.empty() && !nulls) continue;
    if (json.size() > 1) json.push_back(',');
    AppendJsonString(header[i], &json);
    json.push_back(':');
    if (text.empty()) {
      json += "null";
    } else {
      AppendJsonString(text, &json);
    }
  }
  json.push_back('}');
  return json;
}

}  // namespace

absl::Status SplitCsv(TextReader& reader, const SplitLimits& limits,
                      const SplitSinks& sinks) {
  const char named = SkipHints(reader);
  const char delimiter =
      named != '\0' ? named : FindDelimiter(reader.Ahead(kHeaderLookahead));
  if (delimiter == '\0') {
    return absl::InvalidArgumentError(
        "neither JSON nor CSV: the first line starts no JSON and has no comma, "
        "semicolon or tab");
  }
  CsvReader head(reader, delimiter, kMaxColumns, limits.max_element_bytes);
  LF_ASSIGN_OR_RETURN(const std::vector<std::string> header, ReadHeader(head));
  CsvReader body(reader, delimiter, header.size(), limits.max_element_bytes);
  int64_t rows = 0;
  for (CsvRow row; body.Next(&row);) {
    if (row.open_quote) {
      return absl::InvalidArgumentError(
          absl::StrCat("truncated CSV: the file ends inside a quoted cell of "
                       "the row that starts in line ",
                       row.line));
    }
    if (IsNothing(row) || IsHeader(header, row)) continue;
    FitToHeader(header, &row);
    PayloadDefect defect = FindDefect(header, row, limits);
    if (!defect.cause.empty()) {
      sinks.defect(std::move(defect));
      continue;
    }
    const bool nulls = rows++ % kRowsPerSample == 0;
    LF_RETURN_IF_ERROR(
        sinks.element({ToJson(header, row, nulls), row.line, nulls}));
  }
  return absl::OkStatus();
}

}  // namespace landfall::decode
