#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/ingest/upsert_batch.h"
#include "server/live/read_marks.h"
#include "server/model/settings.h"

namespace landfall::ingest {

// What a batch says about completeness.
struct ReadPlan {
  std::vector<std::string> entities_read;  // that it does complete
  // Legal entities of the batch that cannot be said to be read completely.
  std::vector<std::string> incomplete;
  live::ReadMarks marks;  // those that change
};

// Works out what `batch` completes, given the marks that stand.
// INVALID_ARGUMENT when it names a legal entity that is not configured. Pure.
absl::StatusOr<ReadPlan> PlanReads(const model::Settings& settings,
                                   const live::ReadMarks& marks,
                                   const UpsertBatch& batch, index::Micros now);

}  // namespace landfall::ingest
