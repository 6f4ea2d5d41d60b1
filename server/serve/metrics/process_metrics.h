#pragma once

#include <cstddef>
#include <vector>

#include "absl/time/time.h"
#include "prometheus/metric_family.h"

namespace landfall::serve::metrics {

// Memory, file descriptors and start time of this process, under the names that
// Prometheus' own clients use. What the system does not tell is left out.
std::vector<prometheus::MetricFamily> ProcessMetrics(absl::Time started);

// Bytes of this process in RAM; 0 when the system does not say.
size_t ResidentBytes();

}  // namespace landfall::serve::metrics
