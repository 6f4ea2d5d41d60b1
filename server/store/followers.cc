// A commit -> everybody who follows. Entry points: Add, Tell.
#include "server/store/followers.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

namespace landfall::store {

absl::Status NotNewestError(Revision after, Revision newest) {
  return absl::OutOfRangeError(
      absl::StrCat("the store cannot be followed from revision ", after,
                   ": it keeps no history before the newest one, ", newest,
                   "; take a view and follow from its revision"));
}

absl::Status ForgottenSinceError() {
  return absl::AbortedError(
      "somebody was erased since the events were worked out; work them out "
      "again");
}

class Followers::One : public Following {
 public:
  One(Followers& all, std::list<Sink>::iterator sink)
      : all_(all), sink_(sink) {}
  ~One() override {
    // A commit may be telling the sink.
    absl::MutexLock lock(&all_.mutex_);
    all_.sinks_.erase(sink_);
  }
  One(const One&) = delete;
  One& operator=(const One&) = delete;

 private:
  Followers& all_;
  const std::list<Sink>::iterator sink_;
};

std::unique_ptr<Following> Followers::Add(Sink sink) {
  absl::MutexLock lock(&mutex_);
  sinks_.push_back(std::move(sink));
  return std::make_unique<One>(*this, std::prev(sinks_.end()));
}

void Followers::Tell(Revision revision, const StoreBatch& batch) const {
  absl::MutexLock lock(&mutex_);
  for (const Sink& sink : sinks_) sink(revision, batch);
}

}  // namespace landfall::store
