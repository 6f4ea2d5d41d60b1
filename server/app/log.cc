#include "server/app/log.h"

#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace landfall::app {

void SetUpLog(const std::string& level) {
  auto logger = spdlog::stderr_logger_mt("landfalld");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                      spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void LogWarnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) spdlog::warn("{}", warning);
}

void LogStopping() { spdlog::info("stopping"); }

void LogDeadListener() {
  spdlog::critical(
      "the gRPC listener takes no connections any more; ending, so that a new "
      "process can be started");
}

}  // namespace landfall::app
