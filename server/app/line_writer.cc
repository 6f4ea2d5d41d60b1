// Lines from any thread -> a file descriptor, in their order.
// Entry points: LineWriter::Write and Flush.
#include "server/app/line_writer.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace landfall::app {
namespace {

// A pipe that can be written at all takes as much at once.
constexpr size_t kPieceBytes = 4096;
constexpr int kPollMs = 200;
}  // namespace

struct LineWriter::State {
  State(int to, const Limits& given, std::function<void(int64_t)> resumed)
      : descriptor(to), limits(given), on_resumed(std::move(resumed)) {}

  void Run() ABSL_LOCKS_EXCLUDED(mutex);
  // False when the descriptor takes nothing any more, ever.
  bool WriteAll(const std::string& text) const;
  void ReportDrops() ABSL_LOCKS_EXCLUDED(mutex);
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex) {
    return stopping || !lines.empty();
  }
  bool IsDone() const ABSL_SHARED_LOCKS_REQUIRED(mutex) { return bytes == 0; }

  const int descriptor;
  const Limits limits;
  const std::function<void(int64_t)> on_resumed;

  mutable absl::Mutex mutex;
  std::deque<std::string> lines ABSL_GUARDED_BY(mutex);
  size_t bytes ABSL_GUARDED_BY(mutex) = 0;  // waiting and being written
  int64_t dropped ABSL_GUARDED_BY(mutex) = 0;
  int64_t reported ABSL_GUARDED_BY(mutex) = 0;
  bool stopping ABSL_GUARDED_BY(mutex) = false;
};

void LineWriter::State::Run() {
  while (true) {
    std::string text;
    {
      absl::MutexLock lock(&mutex);
      mutex.Await(absl::Condition(this, &State::HasWork));
      if (lines.empty()) return;
      while (!lines.empty() && text.size() < kPieceBytes) {
        text += lines.front();
        lines.pop_front();
      }
    }
    const bool written = WriteAll(text);
    {
      absl::MutexLock lock(&mutex);
      bytes -= text.size();
      if (!written) ++dropped;
    }
    if (written) ReportDrops();
  }
}

bool LineWriter::State::WriteAll(const std::string& text) const {
  size_t at = 0;
  while (at < text.size()) {
    pollfd entry = {descriptor, POLLOUT, 0};
    const int ready = poll(&entry, 1, kPollMs);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const ssize_t count = write(descriptor, text.data() + at,
                                std::min(text.size() - at, kPieceBytes));
    if (count > 0) {
      at += static_cast<size_t>(count);
    } else if (errno != EINTR && errno != EAGAIN) {
      return false;
    }
  }
  return true;
}

void LineWriter::State::ReportDrops() {
  int64_t count = 0;
  {
    absl::MutexLock lock(&mutex);
    // Not before there is room again, or the report would be dropped too.
    if (bytes > limits.bytes / 2) return;
    count = dropped - std::exchange(reported, dropped);
  }
  if (count > 0) on_resumed(count);
}

LineWriter::LineWriter(int descriptor, const Limits& limits,
                       std::function<void(int64_t)> on_resumed)
    : state_(
          std::make_shared<State>(descriptor, limits, std::move(on_resumed))) {
  // Not joined at the end: it may be stuck in a write.
  std::thread([state = state_] { state->Run(); }).detach();
}

LineWriter::~LineWriter() {
  Flush(kLastPatience);
  absl::MutexLock lock(&state_->mutex);
  state_->stopping = true;
}

void LineWriter::Write(std::string line, bool important) {
  State& state = *state_;
  const size_t most =
      state.limits.bytes + (important ? state.limits.reserved_bytes : 0);
  absl::MutexLock lock(&state.mutex);
  if (state.bytes + line.size() > most) {
    ++state.dropped;
    return;
  }
  state.bytes += line.size();
  state.lines.push_back(std::move(line));
}

int64_t LineWriter::dropped() const {
  absl::MutexLock lock(&state_->mutex);
  return state_->dropped;
}

bool LineWriter::Flush(absl::Duration patience) {
  absl::MutexLock lock(&state_->mutex);
  return state_->mutex.AwaitWithTimeout(
      absl::Condition(state_.get(), &State::IsDone), patience);
}

}  // namespace landfall::app
