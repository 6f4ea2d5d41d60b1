#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "server/base/budget.h"
#include "server/live/live.h"
#include "server/recall/recall.h"
#include "server/reconcile/kept_cards.h"
#include "server/reconcile/long_question.h"
#include "server/store/store_batch.h"
#include "server/watch/look.h"
#include "server/watch/notes.h"
#include "server/watch/standing.h"

namespace landfall::watch {

// What a pass is to compare with.
struct LastLook {
  // By card; of those that are configured no more as well.
  std::map<std::string, Standing> standings;
  Notes notes;
  absl::Time at;                              // when the pass before looked
  absl::flat_hash_set<base::Hash128> erased;  // since then
  // The revision since which nothing has changed, as long as it is the newest.
  store::Revision quiet_at = -1;
};

struct PassOptions {
  absl::Time now;
  std::string rules;    // RulesMark of the configuration
  absl::Duration keep;  // how long events stay in the log
  size_t most = 1;      // so many come and go in one batch
};

// One look at all cards: who has come onto them and who has left since the last
// one, as one batch for the store. Everything in it is of one revision. Not
// thread-safe; for one run.
class Pass {
 public:
  struct Outcome {
    store::StoreBatch batch;  // empty: nothing happened
    Notes notes;              // as they are once it is stored
    store::Revision revision = 0;
    // False when there was more than fits into a batch: look again.
    bool whole = true;
  };

  // All must outlive this; `last` must not change meanwhile, except that `kept`
  // tells its standings who comes and who goes.
  Pass(const live::Live& live, recall::Recall& recall,
       reconcile::KeptCards& kept, const LastLook& last,
       const PassOptions& options)
      : live_(live),
        recall_(recall),
        kept_(kept),
        last_(last),
        options_(options) {}

  // The status of `budget` when it ends before, or of what cannot be read.
  absl::StatusOr<Outcome> Run(base::Budget& budget);

 private:
  const index::Rulebook& rulebook() const { return *live_.rulebook(); }
  bool IsFirst() const { return last_.notes.rules.empty(); }
  // How many have come or gone and are not written down.
  size_t Pending() const;
  absl::Status DraftMany(reconcile::LongQuestion& question,
                         base::Budget& budget);
  // Writes the batch anew.
  absl::Status Draft(reconcile::LongQuestion& question);
  absl::Status DraftCard(reconcile::LongQuestion& question,
                         const cards::KeptCard& card);
  absl::Status DraftArrival(reconcile::LongQuestion& question, const Look& look,
                            const Counted& counted);
  absl::Status DraftDeparture(reconcile::LongQuestion& question,
                              const Look& look, base::Hash128 id);
  // Of cards that are configured no more.
  absl::Status DraftLostCards(const live::State& state);
  void DraftAlerts(const live::State& state);
  void DraftSources(reconcile::LongQuestion& question);
  absl::Status DraftTrim(const store::StoreView& view);
  void NoteLogBegins(absl::Time at);

  // False when the batch is full.
  bool HasRoom();
  void GiveWay(reconcile::LongQuestion& question) {
    if (gives_way_) question.GiveWay();
  }
  void Log(store::LoggedEvent logged);

  const live::Live& live_;
  recall::Recall& recall_;
  reconcile::KeptCards& kept_;
  const LastLook& last_;
  const PassOptions options_;
  bool data_changed_ = true;
  bool gives_way_ = true;
  // If it does not: when the batch is full.
  std::chrono::steady_clock::time_point full_at_;
  Outcome outcome_;
};

}  // namespace landfall::watch
