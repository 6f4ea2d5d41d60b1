#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "server/decode/text_reader.h"

namespace landfall::decode {

// How the line ends inside a JSON value are read.
enum class LineLayout {
  kFree,     // white space like any other
  kRecords,  // a line that opens an object where none can stand starts the next
  kLines,    // one value a line: a line end inside a value breaks it
};

enum class ScanEnd {
  kComplete,
  kTooLarge,    // stopped at the byte limit; SkipRest() may go on
  kBroken,      // a line end or an object where the layout forbids it
  kMismatched,  // a bracket closes what was not opened
  kEndOfInput,
};

// Finds the end of one JSON object or array and keeps its text. It knows
// brackets and strings only: whether the text is JSON is for the parser that
// gets it. Memory is bounded by `max_bytes`, however long or deep the value is.
// One use per scanner; not thread-safe.
class ValueScanner {
 public:
  // REQUIRES: the reader stands at '{' or '['; it must outlive the scanner.
  ValueScanner(TextReader& reader, size_t max_bytes, LineLayout layout)
      : reader_(reader), max_bytes_(max_bytes), layout_(layout) {}

  ScanEnd Run() { return Scan(/*keep=*/true); }
  // Reads on to the end of the value without keeping anything.
  ScanEnd SkipRest();

  // What was read, up to the limit; the caller may move it away.
  std::string& text() { return text_; }
  int64_t depth() const { return deepest_; }  // of the brackets seen so far

 private:
  enum class Step { kGoOn, kDone, kBroken, kMismatched };

  ScanEnd Scan(bool keep);
  Step Take(char c);
  Step TakeInString(char c);
  // Whether an object can stand here, `last` being what is before it.
  bool AllowsObjectAfter(char last) const;
  Step Open(char c);
  Step Close(char c);
  void Consume(absl::string_view part, bool keep);

  TextReader& reader_;
  size_t max_bytes_;
  LineLayout layout_;
  std::string text_;
  int64_t depth_ = 0;
  int64_t deepest_ = 0;
  uint64_t objects_ = 0;  // bit n: level n is an object; the first 64 levels
  bool in_string_ = false;
  bool escaped_ = false;
  bool line_start_ = false;
  char last_ = '\0';  // last character that is not white space
};

// Reads a value of any kind as it stands; a string or scalar ends where JSON
// ends it. One of more than `max_bytes` is read over, and nothing of it kept.
ScanEnd ReadValue(TextReader& reader, size_t max_bytes, std::string* text);

// Reads the text between two quotes as it stands, keeping at most `max_bytes`
// of it. REQUIRES: the reader stands at the opening quote. False at the end of
// the input.
bool ReadRawString(TextReader& reader, size_t max_bytes, std::string* text);

}  // namespace landfall::decode
