#pragma once

#include <optional>
#include <utility>

#include "server/base/budget.h"
#include "server/index/changes.h"
#include "server/live/live.h"

namespace landfall::live {

// How a long question looks at the world: piece by piece, and it learns what
// changed between two pieces. It holds the world from Enter to Leave; in
// between it gives way to a writer that waits, so that neither the writer nor
// whoever waits behind it waits for the question. Not thread-safe: one for each
// question.
class LongReading {
 public:
  // `live` and `budget` must outlive this.
  LongReading(const Live& live, base::Budget& budget)
      : live_(live), budget_(budget) {}
  LongReading(const LongReading&) = delete;
  LongReading& operator=(const LongReading&) = delete;
  ~LongReading() { Close(); }

  // Waits while a writer is inside or waits, but not beyond the budget.
  void Enter();
  // For as long as the question needs nothing of the world. What changes
  // meanwhile is kept for it.
  void Leave();

  // REQUIRES: entered.
  const State& state() const { return **reading_; }
  // Lets a writer in that waits. Between two calls lies at most the judgement
  // of one customer, or the like. REQUIRES: entered.
  void GiveWay() {
    if (keeps_writer_out_ || !live_.WriterWaits()) return;
    Leave();
    Enter();
  }
  // What changed since the first Enter or the last call. REQUIRES: entered.
  index::Changes TakeChanges() { return std::exchange(changes_, {}); }

  // Lets no writer in from now on, for a question that changes overtake again
  // and again. REQUIRES: entered.
  void KeepWriterOut() { keeps_writer_out_ = true; }

  // Lets go of everything for good.
  void Close();

 private:
  const Live& live_;
  base::Budget& budget_;
  bool listens_ = false;
  bool keeps_writer_out_ = false;
  index::Changes changes_;  // written by the writer, read while entered
  std::optional<LongQuestions::Visit> visit_;
  std::optional<Live::Reading> reading_;
};

}  // namespace landfall::live
