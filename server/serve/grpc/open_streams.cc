#include "server/serve/grpc/open_streams.h"

namespace landfall::serve::grpc {
namespace {

constexpr absl::Duration kRound = absl::Milliseconds(200);

}  // namespace

OpenStreams::OpenStreams() : task_(kRound, [this] { CheckCallers(); }) {}

void OpenStreams::Add(OpenStream* stream) {
  absl::MutexLock lock(&mutex_);
  streams_.insert(stream);
}

void OpenStreams::Remove(OpenStream* stream) {
  absl::MutexLock lock(&mutex_);
  streams_.erase(stream);
}

void OpenStreams::CheckCallers() {
  absl::MutexLock lock(&mutex_);
  for (OpenStream* stream : streams_) stream->CheckCaller();
}

}  // namespace landfall::serve::grpc
