// An action on what Landfall holds -> one line about it.
// Entry point: AuditLog::Record.
#include "server/serve/access/audit_log.h"

#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/base/hmac_sha256.h"
#include "server/base/time_text.h"
#include "spdlog/spdlog.h"

namespace landfall::serve::access {
namespace {

constexpr size_t kHashBytes = 16;

// A logger of its own on the sinks of the default one, so that a log level of
// "error" does not silence the record.
AuditLog::Writer BesideTheLog() {
  const auto& sinks = spdlog::default_logger()->sinks();
  auto logger =
      std::make_shared<spdlog::logger>("audit", sinks.begin(), sinks.end());
  logger->set_level(spdlog::level::info);
  logger->flush_on(spdlog::level::info);
  return [logger](const std::string& line) { logger->info("{}", line); };
}

}  // namespace

AuditLog::AuditLog(absl::string_view secret, const base::Clock& clock)
    : AuditLog(secret, clock, BesideTheLog()) {}

AuditLog::AuditLog(absl::string_view secret, const base::Clock& clock,
                   Writer writer)
    // Not the secret itself: what it hashes elsewhere must not be comparable.
    : key_(base::HmacSha256(secret, "landfall audit log 1")),
      clock_(clock),
      writer_(std::move(writer)) {}

void AuditLog::Record(const Caller& caller, absl::string_view action,
                      absl::string_view target,
                      const absl::Status& result) const {
  writer_(absl::StrCat("audit time=", base::FormatTime(clock_.Now()),
                       " caller=", caller.id.empty() ? "-" : caller.id,
                       " action=", action,
                       " target=", target.empty() ? "-" : HashOf(target),
                       " code=", absl::StatusCodeToString(result.code())));
}

std::string AuditLog::HashOf(absl::string_view target) const {
  return absl::BytesToHexString(
      base::HmacSha256(key_, target).substr(0, kHashBytes));
}

}  // namespace landfall::serve::access
