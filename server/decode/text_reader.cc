// Turns the bytes of a file into UTF-8 text with line numbers, one buffer at a
// time. Entry points: Peek, Window and Advance.
#include "server/decode/text_reader.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace landfall::decode {
namespace {

constexpr size_t kChunkBytes = 64 << 10;
constexpr char kNoText = '\xFF';

void AppendUtf8(uint32_t code, std::string* out) {
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
    return;
  }
  if (code < 0x800) {
    out->push_back(static_cast<char>(0xC0 | (code >> 6)));
  } else {
    if (code < 0x10000) {
      out->push_back(static_cast<char>(0xE0 | (code >> 12)));
    } else {
      out->push_back(static_cast<char>(0xF0 | (code >> 18)));
      out->push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    }
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
  }
  out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
}

}  // namespace

TextReader::TextReader(std::istream& input) : input_(input) {}

void TextReader::Advance(size_t count) {
  const char* begin = buffer_.data() + position_;
  line_ += std::count(begin, begin + count, '\n');
  position_ += count;
}

void TextReader::SkipSpace() {
  for (absl::string_view window = Window(); !window.empty();
       window = Window()) {
    const size_t end = window.find_first_not_of(" \t\r\n");
    if (end != absl::string_view::npos) return Advance(end);
    Advance(window.size());
  }
}

void TextReader::SkipLine() {
  for (absl::string_view window = Window(); !window.empty();
       window = Window()) {
    const size_t end = window.find('\n');
    if (end != absl::string_view::npos) return Advance(end + 1);
    Advance(window.size());
  }
}

void TextReader::Replay(absl::string_view text, int64_t line) {
  buffer_.replace(0, position_, text.data(), text.size());
  position_ = 0;
  line_ = line;
}

absl::string_view TextReader::Ahead(size_t bytes) {
  while (buffer_.size() - position_ < bytes && Fill()) {
  }
  return absl::string_view(buffer_).substr(position_);
}

bool TextReader::Fill() {
  buffer_.erase(0, position_);
  position_ = 0;
  const size_t before = buffer_.size();
  // A chunk can shrink to nothing: a mark alone, half of a UTF-16 unit.
  while (buffer_.size() == before) {
    std::string bytes(kChunkBytes, '\0');
    input_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<size_t>(input_.gcount()));
    if (bytes.empty()) {
      FinishUtf16();
      return buffer_.size() > before;
    }
    if (!started_) DetectEncoding(&bytes);
    if (encoding_ == Encoding::kUtf8) {
      buffer_ += bytes;
    } else {
      AppendUtf16(bytes);
    }
  }
  return true;
}

void TextReader::DetectEncoding(std::string* bytes) {
  started_ = true;
  if (absl::StartsWith(*bytes, "\xEF\xBB\xBF")) {
    bytes->erase(0, 3);
  } else if (absl::StartsWith(*bytes, "\xFF\xFE")) {
    encoding_ = Encoding::kUtf16Little;
    bytes->erase(0, 2);
  } else if (absl::StartsWith(*bytes, "\xFE\xFF")) {
    encoding_ = Encoding::kUtf16Big;
    bytes->erase(0, 2);
  }
}

void TextReader::AppendUtf16(absl::string_view bytes) {
  std::string joined = odd_byte_ + std::string(bytes);
  odd_byte_.clear();
  size_t i = 0;
  for (; i + 1 < joined.size(); i += 2) {
    const uint32_t first = static_cast<unsigned char>(joined[i]);
    const uint32_t second = static_cast<unsigned char>(joined[i + 1]);
    AppendUnit(encoding_ == Encoding::kUtf16Little ? first | second << 8
                                                   : second | first << 8);
  }
  if (i < joined.size()) odd_byte_ = joined.substr(i);
}

void TextReader::AppendUnit(uint32_t unit) {
  const bool low = unit >= 0xDC00 && unit <= 0xDFFF;
  if (high_surrogate_ != 0) {
    const uint32_t high = high_surrogate_;
    high_surrogate_ = 0;
    if (low) {
      AppendUtf8(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00), &buffer_);
      return;
    }
    buffer_.push_back(kNoText);
  }
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    high_surrogate_ = unit;
  } else if (low) {
    buffer_.push_back(kNoText);
  } else {
    AppendUtf8(unit, &buffer_);
  }
}

void TextReader::FinishUtf16() {
  if (high_surrogate_ == 0 && odd_byte_.empty()) return;
  high_surrogate_ = 0;
  odd_byte_.clear();
  buffer_.push_back(kNoText);
}

}  // namespace landfall::decode
