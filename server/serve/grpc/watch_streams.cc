// The log has grown -> every stream reads on. Entry points: Add and Round.
#include "server/serve/grpc/watch_streams.h"

#include <utility>
#include <vector>

#include "server/serve/api/errors.h"

namespace landfall::serve::grpc {
namespace {

// How often it is looked whether a checkpoint is due.
constexpr absl::Duration kTick = absl::Seconds(1);

absl::Status TooMany() {
  return api::MakeError(
      absl::StatusCode::kResourceExhausted, api::Reason::OVERLOADED, "",
      "too many streams of events are open; end some, or try again later");
}

absl::Status Stopping() {
  return api::MakeError(absl::StatusCode::kUnavailable, api::Reason::STOPPING,
                        "", "the server is stopping");
}

}  // namespace

WatchStreams::WatchStreams(watch::LogGrowth* growth,
                           const WatchStreamLimits& limits)
    : limits_(limits), task_(kTick, [this] { Round(); }) {
  if (growth == nullptr) return;
  listening_ = growth->Listen([this] {
    ++growth_;
    task_.WakeUp();
  });
}

absl::Status WatchStreams::Add(std::shared_ptr<LogReader> reader,
                               const std::string& caller) {
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return Stopping();
    int& of_caller = of_caller_[caller];
    if (of_caller >= limits_.per_caller ||
        static_cast<int>(open_.size()) >= limits_.together) {
      if (of_caller == 0) of_caller_.erase(caller);
      return TooMany();
    }
    ++of_caller;
    const LogReader* const key = reader.get();
    open_[key] = {std::move(reader), caller};
  }
  WakeUp();
  return absl::OkStatus();
}

void WatchStreams::Remove(const LogReader* reader) {
  std::shared_ptr<LogReader> last;  // may end it, which needs no lock
  absl::MutexLock lock(&mutex_);
  const auto found = open_.find(reader);
  if (found == open_.end()) return;
  last = std::move(found->second.reader);
  const auto of_caller = of_caller_.find(found->second.caller);
  if (--of_caller->second == 0) of_caller_.erase(of_caller);
  open_.erase(found);
}

void WatchStreams::EndAll() {
  std::vector<std::shared_ptr<LogReader>> readers;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    for (const auto& [key, open] : open_) readers.push_back(open.reader);
  }
  for (const auto& reader : readers) reader->EndForStop();
}

int WatchStreams::open() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int>(open_.size());
}

void WatchStreams::Round() {
  const int64_t growth = growth_;
  std::vector<std::shared_ptr<LogReader>> readers;
  {
    absl::MutexLock lock(&mutex_);
    readers.reserve(open_.size());
    for (const auto& [key, open] : open_) readers.push_back(open.reader);
  }
  bool more = false;
  for (const auto& reader : readers) more |= reader->ReadOn(growth);
  if (more) WakeUp();
}

}  // namespace landfall::serve::grpc
