#pragma once

#include <cstdint>
#include <istream>
#include <string>

#include "absl/strings/string_view.h"

namespace landfall::decode {

// Reads a stream as UTF-8 text through one buffer: skips a byte order mark and
// turns UTF-16 with such a mark into UTF-8 on the way. What is not text (an
// unpaired surrogate, half a UTF-16 unit) becomes the byte 0xFF, which valid
// UTF-8 never contains, so the check of the element finds it. Not thread-safe.
class TextReader {
 public:
  // `input` must outlive the reader.
  explicit TextReader(std::istream& input);

  // The next byte, or -1 at the end.
  int Peek() {
    if (position_ == buffer_.size() && !Fill()) return -1;
    return static_cast<unsigned char>(buffer_[position_]);
  }
  // The bytes that are at hand, never empty before the end.
  absl::string_view Window() {
    if (position_ == buffer_.size() && !Fill()) return {};
    return absl::string_view(buffer_).substr(position_);
  }
  // The same with at least `bytes` of them, unless the input ends before.
  absl::string_view Ahead(size_t bytes);
  // Consumes `count` bytes. REQUIRES: count <= Window().size().
  void Advance(size_t count = 1);

  // Skips spaces, tabs and line ends.
  void SkipSpace();
  // Skips up to and including the next line feed.
  void SkipLine();

  // Puts back what was read since the reader stood at `line`.
  void Replay(absl::string_view text, int64_t line);

  int64_t line() const { return line_; }  // from 1
  // True when the stream broke; what was read looks like the whole then.
  bool failed() const { return input_.bad(); }

 private:
  enum class Encoding { kUtf8, kUtf16Little, kUtf16Big };

  // Adds a chunk to the buffer; false at the end.
  bool Fill();
  void DetectEncoding(std::string* bytes);
  void AppendUtf16(absl::string_view bytes);
  void AppendUnit(uint32_t unit);
  void FinishUtf16();

  std::istream& input_;
  Encoding encoding_ = Encoding::kUtf8;
  bool started_ = false;
  std::string buffer_;
  size_t position_ = 0;
  int64_t line_ = 1;
  std::string odd_byte_;         // half a UTF-16 unit
  uint32_t high_surrogate_ = 0;  // waits for its other half
};

}  // namespace landfall::decode
