#include "server/live/long_reading.h"

namespace landfall::live {

void LongReading::Enter() {
  if (!visit_) {
    auto visit = live_.Visit(budget_);
    // A question whose budget has ended looks at nothing much any more.
    if (visit.ok()) visit_.emplace(*std::move(visit));
  }
  reading_.emplace(live_.Read());
  if (std::exchange(listens_, true)) return;
  live_.touched_.Add(&changes_);
}

void LongReading::Leave() {
  reading_.reset();
  if (!keeps_writer_out_) visit_.reset();
}

void LongReading::Close() {
  if (listens_) {
    if (!reading_) reading_.emplace(live_.Read());
    live_.touched_.Remove(&changes_);
    listens_ = false;
  }
  reading_.reset();
  visit_.reset();
}

}  // namespace landfall::live
