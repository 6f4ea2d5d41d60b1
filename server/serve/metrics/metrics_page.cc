// The state of the server -> Prometheus text. Entry point: MetricsPage::Write.
#include "server/serve/metrics/metrics_page.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "prometheus/collectable.h"
#include "prometheus/text_serializer.h"
#include "server/serve/metrics/process_metrics.h"

namespace landfall::serve::metrics {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

using Labels = std::vector<ClientMetric::Label>;

// Gathers the samples of one metric.
class Family {
 public:
  Family(MetricType type, const char* name, const char* help)
      : family_{name, help, type, {}} {}

  void Add(Labels labels, double value) {
    ClientMetric metric;
    metric.label = std::move(labels);
    if (family_.type == MetricType::Counter) {
      metric.counter.value = value;
    } else {
      metric.gauge.value = value;
    }
    family_.metric.push_back(std::move(metric));
  }
  // A metric without samples says nothing and is left out.
  void MoveTo(std::vector<MetricFamily>& page) && {
    if (!family_.metric.empty()) page.push_back(std::move(family_));
  }

 private:
  MetricFamily family_;
};

// How long a scrape waits for the cards to be counted.
constexpr absl::Duration kPatience = absl::Seconds(1);

void AddCards(const CardFigures::Counted& counted, absl::Time now,
              std::vector<MetricFamily>& page) {
  Family age(MetricType::Gauge, "landfall_cards_age_seconds",
             "How long ago the cards of this page were counted: more than a "
             "moment when counting them takes long.");
  age.Add({}, absl::ToDoubleSeconds(now - counted.at));
  std::move(age).MoveTo(page);
  Family count(MetricType::Gauge, "landfall_card_counted",
               "What a card counts now, over its own window.");
  Family above(MetricType::Gauge, "landfall_card_alert_above",
               "Above this count the card's alert fires.");
  Family firing(MetricType::Gauge, "landfall_card_alert_firing",
                "1 while the card's alert fires.");
  Family blocked(MetricType::Gauge, "landfall_card_blocked_value",
                 "Order value that waits for the counted customers, in the "
                 "reporting currency.");
  Family complete(MetricType::Gauge, "landfall_card_complete",
                  "0 while a source that the card needs cannot answer.");
  Family agrees(MetricType::Gauge, "landfall_card_twin_agrees",
                "0 when a card and its twin count different customers.");
  for (const model::Card& card : counted.cards) {
    const Labels labels = {{"card", card.id}};
    count.Add(labels, card.count);
    firing.Add(labels, card.alert.firing ? 1 : 0);
    complete.Add(labels, card.complete ? 1 : 0);
    if (card.alert.above.has_value()) above.Add(labels, *card.alert.above);
    if (card.twin.has_value()) agrees.Add(labels, card.twin->agrees ? 1 : 0);
    blocked.Add({{"card", card.id}, {"currency", card.blocked_value.currency}},
                card.blocked_value.amount.ToDouble());
  }
  std::move(count).MoveTo(page);
  std::move(above).MoveTo(page);
  std::move(firing).MoveTo(page);
  std::move(blocked).MoveTo(page);
  std::move(complete).MoveTo(page);
  std::move(agrees).MoveTo(page);
}

void AddSources(const std::vector<reconcile::SourceStatus>& sources,
                absl::Time now, std::vector<MetricFamily>& page) {
  Family state(MetricType::Gauge, "landfall_source_state",
               "1 for the state that a source is in.");
  Family lag(MetricType::Gauge, "landfall_source_lag_seconds",
             "Age of the last complete read of a source's customers.");
  Family ahead(MetricType::Gauge, "landfall_source_read_ahead_seconds",
               "How far ahead of the server's clock a read of a source is "
               "dated; such a read counts as none.");
  Family records(MetricType::Gauge, "landfall_source_records",
                 "Records held, by source and type.");
  Family unread(MetricType::Gauge, "landfall_source_unread_rows",
                "Rows of a source that the last imports and pushes could not "
                "read, and that were not mended yet.");
  for (const reconcile::SourceStatus& source : sources) {
    int64_t rows = 0;
    for (const auto& part : source.unread) rows += part.rows;
    unread.Add({{"source", source.id}}, static_cast<double>(rows));
    state.Add({{"source", source.id}, {"state", source.state}}, 1);
    if (source.last_read.has_value()) {
      lag.Add({{"source", source.id}},
              absl::ToDoubleSeconds(
                  std::max(now - *source.last_read, absl::ZeroDuration())));
    }
    if (source.is_master) {
      ahead.Add({{"source", source.id}},
                absl::ToDoubleSeconds(source.read_ahead));
    }
    for (const auto& [type, held] : source.row_counts) {
      records.Add({{"source", source.id}, {"type", type}},
                  static_cast<double>(held));
    }
  }
  std::move(state).MoveTo(page);
  std::move(lag).MoveTo(page);
  std::move(ahead).MoveTo(page);
  std::move(records).MoveTo(page);
  std::move(unread).MoveTo(page);
}

void AddPulls(const std::vector<pull::SyncStatus>& pulls,
              std::vector<MetricFamily>& page) {
  Family runs(MetricType::Counter, "landfall_sync_runs_total",
              "Pulls of a source that ended, by how.");
  Family failures(MetricType::Gauge, "landfall_sync_failures_in_a_row",
                  "Pulls of a source that failed since the last one that did "
                  "not, at most 20.");
  Family rows(MetricType::Counter, "landfall_sync_rows_total",
              "Rows that pulls of a source brought, by what became of them.");
  for (const pull::SyncStatus& status : pulls) {
    const auto add = [&](Family& family, const char* label, const char* value,
                         int64_t count) {
      family.Add({{"source", status.source}, {label, value}},
                 static_cast<double>(count));
    };
    add(runs, "result", "succeeded", status.succeeded);
    add(runs, "result", "failed", status.failed);
    failures.Add({{"source", status.source}}, status.failures_in_a_row);
    add(rows, "outcome", "inserted", status.rows.inserted);
    add(rows, "outcome", "updated", status.rows.updated);
    add(rows, "outcome", "unchanged", status.rows.unchanged);
    add(rows, "outcome", "deleted", status.rows.deleted);
    add(rows, "outcome", "rejected", status.rows.rejected);
  }
  Family subscriptions(MetricType::Gauge, "landfall_sync_subscriptions",
                       "Notifications of a source that its system has agreed "
                       "to send.");
  Family unsubscribed(MetricType::Gauge, "landfall_sync_subscriptions_failed",
                      "1 while the system of a source could not be asked for "
                      "all notifications.");
  for (const pull::SyncStatus& status : pulls) {
    if (!status.subscriptions.has_value()) continue;
    const Labels labels = {{"source", status.source}};
    subscriptions.Add(labels, status.subscriptions->standing);
    unsubscribed.Add(labels, status.subscriptions->error.empty() ? 0 : 1);
  }
  std::move(subscriptions).MoveTo(page);
  std::move(unsubscribed).MoveTo(page);
  std::move(runs).MoveTo(page);
  std::move(failures).MoveTo(page);
  std::move(rows).MoveTo(page);
}

void AddRates(const pull::RateStatus& status, absl::Time now,
              std::vector<MetricFamily>& page) {
  const Labels labels = {{"feed", status.feed}};
  Family lag(MetricType::Gauge, "landfall_exchange_rates_lag_seconds",
             "How long ago the feed of exchange rates was last read.");
  if (status.read_at != absl::InfinitePast()) {
    lag.Add(labels, absl::ToDoubleSeconds(
                        std::max(now - status.read_at, absl::ZeroDuration())));
  }
  std::move(lag).MoveTo(page);
  Family age(MetricType::Gauge, "landfall_exchange_rates_age_seconds",
             "How long ago the day of the newest exchange rate began, in UTC.");
  if (status.newest.has_value()) {
    const absl::Duration since =
        now - absl::FromCivil(*status.newest, absl::UTCTimeZone());
    age.Add(labels,
            absl::ToDoubleSeconds(std::max(since, absl::ZeroDuration())));
  }
  std::move(age).MoveTo(page);
  Family failures(MetricType::Gauge,
                  "landfall_exchange_rates_failures_in_a_row",
                  "Reads of the feed of exchange rates that failed since the "
                  "last one that did not.");
  failures.Add(labels, status.failures_in_a_row);
  std::move(failures).MoveTo(page);
}

void AddNotifications(const notify::Receiver& receiver,
                      std::vector<MetricFamily>& page) {
  Family taken(MetricType::Counter, "landfall_notifications_total",
               "Notifications of a source that came, by what became of them.");
  for (const notify::Receiver::Figures& figures : receiver.Counts()) {
    for (int i = 0; i < notify::kOutcomes; ++i) {
      const auto outcome = static_cast<notify::Outcome>(i);
      taken.Add({{"source", figures.source},
                 {"outcome", std::string(notify::OutcomeName(outcome))}},
                static_cast<double>(figures.by_outcome[i]));
    }
  }
  std::move(taken).MoveTo(page);
}

void AddVerdicts(const calls::VerdictCounts& counts,
                 std::vector<MetricFamily>& page) {
  Family verdicts(MetricType::Counter, "landfall_verdicts_total",
                  "Verdicts that checks were answered with.");
  for (int i = 1; i < calls::VerdictCounts::kValues; ++i) {
    const auto verdict = static_cast<v1::Verdict::Value>(i);
    verdicts.Add({{"verdict", v1::Verdict::Value_Name(verdict)}},
                 static_cast<double>(counts.Of(verdict)));
  }
  std::move(verdicts).MoveTo(page);
}

void AddRecall(const recall::Recall& recall, std::vector<MetricFamily>& page) {
  Family hits(MetricType::Counter, "landfall_recall_hits_total",
              "How often something was remembered when it was needed.");
  Family misses(MetricType::Counter, "landfall_recall_misses_total",
                "How often it had to be worked out.");
  for (const recall::MemoryUse& use : recall.Use()) {
    const Labels labels = {{"memory", std::string(use.memory)}};
    hits.Add(labels, static_cast<double>(use.hits));
    misses.Add(labels, static_cast<double>(use.misses));
  }
  std::move(hits).MoveTo(page);
  std::move(misses).MoveTo(page);
}

void AddDeliveries(const deliver::DeliveryFigures& figures,
                   std::vector<MetricFamily>& page) {
  Family subscriptions(MetricType::Gauge, "landfall_subscriptions",
                       "Subscriptions to events, by state.");
  subscriptions.Add({{"state", "active"}}, figures.active);
  subscriptions.Add({{"state", "failing"}}, figures.failing);
  subscriptions.Add({{"state", "ended"}}, figures.ended);
  std::move(subscriptions).MoveTo(page);
  Family waiting(MetricType::Gauge, "landfall_deliveries_waiting",
                 "Deliveries that are due or will be.");
  waiting.Add({}, static_cast<double>(figures.waiting));
  std::move(waiting).MoveTo(page);
  Family attempts(MetricType::Counter, "landfall_delivery_attempts_total",
                  "Attempts to deliver an event, by how they ended.");
  attempts.Add({{"outcome", "delivered"}},
               static_cast<double>(figures.delivered));
  attempts.Add({{"outcome", "failed"}}, static_cast<double>(figures.failed));
  std::move(attempts).MoveTo(page);
  Family set_aside(MetricType::Counter, "landfall_deliveries_set_aside_total",
                   "Deliveries that are not tried any more.");
  set_aside.Add({}, static_cast<double>(figures.set_aside));
  std::move(set_aside).MoveTo(page);
}

void AddWatch(double failing, std::vector<MetricFamily>& page) {
  Family family(
      MetricType::Gauge, "landfall_watch_failing",
      "1 while events of cards wait, because they cannot be written.");
  family.Add({}, failing);
  std::move(family).MoveTo(page);
}

void AddServer(const MetricsSources& sources, std::vector<MetricFamily>& page) {
  Family jobs(MetricType::Gauge, "landfall_queue_jobs",
              "Calls that wait or run, by lane.");
  jobs.Add({{"lane", "read"}},
           static_cast<double>(sources.gate.Load(calls::Lane::kRead)));
  jobs.Add({{"lane", "long"}},
           static_cast<double>(sources.gate.Load(calls::Lane::kLong)));
  jobs.Add({{"lane", "write"}},
           static_cast<double>(sources.gate.Load(calls::Lane::kWrite)));
  jobs.Add({{"lane", "erase"}},
           static_cast<double>(sources.gate.Load(calls::Lane::kErase)));
  jobs.Add({{"lane", "subscribe"}},
           static_cast<double>(sources.gate.Load(calls::Lane::kSubscribe)));
  jobs.Add({{"lane", "sync"}},
           static_cast<double>(sources.gate.Load(calls::Lane::kSync)));
  std::move(jobs).MoveTo(page);
  Family connections(MetricType::Gauge, "landfall_http_connections",
                     "Open HTTP connections.");
  connections.Add({}, sources.http_connections());
  std::move(connections).MoveTo(page);
  Family store(MetricType::Gauge, "landfall_store_bytes",
               "Size of the store's files.");
  store.Add({}, sources.store_bytes());
  std::move(store).MoveTo(page);
  Family keys(MetricType::Gauge, "landfall_keys_file_in_force",
              "0 while the keys file cannot be read or is bad, so that revoked "
              "keys are still taken.");
  if (const std::optional<bool> in_force = sources.keys_file_in_force()) {
    keys.Add({}, *in_force ? 1 : 0);
  }
  std::move(keys).MoveTo(page);
  Family held(MetricType::Gauge, "landfall_held_bytes",
              "Bodies that come and answers that nobody has read yet.");
  held.Add({}, static_cast<double>(sources.gate.held().used()));
  std::move(held).MoveTo(page);
  Family dropped(MetricType::Counter, "landfall_log_lines_dropped_total",
                 "Lines of the log that nobody took in time.");
  dropped.Add({}, sources.dropped_log_lines());
  std::move(dropped).MoveTo(page);
  Family build(MetricType::Gauge, "landfall_build_info",
               "Always 1; the label says which version runs.");
  build.Add({{"version", sources.version}}, 1);
  std::move(build).MoveTo(page);
}

}  // namespace

MetricsPage::MetricsPage(MetricsSources sources)
    : sources_(std::move(sources)),
      started_(sources_.clock.Now()),
      cards_(sources_.reconciler, sources_.gate, sources_.clock) {}

std::string MetricsPage::Write() {
  std::vector<MetricFamily> page =
      sources_.gate.metrics().collectable().Collect();
  AddVerdicts(sources_.gate.verdicts(), page);
  const auto cards = cards_.Get(kPatience);
  const absl::Time now = sources_.clock.Now();
  if (cards != nullptr) AddCards(*cards, now, page);
  AddSources(sources_.reconciler.ListSources(now), now, page);
  if (sources_.sync != nullptr) AddPulls(sources_.sync->Status(), page);
  if (sources_.sync != nullptr && sources_.sync->rates() != nullptr) {
    AddRates(sources_.sync->rates()->Status(), sources_.clock.Now(), page);
  }
  if (sources_.receiver != nullptr) AddNotifications(*sources_.receiver, page);
  AddRecall(sources_.recall, page);
  AddWatch(sources_.watch_failing(), page);
  AddDeliveries(sources_.deliveries(), page);
  AddServer(sources_, page);
  for (MetricFamily& family : ProcessMetrics(started_)) {
    page.push_back(std::move(family));
  }
  return prometheus::TextSerializer().Serialize(page);
}

}  // namespace landfall::serve::metrics
