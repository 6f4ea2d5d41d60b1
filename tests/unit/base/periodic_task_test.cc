#include "server/base/periodic_task.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace landfall::base {
namespace {

constexpr absl::Duration kNever = absl::Hours(24);

TEST(PeriodicTaskTest, CallsAgainAfterEachInterval) {
  constexpr int kRounds = 5;
  const absl::Time start = absl::Now();
  absl::Notification enough;
  int calls = 0;
  PeriodicTask task(absl::Milliseconds(2), [&] {
    if (++calls == kRounds) enough.Notify();
  });
  enough.WaitForNotification();
  EXPECT_GE(absl::Now() - start, kRounds * absl::Milliseconds(1));
}

TEST(PeriodicTaskTest, CallsAtOnceWhenWoken) {
  for (const absl::Duration interval : {kNever, absl::InfiniteDuration()}) {
    std::atomic<int> calls = 0;
    absl::Notification called;
    PeriodicTask task(interval, [&] {
      if (++calls == 1) called.Notify();
    });
    EXPECT_EQ(calls, 0);
    task.WakeUp();
    called.WaitForNotification();
    task.Stop();
    EXPECT_EQ(calls, 1);
  }
}

// What was asked for during a call may be something that it did not see.
TEST(PeriodicTaskTest, CallsOnceMoreWhenWokenDuringACall) {
  absl::Notification begun;
  absl::Notification woken;
  absl::Notification again;
  int calls = 0;
  PeriodicTask task(kNever, [&] {
    if (++calls == 1) {
      begun.Notify();
      woken.WaitForNotification();
    } else {
      again.Notify();
    }
  });
  task.WakeUp();
  begun.WaitForNotification();
  for (int i = 0; i < 3; ++i) task.WakeUp();
  woken.Notify();
  again.WaitForNotification();
  task.Stop();
  EXPECT_EQ(calls, 2);
}

TEST(PeriodicTaskTest, StopsInTheMiddleOfAnInterval) {
  int calls = 0;
  {
    PeriodicTask task(kNever, [&] { ++calls; });
    task.Stop();
    task.WakeUp();
    task.Stop();
  }
  EXPECT_EQ(calls, 0);
}

TEST(PeriodicTaskTest, StopWaitsForTheCallThatIsUnderWay) {
  absl::Notification begun;
  absl::Notification go_on;
  std::atomic<bool> ended = false;
  PeriodicTask task(kNever, [&] {
    begun.Notify();
    go_on.WaitForNotification();
    ended = true;
  });
  task.WakeUp();
  begun.WaitForNotification();
  // Whoever of them comes first.
  absl::BlockingCounter stopped(2);
  const auto stop = [&] {
    task.Stop();
    EXPECT_TRUE(ended);
    stopped.DecrementCount();
  };
  std::thread one(stop);
  std::thread other(stop);
  go_on.Notify();
  stopped.Wait();
  one.join();
  other.join();
}

TEST(PeriodicTaskTest, TheFunctionMayAskForTheNextCall) {
  constexpr int kCalls = 100;
  absl::Notification enough;
  int calls = 0;
  PeriodicTask* self = nullptr;
  absl::Notification set;
  PeriodicTask task(kNever, [&] {
    set.WaitForNotification();
    if (++calls == kCalls) {
      enough.Notify();
    } else {
      self->WakeUp();
    }
  });
  self = &task;
  set.Notify();
  task.WakeUp();
  enough.WaitForNotification();
}

}  // namespace
}  // namespace landfall::base
