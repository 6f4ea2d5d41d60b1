#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/base/hash128.h"
#include "server/ingest/read_plan.h"
#include "server/ingest/upsert_batch.h"
#include "server/model/record.h"
#include "server/store/store_view.h"

namespace landfall::ingest {

// One record's step from what is held to what will be held.
struct Change {
  std::optional<model::Record> before;
  std::optional<model::Record> after;  // nullopt: erased
  int steps = 0;                       // how often the batch changed it

  // True when the batch leaves the record as it is: it may have gone to and
  // fro.
  bool IsNone() const;
};

// The changes of one batch, by record id: a record that occurs twice in a batch
// steps once, from the held state to the last one.
struct Changes {
  std::shared_ptr<const store::StoreView> view;  // of what is held
  std::map<base::Hash128, Change> by_id;
  ReadPlan reads;
  UpsertCounts counts;
  absl::Time read_at = absl::InfiniteFuture();  // see UpsertBatch
  store::StoreBatch::Texts values;              // likewise
  store::StoreBatch::Texts intents;         // what is due once this is stored
  std::vector<store::Forgotten> forgotten;  // of whom the log is not to speak
  std::string ended_push;  // a full push that is over once this is stored
};

}  // namespace landfall::ingest
