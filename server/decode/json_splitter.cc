// Turns a JSON payload into its elements: objects at the top of the file are
// told apart here, pages are opened in json_splitter_envelopes.cc. Entry point:
// JsonSplitter::Run.
#include "server/decode/json_splitter.h"

#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace landfall::decode {
namespace {

// Files that were put together have their byte order marks in the middle.
constexpr absl::string_view kMark = "\xEF\xBB\xBF";

bool IsBlankLineAhead(TextReader& reader) {
  int c = reader.Peek();
  while (c == ' ' || c == '\t' || c == '\r') {
    reader.Advance();
    c = reader.Peek();
  }
  return c == '\n';
}

}  // namespace

absl::Status JsonSplitter::Run() {
  for (;;) {
    reader_.SkipSpace();
    const int c = reader_.Peek();
    if (c < 0) return absl::OkStatus();
    if (absl::StartsWith(reader_.Ahead(kMark.size()), kMark)) {
      reader_.Advance(kMark.size());
    } else if (c == '[') {
      LF_RETURN_IF_ERROR(SplitArray());
    } else if (c == '{') {
      LF_RETURN_IF_ERROR(SplitObject());
    } else {
      Defect(reader_.line(), "not a JSON object");
      reader_.SkipLine();
    }
  }
}

absl::Status JsonSplitter::SplitObject() {
  const int64_t line = reader_.line();
  ValueScanner scanner(reader_, limits_.max_element_bytes,
                       lines_ ? LineLayout::kLines : LineLayout::kRecords);
  const ScanEnd end = scanner.Run();
  // Past the first line of JSON Lines every object is a record.
  const Envelope envelope =
      lines_ ? Envelope::kRecord : ClassifyObject(scanner.text());
  if (envelope == Envelope::kRecord) return EndObject(end, scanner, line);
  reader_.Replay(scanner.text(), line);
  return SplitEnvelope(envelope);
}

absl::Status JsonSplitter::EndObject(ScanEnd end, ValueScanner& scanner,
                                     int64_t line) {
  switch (end) {
    case ScanEnd::kComplete:
      if (reader_.line() == line && IsBlankLineAhead(reader_)) lines_ = true;
      return Deliver(std::move(scanner.text()), line, scanner.depth());
    case ScanEnd::kTooLarge:
      Defect(line, absl::StrCat("larger than the limit of ",
                                limits_.max_element_bytes, " bytes"));
      end = scanner.SkipRest();
      if (end == ScanEnd::kEndOfInput) return Truncated(line);
      SkipBrokenRecord(end);
      return absl::OkStatus();
    case ScanEnd::kEndOfInput:
      if (rows_ == 0) return Truncated(line);
      Defect(line, "the file ends inside this object");
      return absl::OkStatus();
    case ScanEnd::kBroken:
      Defect(line, "the line ends inside a JSON object");
      break;
    case ScanEnd::kMismatched:
      Defect(line, "a bracket closes what was not opened");
      break;
  }
  SkipBrokenRecord(end);
  return absl::OkStatus();
}

// Goes on where the next record may begin: a line that opens an object.
void JsonSplitter::SkipBrokenRecord(ScanEnd end) {
  if (end == ScanEnd::kMismatched) reader_.SkipLine();
  if (end != ScanEnd::kBroken && end != ScanEnd::kMismatched) return;
  while (!lines_ && reader_.Peek() >= 0 && reader_.Peek() != '{') {
    reader_.SkipLine();
  }
}

// Rows, or whole pages as tools put them together that follow next links. What
// the first element is decides: telling it costs a second look at its text.
absl::Status JsonSplitter::SplitArray() {
  Holds holds = Holds::kUnknown;
  return WalkArray([this, &holds] { return TakeArrayElement(&holds); });
}

absl::Status JsonSplitter::TakeArrayElement(Holds* holds) {
  const int c = reader_.Peek();
  if (c == '[' && *holds != Holds::kRecords) {
    *holds = Holds::kPages;
    return WalkArray([this] { return TakeElement(); });
  }
  if (c != '{' || *holds == Holds::kRecords) return TakeElement();
  const int64_t line = reader_.line();
  ValueScanner scanner(reader_, limits_.max_element_bytes, LineLayout::kFree);
  const ScanEnd end = scanner.Run();
  const Envelope envelope = ClassifyObject(scanner.text());
  // A row may look like an error answer; between pages it is one.
  const bool page =
      envelope != Envelope::kRecord &&
      (envelope != Envelope::kErrorAnswer || *holds == Holds::kPages);
  if (page) {
    *holds = Holds::kPages;
    reader_.Replay(scanner.text(), line);
    return SplitEnvelope(envelope);
  }
  if (envelope == Envelope::kRecord && *holds == Holds::kUnknown) {
    *holds = Holds::kRecords;
  }
  return EndElement(end, scanner, line);
}

absl::Status JsonSplitter::TakeElement() {
  const int64_t line = reader_.line();
  const int c = reader_.Peek();
  if (c != '{') {
    Defect(line, "not a JSON object");
    return SkipMember();
  }
  ValueScanner scanner(reader_, limits_.max_element_bytes, LineLayout::kFree);
  const ScanEnd end = scanner.Run();
  return EndElement(end, scanner, line);
}

absl::Status JsonSplitter::EndElement(ScanEnd end, ValueScanner& scanner,
                                      int64_t line) {
  if (end == ScanEnd::kTooLarge) {
    Defect(line, absl::StrCat("larger than the limit of ",
                              limits_.max_element_bytes, " bytes"));
    end = scanner.SkipRest();
  } else if (end == ScanEnd::kComplete) {
    return Deliver(std::move(scanner.text()), line, scanner.depth());
  }
  if (end == ScanEnd::kEndOfInput) return Truncated(line);
  if (end != ScanEnd::kComplete) return Malformed("brackets do not match");
  return absl::OkStatus();
}

absl::Status JsonSplitter::Deliver(std::string text, int64_t line,
                                   int64_t depth) {
  if (depth > limits_.max_depth) {
    Defect(line,
           absl::StrCat("nested deeper than ", limits_.max_depth, " levels"));
    return absl::OkStatus();
  }
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    Defect(line, "not valid UTF-8");
    return absl::OkStatus();
  }
  // A page names its set once; the decoder sees one element only.
  const bool says_itself = std::any_of(mark_.unless.begin(), mark_.unless.end(),
                                       [&text](absl::string_view sign) {
                                         return absl::StrContains(text, sign);
                                       });
  if (!mark_.member.empty() && !says_itself) {
    const bool empty = text.find_first_not_of(" \t\r\n", 1) == text.size() - 1;
    text.insert(1, absl::StrCat(mark_.member, empty ? "" : ","));
  }
  ++rows_;
  return sinks_.element({std::move(text), line});
}

void JsonSplitter::Defect(int64_t line, std::string cause) {
  ++rows_;
  sinks_.defect({line, "", std::move(cause)});
}

absl::Status JsonSplitter::Truncated(int64_t line) const {
  return absl::InvalidArgumentError(absl::StrCat(
      "truncated JSON: the file ends inside what line ", line, " opens"));
}

absl::Status JsonSplitter::Malformed(absl::string_view what) const {
  return absl::InvalidArgumentError(
      absl::StrCat("not JSON from line ", reader_.line(), " on: ", what));
}

}  // namespace landfall::decode
