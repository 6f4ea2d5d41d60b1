#pragma once

#include <string>
#include <utility>
#include <vector>

#include "server/base/decimal.h"
#include "server/index/row.h"
#include "server/model/card.h"
#include "server/model/reason_set.h"
#include "server/model/verdict.h"
#include "server/verdict/money.h"

namespace landfall::cards {

// The population of a card, judged. Nothing in it points into the world, so
// that it outlives the changes of others. Value types, all of them.

// A blocked order that a card of orders counts.
struct CountedOrder {
  base::Hash128 id;
  index::EntityIndex line;  // as verdict::BlockedOrder
  // The entity that it waits for; kNoEntity when several would do.
  index::EntityIndex entity = index::kNoEntity;
  index::Micros placed = index::kNoTime;
  verdict::MoneySum sum;  // of this order
  base::Decimal value;    // the same in the reporting currency, rounded
};

// A counted customer with its value.
struct CountedCustomer {
  index::RowIndex row = index::kNone;
  uint16_t source = 0;
  model::Verdict verdict = model::Verdict::kNotPromoted;
  index::Micros since = index::kNoTime;  // as expect::Expectation
  verdict::MoneySum blocked;
  base::Decimal value;  // blocked, in the reporting currency, rounded
  std::vector<CountedOrder> orders;  // of a card of orders

  model::ReasonSet reasons;  // if they are wanted
  // If a breakdown is wanted: the entities that it misses, or one of the two
  // lines of verdict::BlockedOrder, each with the value that is blocked there.
  std::vector<std::pair<index::EntityIndex, base::Decimal>> lines;
  bool ambiguous = false;
  bool also_in_dataverse = false;  // … and has not landed there either
  bool open_activity = false;
};

// A counted customer that has landed, and there is nothing else to tell.
struct PlainCustomer {
  index::RowIndex row = index::kNone;
  uint16_t source = 0;
  bool open_activity = false;  // if a breakdown is wanted
  index::Micros since = index::kNoTime;
};

// A counted error event; more than its id and time if reasons are wanted.
struct CountedEvent {
  base::Hash128 id;
  index::Micros at = index::kNoTime;
  std::string source;
  std::string channel;  // its flow or table map
  std::string entity;
  model::ReasonCode reason = model::ReasonCode::kOtherError;
};

struct Collection {
  model::Stages stages;
  std::vector<CountedCustomer> customers;  // in row order
  std::vector<PlainCustomer> plain;        // counted as well; in row order
  std::vector<CountedEvent> events;        // flow-failures, oldest first
  // That the values are calculated with; nullptr: there are none.
  rates::PriceTable::Ref prices;
  // How long those waited who landed in the time that was asked about.
  std::vector<index::Micros> waits;
};

}  // namespace landfall::cards
