#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/decode/text_reader.h"

namespace landfall::decode {

// One row of a CSV file as far as the limits let it be kept.
struct CsvRow {
  int64_t line = 0;  // where it starts, from 1
  std::vector<std::string> cells;
  size_t cell_count = 0;     // all cells of the row, kept or not
  int oversize_cell = -1;    // index of the cell that passed the limit, or -1
  bool stray_quote = false;  // text follows a closing quote
  bool open_quote = false;   // the file ends inside a quoted cell
  bool text_beyond = false;  // a cell that was not kept has a text
};

// Reads rows after RFC 4180: cells may be quoted, a quoted cell may hold the
// delimiter, line ends and doubled quotes; rows end with LF, CRLF or CR. Memory
// is bounded by the limits whatever the file holds. Not thread-safe.
class CsvReader {
 public:
  // `reader` must outlive this. A row keeps at most `max_cells` cells and
  // `max_row_bytes` bytes.
  CsvReader(TextReader& reader, char delimiter, size_t max_cells,
            size_t max_row_bytes)
      : reader_(reader),
        delimiter_(delimiter),
        max_cells_(max_cells),
        max_row_bytes_(max_row_bytes) {}

  // False at the end of the file. Blank lines are not rows.
  bool Next(CsvRow* row);

 private:
  enum class CellEnd { kDelimiter, kRow };

  CellEnd ReadCell(CsvRow* row);
  void ReadQuoted(CsvRow* row);
  void ReadPlain(CsvRow* row);
  CellEnd EndCell();
  // Takes what the reader stands at, within the limits.
  void KeepAndAdvance(absl::string_view text, CsvRow* row);

  TextReader& reader_;
  char delimiter_;
  size_t max_cells_;
  size_t max_row_bytes_;
  size_t row_bytes_ = 0;
};

}  // namespace landfall::decode
