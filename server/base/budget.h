#pragma once

#include <functional>
#include <utility>

#include "absl/status/status.h"

namespace landfall::base {

// Whether a long piece of work is still worth its while: the caller may go, and
// its time may run out. Who works asks before each step; who called says how to
// find out. So the work itself needs neither a clock nor a connection. Not
// thread-safe: one for each piece of work.
class Budget {
 public:
  // What a step costs: about a tenth of a microsecond each.
  static constexpr int kStep = 1;     // looking at a row
  static constexpr int kLarge = 256;  // judging a customer, reading a record

  // Why the work has to end, or OK. Called by the thread that works, at least
  // once for `kLarge` of cost.
  using Ask = std::function<absl::Status()>;

  Budget() = default;  // without end
  explicit Budget(Ask ask) : ask_(std::move(ask)) {}
  Budget(const Budget&) = delete;
  Budget& operator=(const Budget&) = delete;

  // False when the work has to end. It then says so for ever.
  bool Spend(int cost) {
    if (!status_.ok()) return false;
    left_ -= cost;
    if (left_ > 0 || ask_ == nullptr) return true;
    left_ = kLarge;
    status_ = ask_();
    return status_.ok();
  }

  // What `ask` said when the work had to end; OK before.
  const absl::Status& status() const { return status_; }

 private:
  const Ask ask_;
  int left_ = 0;
  absl::Status status_;
};

}  // namespace landfall::base
