#pragma once

#include <functional>
#include <optional>
#include <string>

#include "server/base/clock.h"
#include "server/deliver/deliverer.h"
#include "server/notify/receiver.h"
#include "server/pull/sync.h"
#include "server/recall/recall.h"
#include "server/reconcile/reconciler.h"
#include "server/serve/calls/call_gate.h"
#include "server/serve/metrics/card_figures.h"

namespace landfall::serve::metrics {

// What the page reads. All references must outlive it.
struct MetricsSources {
  const reconcile::Reconciler& reconciler;
  const recall::Recall& recall;
  calls::CallGate& gate;
  const base::Clock& clock;
  std::string version;
  std::function<double()> store_bytes;       // on disk
  std::function<double()> http_connections;  // open ones
  // Whether the keys in force are those of the keys file; nullopt without one.
  std::function<std::optional<bool>()> keys_file_in_force;
  std::function<double()> dropped_log_lines;  // since the start
  std::function<double()> watch_failing;      // 1: events of cards wait
  std::function<deliver::DeliveryFigures()> deliveries;
  const pull::Sync* sync = nullptr;  // nullptr: nothing is pulled
  // nullptr: nobody takes notifications.
  const notify::Receiver* receiver = nullptr;
};

// The page /metrics: calls, verdicts, cards with their alerts, sources with
// their lag, store, queues and process, in the Prometheus text format. It holds
// no names, keys or ids of customers. A scrape has every card counted, but
// waits for that for a second at most and then shows older figures with their
// age. Thread-safe.
class MetricsPage {
 public:
  explicit MetricsPage(MetricsSources sources);

  std::string Write();

 private:
  const MetricsSources sources_;
  const absl::Time started_;
  CardFigures cards_;
};

}  // namespace landfall::serve::metrics
