#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/decimal.h"
#include "server/model/query.h"
#include "server/model/record.h"
#include "server/model/settings.h"
#include "server/model/verdict.h"
#include "tests/oracle/naive_reconciler.h"

namespace landfall::oracle {

// A small hand-made world for one sentence of the rules. USTR and CATR live in
// the F&O source `erp`, UKCO in the Business Central source `bc`; `crm` is
// Dataverse, `web` Shopify, `b2b` BigCommerce. Ship-to US and PR lead to USTR,
// CA to CATR, GB to UKCO. All entities were read at Now(). References to
// records stay valid only until the next one is added.
class Story {
 public:
  Story();

  static absl::Time Now();

  // Keys are fields of the record: Email() and TaxId() know their names.
  model::Record& Master(const std::string& entity, const std::string& account);
  // In scope, created ten days ago, company USTR.
  model::Record& Account(const std::string& id);
  // Sellable, with a customer number of its own ("P-" and the id).
  model::Record& Contact(const std::string& id);
  model::Record& Customer(const std::string& source, const std::string& id);
  // Paid and placed yesterday; no customer id makes it a guest's.
  model::Record& Order(const std::string& id, const std::string& customer_id,
                       const std::string& ship_to);
  model::Record& Add(model::Record record);

  model::CheckAnswer Check(const model::RecordRef& ref) const;
  model::CheckAnswer Check(const model::CheckQuery& query) const;
  model::Card Card(const std::string& id) const;
  std::vector<model::CardRecord> List(
      const std::string& id,
      model::CardOrder order = model::CardOrder::kBlockedValueDesc) const;

  model::Settings settings;
  absl::Time as_of = Now();
  std::map<std::string, absl::Time> reads;         // by entity
  std::map<std::string, absl::Time> source_reads;  // by source

 private:
  void Tell(NaiveReconciler* reconciler) const;
  std::vector<model::Record> records_;
};

void Email(model::Record& record, const std::string& value);
void TaxId(model::Record& record, const std::string& value,
           const std::string& country);
model::Order& OrderOf(model::Record& record);
model::UpstreamCustomer& RowOf(model::Record& record);
model::MasterCustomer& MasterOf(model::Record& record);

// The outcome in an entity, or nullopt when the answer does not list it.
std::optional<model::Outcome> OutcomeIn(const model::CheckAnswer& answer,
                                        absl::string_view entity);
// "CODE" or "CODE entity", sorted and joined with commas.
std::string ReasonsOf(const model::CheckAnswer& answer);

}  // namespace landfall::oracle
