#include "server/serve/grpc/open_streams.h"

namespace landfall::serve::grpc {
namespace {

constexpr absl::Duration kRound = absl::Milliseconds(200);

}  // namespace

OpenStreams::OpenStreams() : thread_([this] { Watch(); }) {}

OpenStreams::~OpenStreams() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void OpenStreams::Add(OpenStream* stream) {
  absl::MutexLock lock(&mutex_);
  streams_.insert(stream);
}

void OpenStreams::Remove(OpenStream* stream) {
  absl::MutexLock lock(&mutex_);
  streams_.erase(stream);
}

void OpenStreams::Watch() {
  absl::MutexLock lock(&mutex_);
  while (!mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kRound)) {
    for (OpenStream* stream : streams_) stream->CheckCaller();
  }
}

}  // namespace landfall::serve::grpc
