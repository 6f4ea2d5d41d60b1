#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/model/card.h"
#include "server/model/query.h"
#include "tests/oracle/naive_verdict.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {

// One row that a card looks at, before it knows whether it counts.
struct NaiveRow {
  model::RecordRef record;
  const NaiveCustomer* customer = nullptr;  // nullptr: an error event
  const model::Record* order = nullptr;     // of `orders-blocked`
  std::string name;
  std::string source;
  std::string channel;
  NaiveDecision decision;
  std::vector<NaiveRequirement> missing;  // of this row
  NaiveValue value;
  std::optional<absl::Time> since;
  std::vector<std::string> names_entities;  // what `entity=` filters by
  std::vector<model::FieldDrift> drift;     // of `field-drift`
};

// What a card is asked for once its defaults are filled in.
struct NaiveCardScope {
  const model::CardSettings* card = nullptr;
  NaiveQuestion question;
  model::CardQuery query;
};

// NOT for unknown cards: `query.card` must be configured.
NaiveCardScope ScopeOf(const model::Settings& settings,
                       const model::CardQuery& query);

// The rows in the card's window after the filters of the query, in no order,
// out-of-scope ones included.
std::vector<NaiveRow> RowsOf(const NaiveView& view,
                             const NaiveCardScope& scope);
// Does the row add one to the card's count?
bool Counts(const NaiveCardScope& scope, const NaiveRow& row);
std::vector<NaiveRow> CountedRows(const NaiveView& view,
                                  const NaiveCardScope& scope);

// The orders of the drill-down.
void SortRows(model::CardOrder order, std::vector<NaiveRow>* rows);

model::Card MakeCard(const NaiveView& view, const NaiveCardScope& scope);
std::vector<model::CardRecord> MakeList(const NaiveView& view,
                                        const NaiveCardScope& scope,
                                        const model::CardRecordsQuery& query);

}  // namespace landfall::oracle
