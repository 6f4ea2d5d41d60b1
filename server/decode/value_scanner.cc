// Turns the text from an opening bracket on into the text of one JSON value,
// by counting brackets outside strings. Entry point: ValueScanner::Run.
#include "server/decode/value_scanner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace landfall::decode {
namespace {

constexpr int64_t kCheckedLevels = 64;

}  // namespace

ScanEnd ValueScanner::SkipRest() {
  text_.clear();
  return Scan(/*keep=*/false);
}

ScanEnd ValueScanner::Scan(bool keep) {
  for (;;) {
    absl::string_view window = reader_.Window();
    if (window.empty()) return ScanEnd::kEndOfInput;
    if (keep) {
      if (text_.size() >= max_bytes_) return ScanEnd::kTooLarge;
      window = window.substr(0, max_bytes_ - text_.size());
    }
    for (size_t i = 0; i < window.size(); ++i) {
      const Step step = in_string_ ? TakeInString(window[i]) : Take(window[i]);
      if (step == Step::kGoOn) continue;
      Consume(window.substr(0, step == Step::kDone ? i + 1 : i), keep);
      if (step == Step::kDone) return ScanEnd::kComplete;
      return step == Step::kBroken ? ScanEnd::kBroken : ScanEnd::kMismatched;
    }
    Consume(window, keep);
  }
}

void ValueScanner::Consume(absl::string_view part, bool keep) {
  if (keep) text_.append(part.data(), part.size());
  reader_.Advance(part.size());
}

ValueScanner::Step ValueScanner::TakeInString(char c) {
  if (escaped_) {
    escaped_ = false;
  } else if (c == '\\') {
    escaped_ = true;
  } else if (c == '"') {
    in_string_ = false;
  } else if (c == '\n' && layout_ != LineLayout::kFree) {
    return Step::kBroken;
  }
  return Step::kGoOn;
}

ValueScanner::Step ValueScanner::Take(char c) {
  if (c == '\n') {
    line_start_ = true;
    return layout_ == LineLayout::kLines ? Step::kBroken : Step::kGoOn;
  }
  const bool line_start = line_start_;
  line_start_ = false;
  if (c == ' ' || c == '\t' || c == '\r') return Step::kGoOn;
  const char last = last_;
  last_ = c;
  switch (c) {
    case '{':
      if (line_start && layout_ == LineLayout::kRecords &&
          !AllowsObjectAfter(last)) {
        return Step::kBroken;
      }
      return Open(c);
    case '[':
      return Open(c);
    case '}':
    case ']':
      return Close(c);
    case '"':
      in_string_ = true;
      return Step::kGoOn;
    default:
      return Step::kGoOn;
  }
}

bool ValueScanner::AllowsObjectAfter(char last) const {
  if (depth_ < 1 || depth_ > kCheckedLevels) return true;
  const bool in_object = ((objects_ >> (depth_ - 1)) & 1) != 0;
  return in_object ? last == ':' : last == '[' || last == ',';
}

ValueScanner::Step ValueScanner::Open(char c) {
  if (depth_ < kCheckedLevels) {
    const uint64_t bit = uint64_t{1} << depth_;
    objects_ = c == '{' ? objects_ | bit : objects_ & ~bit;
  }
  ++depth_;
  deepest_ = std::max(deepest_, depth_);
  return Step::kGoOn;
}

ValueScanner::Step ValueScanner::Close(char c) {
  --depth_;
  if (depth_ < kCheckedLevels) {
    const bool object = ((objects_ >> depth_) & 1) != 0;
    if (object != (c == '}')) return Step::kMismatched;
  }
  return depth_ == 0 ? Step::kDone : Step::kGoOn;
}

ScanEnd ReadValue(TextReader& reader, size_t max_bytes, std::string* text) {
  text->clear();
  int c = reader.Peek();
  if (c == '{' || c == '[') {
    ValueScanner scanner(reader, max_bytes, LineLayout::kFree);
    ScanEnd end = scanner.Run();
    if (end == ScanEnd::kTooLarge) end = scanner.SkipRest();
    *text = std::move(scanner.text());
    return end;
  }
  if (c == '"') {
    if (!ReadRawString(reader, max_bytes, text)) return ScanEnd::kEndOfInput;
    const bool whole = text->size() < max_bytes;
    *text = whole ? absl::StrCat("\"", *text, "\"") : "";
    return ScanEnd::kComplete;
  }
  size_t size = 0;
  for (; c >= 0 && c != ',' && c != ']' && c != '}'; ++size) {
    if (size < max_bytes) text->push_back(static_cast<char>(c));
    reader.Advance();
    c = reader.Peek();
  }
  if (size > max_bytes) text->clear();
  return c < 0 ? ScanEnd::kEndOfInput : ScanEnd::kComplete;
}

bool ReadRawString(TextReader& reader, size_t max_bytes, std::string* text) {
  reader.Advance();
  bool escaped = false;
  for (int c = reader.Peek(); c >= 0; c = reader.Peek()) {
    reader.Advance();
    if (c == '"' && !escaped) return true;
    escaped = c == '\\' && !escaped;
    if (text->size() < max_bytes) text->push_back(static_cast<char>(c));
  }
  return false;
}

}  // namespace landfall::decode
