#pragma once

#include <atomic>
#include <cstdint>

namespace landfall::serve::grpc {

// Counts the work that calls do on gRPC's own threads, so that whoever finds
// these threads silent can tell busy from dead. Thread-safe.
class EventThreads {
 public:
  // Work on such a thread, from its begin to its end.
  class Work {
   public:
    explicit Work(EventThreads& threads) : threads_(threads) {
      ++threads_.begun_;
    }
    ~Work() { ++threads_.ended_; }
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

   private:
    EventThreads& threads_;
  };

  struct Count {
    int64_t begun = 0;
    int64_t ended = 0;
  };
  Count count() const {
    const int64_t ended = ended_;  // first, so that it is never ahead
    return {begun_, ended};
  }

  // True when work was going on at `before` and nothing has ended since: it
  // may be what keeps all the threads.
  static bool Held(const Count& before, const Count& now) {
    return before.begun > before.ended && now.ended == before.ended;
  }

 private:
  std::atomic<int64_t> begun_{0};
  std::atomic<int64_t> ended_{0};
};

}  // namespace landfall::serve::grpc
