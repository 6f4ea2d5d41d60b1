#pragma once

#include <vector>

#include "absl/time/time.h"
#include "server/ingest/upsert_batch.h"
#include "server/model/card.h"
#include "server/model/query.h"
#include "server/model/settings.h"
#include "server/model/verdict.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {

// A second opinion on every answer of the engine, written from the rules alone:
// vectors and loops, no index, nothing kept between questions.
//
// Left out, and to be left out of comparisons: texts, links and revisions; near
// matches and their reason; the reasons that come from classified error events
// and from preflight of the table maps. Not thread-safe.
class NaiveReconciler {
 public:
  explicit NaiveReconciler(model::Settings settings);
  NaiveReconciler(const NaiveReconciler&) = delete;
  NaiveReconciler& operator=(const NaiveReconciler&) = delete;

  void Upsert(const ingest::UpsertBatch& batch, absl::Time now);
  // A source was read as a whole.
  void ReadSource(const std::string& source, absl::Time now);
  // Also the orders of a shop customer or guest.
  void Erase(const model::RecordRef& ref);

  // What existed at `as_of`, for asking several things about one moment. Must
  // not outlive the next Upsert or Erase.
  NaiveView At(absl::Time as_of) const;

  model::CheckAnswer Check(const model::CheckQuery& query) const;
  // REQUIRES for both: the card is configured.
  model::Card GetCard(const model::CardQuery& query) const;
  // The whole list in order; page size and token are ignored.
  std::vector<model::CardRecord> ListCardRecords(
      const model::CardRecordsQuery& query) const;

  const model::Settings& settings() const { return settings_; }
  const NaiveFacts& facts() const { return facts_; }

 private:
  const model::Settings settings_;
  NaiveFacts facts_;
};

}  // namespace landfall::oracle
