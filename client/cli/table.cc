// Tables of text -> aligned lines or CSV.
// Entry points: RenderTable and RenderCsv.
#include "client/cli/table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/cli/text.h"

namespace landfall::cli {
namespace {

constexpr int kGap = 2;

struct ColorRow {
  absl::string_view word;
  absl::string_view code;  // of the terminal
};

constexpr absl::string_view kRed = "\033[31m";
constexpr absl::string_view kYellow = "\033[33m";
constexpr absl::string_view kGreen = "\033[32m";
constexpr absl::string_view kReset = "\033[0m";

constexpr ColorRow kColors[] = {
    {"NOT_PROMOTED", kRed},
    {"MISSING", kRed},
    {"FIRING", kRed},
    {"STALE", kRed},
    {"INCOMPLETE", kRed},
    {"NEVER_SYNCED", kRed},
    {"AWAITING_SYNC", kYellow},
    {"UNKNOWN", kYellow},
    {"INCOMPLETE", kYellow},
    {"OUT_OF_SCOPE", kYellow},
    {"PRESENT_NOT_EXPECTED", kYellow},
    {"PROMOTED", kGreen},
    {"PRESENT", kGreen},
    {"FRESH", kGreen},
};

std::vector<std::vector<std::string>> PrintableRows(const Table& table) {
  std::vector<std::vector<std::string>> rows(1);
  for (const Column& column : table.columns) {
    rows[0].push_back(Printable(column.title));
  }
  for (const auto& row : table.rows) {
    rows.emplace_back();
    for (const auto& cell : row) rows.back().push_back(Printable(cell));
  }
  return rows;
}

std::string RenderRow(const Table& table, const std::vector<std::string>& row,
                      const std::vector<int>& widths, Colors colors) {
  std::string line;
  int gap = 0;  // spaces that are due before the next text
  for (size_t i = 0; i < row.size(); ++i) {
    const int padding = widths[i] - DisplayWidth(row[i]);
    const bool right = table.columns[i].align == Align::kRight;
    if (right) gap += padding;
    if (!row[i].empty()) {
      absl::StrAppend(&line, std::string(gap, ' '), Colored(row[i], colors));
      gap = 0;
    }
    if (!right) gap += padding;
    gap += kGap;
  }
  return line;
}

// "-12.50", "1e+06": as this program writes numbers.
bool IsNumber(const std::string& cell) {
  double value = 0;
  return cell.find_first_not_of("+-.0123456789e") == std::string::npos &&
         absl::SimpleAtod(cell, &value);
}

// Customers choose their own names, and a spreadsheet runs what looks like a
// formula; behind an apostrophe it is text. Numbers are ours and stay numbers.
std::string CsvCell(const std::string& cell, Align align) {
  const bool number = align == Align::kRight && IsNumber(cell);
  const std::string text =
      number || !LooksLikeFormula(cell) ? cell : absl::StrCat("'", cell);
  const bool bare = text.find_first_of(",\"\r\n;") == std::string::npos &&
                    absl::StripAsciiWhitespace(text) == text;
  if (bare) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string RenderTable(const Table& table, Colors colors) {
  const std::vector<std::vector<std::string>> rows = PrintableRows(table);
  std::vector<int> widths(table.columns.size(), 0);
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    absl::StrAppend(&text, RenderRow(table, row, widths, colors), "\n");
  }
  return text;
}

std::string RenderCsv(const Table& table) {
  std::string text;
  for (size_t i = 0; i < table.columns.size() && !table.headless; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ",",
                    CsvCell(table.columns[i].title, Align::kLeft));
  }
  if (!table.headless) text += '\n';
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&text, i == 0 ? "" : ",",
                      CsvCell(row[i], table.columns[i].align));
    }
    text += '\n';
  }
  return text;
}

std::string Colored(const std::string& word, Colors colors) {
  if (colors == Colors::kOff) return word;
  for (const ColorRow& row : kColors) {
    if (row.word == word) return absl::StrCat(row.code, word, kReset);
  }
  return word;
}

}  // namespace landfall::cli
