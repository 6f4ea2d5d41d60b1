// Turns CSV text into rows of cells, one row at a time. Entry point:
// CsvReader::Next.
#include "server/decode/csv_reader.h"

#include "server/decode/blanks.h"

namespace landfall::decode {

bool CsvReader::Next(CsvRow* row) {
  for (int c = reader_.Peek(); c == '\r' || c == '\n'; c = reader_.Peek()) {
    reader_.Advance();
  }
  if (reader_.Peek() < 0) return false;
  *row = CsvRow();
  row->line = reader_.line();
  row_bytes_ = 0;
  while (ReadCell(row) == CellEnd::kDelimiter) {
  }
  return true;
}

CsvReader::CellEnd CsvReader::ReadCell(CsvRow* row) {
  ++row->cell_count;
  if (row->cell_count <= max_cells_ && row->oversize_cell < 0) {
    row->cells.emplace_back();
  }
  if (reader_.Peek() == '"') ReadQuoted(row);
  ReadPlain(row);
  return EndCell();
}

void CsvReader::ReadQuoted(CsvRow* row) {
  reader_.Advance();
  for (absl::string_view window = reader_.Window(); !window.empty();
       window = reader_.Window()) {
    const size_t quote = window.find('"');
    KeepAndAdvance(window.substr(0, quote), row);
    if (quote == absl::string_view::npos) continue;
    reader_.Advance();
    if (reader_.Peek() != '"') {
      const int next = reader_.Peek();
      row->stray_quote |= next >= 0 && next != '\r' && next != '\n' &&
                          next != static_cast<unsigned char>(delimiter_);
      return;
    }
    KeepAndAdvance("\"", row);
  }
  row->open_quote = true;
}

void CsvReader::ReadPlain(CsvRow* row) {
  const char ends[] = {delimiter_, '\r', '\n'};
  for (absl::string_view window = reader_.Window(); !window.empty();
       window = reader_.Window()) {
    const size_t end = window.find_first_of(absl::string_view(ends, 3));
    KeepAndAdvance(window.substr(0, end), row);
    if (end != absl::string_view::npos) return;
  }
}

CsvReader::CellEnd CsvReader::EndCell() {
  const int c = reader_.Peek();
  if (c < 0) return CellEnd::kRow;
  reader_.Advance();
  if (c == static_cast<unsigned char>(delimiter_)) return CellEnd::kDelimiter;
  if (c == '\r' && reader_.Peek() == '\n') reader_.Advance();
  return CellEnd::kRow;
}

void CsvReader::KeepAndAdvance(absl::string_view text, CsvRow* row) {
  if (row->cell_count > max_cells_) {
    row->text_beyond |= !StripBlanks(text).empty();
  } else if (row->oversize_cell < 0) {
    row_bytes_ += text.size();
    if (row_bytes_ > max_row_bytes_) {
      row->oversize_cell = static_cast<int>(row->cell_count) - 1;
      row->cells.clear();
    } else {
      row->cells.back().append(text.data(), text.size());
    }
  }
  reader_.Advance(text.size());
}

}  // namespace landfall::decode
