// Turns CSV text into rows of cells, one row at a time. Entry point:
// CsvReader::Next.
#include "server/decode/csv_reader.h"

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
  if (row->cell_count <= max_cells_) row->cells.emplace_back();
  if (reader_.Peek() == '"') ReadQuoted(row);
  ReadPlain(row);
  return EndCell();
}

void CsvReader::ReadQuoted(CsvRow* row) {
  reader_.Advance();
  for (int c = reader_.Peek(); c >= 0; c = reader_.Peek()) {
    reader_.Advance();
    if (c == '"') {
      if (reader_.Peek() == '"') {
        reader_.Advance();
      } else {
        const int next = reader_.Peek();
        row->stray_quote |= next >= 0 && next != '\r' && next != '\n' &&
                            next != static_cast<unsigned char>(delimiter_);
        return;
      }
    }
    Keep(static_cast<char>(c), row);
  }
  row->open_quote = true;
}

void CsvReader::ReadPlain(CsvRow* row) {
  for (int c = reader_.Peek(); c >= 0 && c != '\r' && c != '\n' &&
                               c != static_cast<unsigned char>(delimiter_);
       c = reader_.Peek()) {
    reader_.Advance();
    Keep(static_cast<char>(c), row);
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

void CsvReader::Keep(char c, CsvRow* row) {
  if (row->cell_count > max_cells_ || row->oversize_cell >= 0) return;
  if (++row_bytes_ > max_row_bytes_) {
    row->oversize_cell = static_cast<int>(row->cell_count) - 1;
    row->cells.back().clear();
    return;
  }
  row->cells.back().push_back(c);
}

}  // namespace landfall::decode
