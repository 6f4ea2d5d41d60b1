#pragma once

#include <map>
#include <optional>

#include "server/index/facts.h"
#include "server/reconcile/embedded_reconciler.h"
#include "server/reconcile/read_plan.h"

namespace landfall::reconcile {

// One record's step from what is held to what will be held.
struct EmbeddedReconciler::Change {
  std::optional<model::Record> before;
  std::optional<model::Record> after;  // nullopt: erased
  int steps = 0;                       // how often the batch changed it

  bool IsNone() const;
};

// The changes of one batch, by record id: a record that occurs twice in a batch
// steps once, from the held state to the last one.
struct EmbeddedReconciler::Changes {
  std::shared_ptr<const store::StoreView> view;  // of what is held
  std::map<base::Hash128, Change> by_id;
  ReadPlan reads;
  UpsertCounts counts;
  store::StoreBatch::Texts intents;  // what is due once this is stored
  std::string ended_push;  // a full push that is over once this is stored
};

}  // namespace landfall::reconcile
