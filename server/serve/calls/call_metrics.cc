#include "server/serve/calls/call_metrics.h"

#include <array>
#include <atomic>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "prometheus/counter.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "server/serve/calls/operations.h"

namespace landfall::serve::calls {
namespace {

constexpr size_t kCodes = 17;
constexpr char kOther[] = "other";
constexpr Transport kTransports[] = {Transport::kGrpc, Transport::kHttp};

// From a check in memory to an import of a thousand records, in seconds.
const prometheus::Histogram::BucketBoundaries kSeconds = {
    0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01,
    0.05,    0.1,     0.5,    1,      5,     10};

// The series of one method on one transport.
struct MethodSeries {
  prometheus::Histogram* seconds = nullptr;
  std::array<std::atomic<prometheus::Counter*>, kCodes> by_code = {};
};

using Key = std::pair<absl::string_view, Transport>;

}  // namespace

struct CallMetrics::Series {
  Series();
  MethodSeries& Find(const CallFacts& facts);
  prometheus::Counter& CounterOf(MethodSeries& of, const CallFacts& facts,
                                 absl::StatusCode code);

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& calls =
      prometheus::BuildCounter()
          .Name("landfall_calls_total")
          .Help("Calls that ended, by method, transport and status code.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds =
      prometheus::BuildHistogram()
          .Name("landfall_call_seconds")
          .Help("Time from the arrival of a call to its end.")
          .Register(registry);
  // Filled by the constructor, then read only.
  absl::flat_hash_map<Key, std::unique_ptr<MethodSeries>> methods;
};

CallMetrics::Series::Series() {
  const auto add = [this](const char* method) {
    for (Transport transport : kTransports) {
      auto& slot = methods[Key(method, transport)];
      slot = std::make_unique<MethodSeries>();
      slot->seconds =
          &seconds.Add({{"method", method},
                        {"transport", std::string(TransportName(transport))}},
                       kSeconds);
    }
  };
  for (const Operation& operation : Operations()) add(operation.method.name);
  add(kStreamCheckPromotion.name);
  add(kUpsertRecords.name);
  add(kWatchCard.name);
  add(kOther);
}

MethodSeries& CallMetrics::Series::Find(const CallFacts& facts) {
  const auto found = methods.find(Key(facts.method, facts.transport));
  if (found != methods.end()) return *found->second;
  return *methods.at(Key(kOther, facts.transport));
}

prometheus::Counter& CallMetrics::Series::CounterOf(MethodSeries& of,
                                                    const CallFacts& facts,
                                                    absl::StatusCode code) {
  const size_t index = static_cast<size_t>(code) % kCodes;
  prometheus::Counter* counter =
      of.by_code[index].load(std::memory_order_acquire);
  if (counter != nullptr) return *counter;
  const bool known = methods.contains(Key(facts.method, facts.transport));
  // Adding twice gives the same series, so a race here does no harm.
  counter =
      &calls.Add({{"method", known ? facts.method : kOther},
                  {"transport", std::string(TransportName(facts.transport))},
                  {"code", absl::StatusCodeToString(code)}});
  of.by_code[index].store(counter, std::memory_order_release);
  return *counter;
}

CallMetrics::CallMetrics() : series_(std::make_unique<Series>()) {}
CallMetrics::~CallMetrics() = default;

void CallMetrics::Note(const CallFacts& facts, absl::StatusCode code) {
  MethodSeries& series = series_->Find(facts);
  series_->CounterOf(series, facts, code).Increment();
  series.seconds->Observe(absl::ToDoubleSeconds(facts.latency));
}

const prometheus::Collectable& CallMetrics::collectable() const {
  return series_->registry;
}

}  // namespace landfall::serve::calls
