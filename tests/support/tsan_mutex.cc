// Tells the thread sanitizer about absl::Mutex. Debian's Abseil is built
// without it, so what a lock orders would look like a race. The linker's --wrap
// sends every use of a lock in our own code through here.
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

using absl::Condition;
using absl::CondVar;
using absl::Duration;
using absl::Mutex;

// Of the sanitizer; no header declares them.
extern "C" {
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
}

namespace {

// Abseil evaluates the condition of a waiting thread in whichever thread gives
// the lock up, before it has done so but after the sanitizer was told. What is
// read meanwhile, often on the stack of the thread that waits, is not looked
// at.
class Unseen {
 public:
  Unseen() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
  ~Unseen() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
};

// While this lives the lock is given up, as a wait does.
class GivenUp {
 public:
  explicit GivenUp(Mutex* mutex) : mutex_(mutex) { __tsan_release(mutex_); }
  ~GivenUp() { __tsan_acquire(mutex_); }
  GivenUp(const GivenUp&) = delete;
  GivenUp& operator=(const GivenUp&) = delete;

 private:
  Mutex* const mutex_;
  const Unseen unseen_;
};

}  // namespace

// The names are the mangled ones of absl::Mutex's members, as --wrap wants
// them. NOLINTBEGIN(readability-identifier-naming)
extern "C" {

void __real__ZN4absl7debian35Mutex4LockEv(Mutex* mutex);
void __real__ZN4absl7debian35Mutex6UnlockEv(Mutex* mutex);
void __real__ZN4absl7debian35Mutex10ReaderLockEv(Mutex* mutex);
void __real__ZN4absl7debian35Mutex12ReaderUnlockEv(Mutex* mutex);
void __real__ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE(
    Mutex* mutex, const Condition& condition);
bool __real__ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE(
    Mutex* mutex, const Condition& condition, Duration timeout);

void __wrap__ZN4absl7debian35Mutex4LockEv(Mutex* mutex) {
  __real__ZN4absl7debian35Mutex4LockEv(mutex);
  __tsan_acquire(mutex);
}

void __wrap__ZN4absl7debian35Mutex6UnlockEv(Mutex* mutex) {
  __tsan_release(mutex);
  const Unseen unseen;
  __real__ZN4absl7debian35Mutex6UnlockEv(mutex);
}

void __wrap__ZN4absl7debian35Mutex10ReaderLockEv(Mutex* mutex) {
  __real__ZN4absl7debian35Mutex10ReaderLockEv(mutex);
  __tsan_acquire(mutex);
}

void __wrap__ZN4absl7debian35Mutex12ReaderUnlockEv(Mutex* mutex) {
  __tsan_release(mutex);
  const Unseen unseen;
  __real__ZN4absl7debian35Mutex12ReaderUnlockEv(mutex);
}

void __wrap__ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE(
    Mutex* mutex, const Condition& condition) {
  const GivenUp given_up(mutex);
  __real__ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE(mutex, condition);
}

bool __wrap__ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE(
    Mutex* mutex, const Condition& condition, Duration timeout) {
  const GivenUp given_up(mutex);
  return __real__ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE(
      mutex, condition, timeout);
}

void __real__ZN4absl7debian37CondVar4WaitEPNS0_5MutexE(CondVar* variable,
                                                       Mutex* mutex);
bool __real__ZN4absl7debian37CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE(
    CondVar* variable, Mutex* mutex, Duration timeout);

void __wrap__ZN4absl7debian37CondVar4WaitEPNS0_5MutexE(CondVar* variable,
                                                       Mutex* mutex) {
  const GivenUp given_up(mutex);
  __real__ZN4absl7debian37CondVar4WaitEPNS0_5MutexE(variable, mutex);
}

bool __wrap__ZN4absl7debian37CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE(
    CondVar* variable, Mutex* mutex, Duration timeout) {
  const GivenUp given_up(mutex);
  return __real__ZN4absl7debian37CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE(
      variable, mutex, timeout);
}

}  // extern "C"
// NOLINTEND(readability-identifier-naming)
