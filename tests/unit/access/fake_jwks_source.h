#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/serve/access/jwks_source.h"

namespace landfall::testing {

// A key endpoint that a test changes while it is asked. Thread-safe.
class FakeEndpoint {
 public:
  void Serve(std::string document) {
    absl::MutexLock lock(&mutex_);
    answer_ = std::move(document);
  }
  void BreakDown() {
    absl::MutexLock lock(&mutex_);
    answer_ = absl::UnavailableError("connection refused");
  }
  // Answers wait from now on until Release().
  void Hold() {
    absl::MutexLock lock(&mutex_);
    held_ = true;
  }
  void Release() {
    absl::MutexLock lock(&mutex_);
    held_ = false;
  }
  int fetches() const {
    absl::MutexLock lock(&mutex_);
    return fetches_;
  }
  // To be handed over; uses this object, which must outlive it.
  std::unique_ptr<serve::access::JwksSource> Source() {
    return std::make_unique<Caller>(*this);
  }

 private:
  class Caller : public serve::access::JwksSource {
   public:
    explicit Caller(FakeEndpoint& endpoint) : endpoint_(endpoint) {}
    absl::StatusOr<std::string> Fetch() override { return endpoint_.Answer(); }

   private:
    FakeEndpoint& endpoint_;
  };

  absl::StatusOr<std::string> Answer() {
    absl::MutexLock lock(&mutex_);
    ++fetches_;
    mutex_.Await(absl::Condition(
        +[](bool* held) { return !*held; }, &held_));
    return answer_;
  }

  mutable absl::Mutex mutex_;
  absl::StatusOr<std::string> answer_ ABSL_GUARDED_BY(mutex_) =
      absl::UnavailableError("nothing served yet");
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  int fetches_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace landfall::testing
