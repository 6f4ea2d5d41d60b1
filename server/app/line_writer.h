#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"

namespace landfall::app {

// Writes lines to a file descriptor on a thread of its own, so that a reader
// who pauses holds up nobody but that thread. What waits is bounded; lines
// beyond that are dropped and counted. Thread-safe.
class LineWriter {
 public:
  // What the last lines of a program are waited for.
  static constexpr absl::Duration kLastPatience = absl::Seconds(1);

  struct Limits {
    size_t bytes = 4 << 20;           // that wait
    size_t reserved_bytes = 1 << 20;  // more, for important lines
  };

  // `on_resumed` is called, on the thread of the writer, with the number of
  // lines that were dropped, once lines can be written again after that.
  LineWriter(int descriptor, const Limits& limits,
             std::function<void(int64_t)> on_resumed);
  // Waits kLastPatience at most for what is to be written.
  ~LineWriter();

  // Never waits. `line` ends with a line feed.
  void Write(std::string line, bool important);

  // Lines that were dropped so far.
  int64_t dropped() const;

  // Waits until all is written, for `patience` at most. False: it is not.
  bool Flush(absl::Duration patience);

 private:
  // Shared with the thread: when the reader pauses for ever, that outlives us.
  struct State;
  const std::shared_ptr<State> state_;
};

}  // namespace landfall::app
