#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "server/ingest/ingest.h"
#include "server/live/live.h"
#include "server/model/settings.h"
#include "server/recall/recall.h"
#include "server/reconcile/reconciler.h"
#include "server/store/due_purges.h"
#include "server/store/record_store.h"
#include "server/watch/log_growth.h"
#include "server/watch/watch.h"

namespace landfall::engine {

struct EngineOptions {
  // Whether anything is remembered to be fast, see recall::Recall.
  bool recall = true;
  // By which clock it is written down who enters and who leaves cards; it must
  // outlive the engine. nullptr: by none, nothing is written down.
  const base::Clock* watch_clock = nullptr;
  watch::WatchOptions watch{};
  // Whether the watch looks by itself, or only when it is told to.
  bool watch_by_itself = true;
};

// The parts of one process, put together over one store: what writes to it, the
// world that follows it, what is remembered, what watches it, and what answers.
// Thread-safe.
class Engine {
 public:
  // Opens over `store`: brings its references to today's spelling and builds
  // the world. INVALID_ARGUMENT when a scope filter of the settings does not
  // parse; errors of the store are passed on.
  static absl::StatusOr<std::unique_ptr<Engine>> Open(
      model::Settings settings, std::unique_ptr<store::RecordStore> store,
      const EngineOptions& options = {});

  ingest::Ingest& ingest() { return *ingest_; }
  const reconcile::Reconciler& reconciler() const { return *reconciler_; }
  const recall::Recall& recall() const { return recall_; }
  store::RecordStore& store() { return *store_; }
  // nullptr without a clock.
  watch::Watch* watch() { return watch_.get(); }
  // Tells who reads the log of events that there is more.
  watch::LogGrowth& log_growth() { return *log_growth_; }

 private:
  Engine(std::unique_ptr<store::RecordStore> store,
         const EngineOptions& options)
      : store_(std::move(store)), recall_(options.recall) {}

  // In the order of construction; each uses only those above it.
  const std::unique_ptr<store::RecordStore> store_;
  recall::Recall recall_;
  std::unique_ptr<live::Live> live_;
  std::unique_ptr<watch::LogGrowth> log_growth_;
  std::unique_ptr<watch::Watch> watch_;
  std::unique_ptr<store::DuePurges> purges_;
  std::unique_ptr<ingest::Ingest> ingest_;
  std::unique_ptr<reconcile::Reconciler> reconciler_;
};

}  // namespace landfall::engine
