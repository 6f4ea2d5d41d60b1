// Commits with events -> everybody who reads the log. Entry points: Open,
// Listen.
#include "server/watch/log_growth.h"

#include <iterator>
#include <utility>

namespace landfall::watch {

class LogGrowth::One : public Listening {
 public:
  One(LogGrowth& all, std::list<std::function<void()>>::iterator place)
      : all_(all), place_(place) {}
  ~One() override {
    // A commit may be telling it.
    absl::MutexLock lock(&all_.mutex_);
    all_.listeners_.erase(place_);
  }
  One(const One&) = delete;
  One& operator=(const One&) = delete;

 private:
  LogGrowth& all_;
  const std::list<std::function<void()>>::iterator place_;
};

absl::StatusOr<std::unique_ptr<LogGrowth>> LogGrowth::Open(
    store::RecordStore& store) {
  std::unique_ptr<LogGrowth> growth(new LogGrowth());
  LogGrowth* const told = growth.get();
  while (true) {
    auto following = store.Follow(
        store.View()->revision(),
        [told](store::Revision /*revision*/, const store::StoreBatch& batch) {
          if (!batch.events.empty()) told->Tell();
        });
    // Somebody committed between the two.
    if (absl::IsOutOfRange(following.status())) continue;
    if (!following.ok()) return following.status();
    growth->following_ = *std::move(following);
    return growth;
  }
}

std::unique_ptr<LogGrowth::Listening> LogGrowth::Listen(
    std::function<void()> grown) {
  absl::MutexLock lock(&mutex_);
  listeners_.push_back(std::move(grown));
  return std::make_unique<One>(*this, std::prev(listeners_.end()));
}

void LogGrowth::Tell() const {
  absl::MutexLock lock(&mutex_);
  for (const std::function<void()>& grown : listeners_) grown();
}

}  // namespace landfall::watch
