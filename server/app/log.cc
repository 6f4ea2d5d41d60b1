#include "server/app/log.h"

#include <unistd.h>

#include <memory>
#include <mutex>
#include <utility>

#include "server/app/line_writer.h"
#include "spdlog/sinks/base_sink.h"
#include "spdlog/spdlog.h"

namespace landfall::app {
namespace {

LineWriter& Writer() {
  // Never destroyed: threads log until the process ends.
  static auto* const writer =
      new LineWriter(STDERR_FILENO, {}, [](int64_t dropped) {
        spdlog::warn("dropped={} lines of this log, because nobody read it",
                     dropped);
      });
  return *writer;
}

// Lays out a line and hands it on; the lock is held for no longer than that.
class QueueSink final : public spdlog::sinks::base_sink<std::mutex> {
 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    const bool audit = message.logger_name == spdlog::string_view_t("audit");
    Writer().Write(std::string(line.data(), line.size()),
                   audit || message.level >= spdlog::level::err);
  }
  void flush_() override {}  // by itself
};

}  // namespace

void SetUpLog(const std::string& level) {
  auto logger = std::make_shared<spdlog::logger>("landfalld",
                                                 std::make_shared<QueueSink>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                      spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(logger));
}

int64_t DroppedLogLines() { return Writer().dropped(); }

void FlushLog() { Writer().Flush(LineWriter::kLastPatience); }

void LogWarnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) spdlog::warn("{}", warning);
}

void LogRunWarning(const std::string& source, const std::string& warning) {
  spdlog::warn("{}: source={}", warning, source);
}

void LogWatch(const absl::Status& status) {
  if (status.ok()) {
    spdlog::info("events of cards are written again");
  } else {
    spdlog::warn("events of cards wait, because they cannot be written: {}",
                 status.ToString());
  }
}

void LogStopping() { spdlog::info("stopping"); }

void LogDeadListener() {
  spdlog::critical(
      "the gRPC listener takes no connections any more; ending, so that a new "
      "process can be started");
  FlushLog();
}

}  // namespace landfall::app
