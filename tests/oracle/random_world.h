#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/ingest/upsert_batch.h"
#include "server/model/query.h"
#include "server/model/record.h"
#include "server/model/settings.h"

namespace landfall::oracle {

struct WorldStep {
  ingest::UpsertBatch batch;
  absl::Time now;
  std::vector<std::string> sources_read{};  // as a whole
};

// A configuration, what is pushed in which order, and what is asked. Small
// pools of values make keys collide, and times lie on and beside the edges of
// windows, grace and freshness.
struct RandomWorld {
  uint64_t seed = 0;
  model::Settings settings;
  std::vector<WorldStep> steps;
  std::vector<absl::Time> as_ofs;
  std::vector<model::CheckQuery> typed_checks;  // `as_of` is to be filled in
  std::vector<model::CardQuery> card_queries;   // likewise
};

// The moment of the last step, and the newest one that is asked about.
absl::Time WorldEnd();

// The same seed gives the same world.
RandomWorld MakeWorld(uint64_t seed);

// Every record of every step, the last version of each, in order of arrival.
std::vector<model::Record> FinalRecords(const RandomWorld& world);

}  // namespace landfall::oracle
