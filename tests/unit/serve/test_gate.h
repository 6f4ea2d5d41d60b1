#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/serve/calls/call_gate.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::testing {

// The SHA-256 of "reader-key".
inline constexpr char kReaderDigest[] =
    "ec4408df15da46b328f6f3246fa723d0aa6cb0f0a0dd9c4626080ab1b02aa3b2";

// A gate with what it needs, for tests of the transports. The audit log goes
// into memory.
class TestGate {
 public:
  explicit TestGate(const serve::calls::CallLimits& limits = {},
                    const config::AuthOptions& auth = {})
      : access_(*serve::access::AccessControl::Create(auth, clock_, nullptr)),
        audit_("secret", clock_,
               [this](const std::string& line) {
                 absl::MutexLock lock(&mutex_);
                 audited_.push_back(line);
               }),
        gate_(limits, *access_, audit_) {}

  serve::calls::CallGate& operator*() { return gate_; }
  serve::calls::CallGate* operator->() { return &gate_; }

  std::vector<std::string> audited() const {
    absl::MutexLock lock(&mutex_);
    return audited_;
  }

 private:
  FixedClock clock_;
  mutable absl::Mutex mutex_;
  std::vector<std::string> audited_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<serve::access::AccessControl> access_;
  serve::access::AuditLog audit_;
  serve::calls::CallGate gate_;
};

}  // namespace landfall::testing
