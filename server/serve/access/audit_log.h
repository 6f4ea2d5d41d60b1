#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/base/clock.h"
#include "server/serve/access/access_control.h"

namespace landfall::serve::access {

// The record of actions that change or remove what Landfall holds: one line for
// each, whatever the log level. Thread-safe.
class AuditLog {
 public:
  using Writer = std::function<void(const std::string& line)>;

  // `secret` is what targets are hashed with: the store's, so that one target
  // has one hash for as long as the store lives. `clock` must outlive this.
  // Lines go where the default log goes at the time of this call.
  AuditLog(absl::string_view secret, const base::Clock& clock);
  // Lines go to `writer`, which must be thread-safe.
  AuditLog(absl::string_view secret, const base::Clock& clock, Writer writer);

  // "audit time=2026-06-09T08:00:00Z caller=flows action=EraseRecord
  //  target=<32 hex digits> code=OK". `target` names what was acted on
  // ("shop/customer/7"); it may be personal data and is only hashed, "" is
  // written as "-". `action` is a name of the program's own.
  void Record(const Caller& caller, absl::string_view action,
              absl::string_view target, const absl::Status& result) const;

  // The hash that stands for `target` in the lines.
  std::string HashOf(absl::string_view target) const;

 private:
  const std::string key_;
  const base::Clock& clock_;
  const Writer writer_;
};

}  // namespace landfall::serve::access
