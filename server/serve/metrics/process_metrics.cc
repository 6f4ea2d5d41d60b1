#include "server/serve/metrics/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>

namespace landfall::serve::metrics {
namespace {

using prometheus::MetricFamily;

MetricFamily Gauge(const char* name, const char* help, double value) {
  prometheus::ClientMetric metric;
  metric.gauge.value = value;
  return {name, help, prometheus::MetricType::Gauge, {metric}};
}

double OpenDescriptors() {
  std::error_code error;
  std::filesystem::directory_iterator entry("/proc/self/fd", error);
  double count = 0;
  for (; !error && entry != std::filesystem::directory_iterator();
       entry.increment(error)) {
    ++count;
  }
  return count;
}

}  // namespace

size_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  size_t total = 0;
  size_t resident = 0;
  if (!(statm >> total >> resident)) return 0;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

std::vector<MetricFamily> ProcessMetrics(absl::Time started) {
  std::vector<MetricFamily> families;
  families.push_back(Gauge("process_resident_memory_bytes",
                           "Memory of the process that is in RAM.",
                           static_cast<double>(ResidentBytes())));
  families.push_back(
      Gauge("process_open_fds", "Open file descriptors.", OpenDescriptors()));
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    families.push_back(Gauge("process_max_fds",
                             "File descriptors that may be open.",
                             static_cast<double>(limit.rlim_cur)));
  }
  families.push_back(Gauge("process_start_time_seconds",
                           "Start of the process, in Unix time.",
                           absl::ToDoubleSeconds(started - absl::UnixEpoch())));
  return families;
}

}  // namespace landfall::serve::metrics
