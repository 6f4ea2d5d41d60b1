// A store and settings -> a running engine. Entry point: Engine::Open.
#include "server/engine/engine.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/ingest/respell.h"
#include "server/ingest/store_ingest.h"
#include "server/reconcile/live_reconciler.h"

namespace landfall::engine {

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(
    model::Settings settings, std::unique_ptr<store::RecordStore> store,
    const EngineOptions& options) {
  LF_ASSIGN_OR_RETURN(auto rulebook,
                      index::Rulebook::Create(std::move(settings),
                                              base::Hasher(store->secret())));
  LF_RETURN_IF_ERROR(ingest::Respell(*rulebook, *store));
  std::unique_ptr<Engine> engine(new Engine(std::move(store), options));
  LF_ASSIGN_OR_RETURN(
      engine->live_,
      live::Live::Open(std::move(rulebook), *engine->store_, engine->recall_));
  // After the world, which shows the events before their readers are woken up.
  LF_ASSIGN_OR_RETURN(engine->log_growth_,
                      watch::LogGrowth::Open(*engine->store_));
  if (options.watch_clock != nullptr) {
    LF_ASSIGN_OR_RETURN(
        engine->watch_,
        watch::Watch::Open(*engine->store_, *engine->live_, engine->recall_,
                           *options.watch_clock, options.watch));
  }
  // After the world, so that a purge that is still due delays no answer.
  LF_ASSIGN_OR_RETURN(engine->purges_,
                      store::DuePurges::Create(*engine->store_));
  engine->ingest_ = std::make_unique<ingest::StoreIngest>(
      *engine->store_, *engine->live_, *engine->purges_, engine->recall_);
  engine->reconciler_ = std::make_unique<reconcile::LiveReconciler>(
      *engine->live_, engine->recall_, engine->store_->secret(),
      engine->watch_.get());
  if (engine->watch_ != nullptr && options.watch_by_itself) {
    engine->watch_->Start();
  }
  return engine;
}

}  // namespace landfall::engine
