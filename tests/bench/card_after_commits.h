#pragma once

#include "server/ingest/ingest.h"
#include "server/reconcile/reconciler.h"
#include "tests/bench/bench_world.h"

namespace landfall::bench {

// Prints how long a card over everybody who is absent takes for the first time,
// again, and after commits of other customers: of some who have other names
// now, and of new masters. REQUIRES: `world` is loaded.
void MeasureCardAfterCommits(const BenchWorld& world,
                             const reconcile::Reconciler& reconciler,
                             ingest::Ingest* ingest);

}  // namespace landfall::bench
