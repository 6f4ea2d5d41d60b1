#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/engine/engine.h"
#include "server/model/query.h"
#include "server/model/record.h"
#include "tests/support/in_memory_record_store.h"

namespace landfall::reconcile {

using ingest::UpsertBatch;
using ingest::UpsertCounts;

// The time of every test.
absl::Time Now();

// An engine over a store in memory that outlives it. F&O source `erp` holds
// USTR and CATR, `crm` is Dataverse, `web` Shopify. Orders to US belong to
// USTR, to CA to CATR. CAD, JPY and KWD have a rate, CHF has none.
class Engine {
 public:
  // `erp_options` stand beside the id of `erp`: ", url: …".
  explicit Engine(std::string erp_options = "");

  // Closes the engine and opens another one over the same store.
  void Restart();

  UpsertCounts Upsert(const std::vector<model::Record>& records);
  // Both entities count as read from Now() on.
  void ReadAll();

  model::CheckAnswer Check(const std::string& ref) const;
  model::Verdict VerdictOf(const std::string& ref) const {
    return Check(ref).verdict;
  }
  model::Card Card(const std::string& id) const;
  // Everything that is said about some records and by all cards, as text.
  std::string Answers(const std::vector<std::string>& refs) const;

  ingest::Ingest& ingest() { return engine_->ingest(); }
  const recall::Recall& recall() const { return engine_->recall(); }
  const Reconciler& operator*() const { return engine_->reconciler(); }
  const Reconciler* operator->() const { return &engine_->reconciler(); }
  testing::InMemoryRecordStore& store() { return store_; }

 private:
  const std::string erp_options_;
  testing::InMemoryRecordStore store_;
  std::unique_ptr<engine::Engine> engine_;
};

// A customer of the shop, created ten days ago. An empty email is none.
model::Record Shopper(const std::string& id, const std::string& name,
                      const std::string& email);
// A paid order of yesterday; without a customer it is a guest's with `email`.
model::Record Order(const std::string& id, const std::string& customer,
                    const std::string& ship_to, const std::string& amount,
                    const std::string& currency = "USD",
                    const std::string& email = "");
// A customer of the master.
model::Record Master(const std::string& entity, const std::string& account,
                     const std::string& email);

// An error of another system, an hour ago. Without a message it tells of a
// customer group that is missing.
model::Record Failure(const std::string& id, model::ErrorEvent event);
// What makes it one of `record`.
model::ErrorEvent About(model::RecordRef record);

model::CardRecordsQuery ListOf(const std::string& card, int page_size);
// The ids of all pages, one after the other.
std::vector<std::string> AllPages(const Reconciler& reconciler,
                                  model::CardRecordsQuery query);

}  // namespace landfall::reconcile
