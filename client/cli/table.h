#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace landfall::cli {

enum class Align {
  kLeft,
  kRight,  // numbers
};

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

// Rows under columns. Every row has as many cells as there are columns.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
  bool headless = false;  // CSV without the row of titles
};

enum class Colors { kOff, kOn };

// Aligned columns, two spaces apart, under a line of titles; no trailing
// spaces. With colors, words that call for attention are coloured.
std::string RenderTable(const Table& table, Colors colors);

// RFC 4180 with a header row; lines end with a line feed. A text that a
// spreadsheet could run as a formula gets an apostrophe before it; in columns
// of numbers, a number does not.
std::string RenderCsv(const Table& table);

// `word` in the colour of what it says ("NOT_PROMOTED", "FIRING", "STALE").
std::string Colored(const std::string& word, Colors colors);

}  // namespace landfall::cli
