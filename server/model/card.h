#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/model/verdict.h"

namespace landfall::model {

struct Alert {
  std::optional<int> above;  // nullopt: the card never alerts
  bool firing = false;
};

// in_window = promoted + not_promoted + awaiting_sync + unknown; out_of_scope
// stands apart.
struct Stages {
  int in_window = 0;
  int promoted = 0;
  int not_promoted = 0;
  int awaiting_sync = 0;
  int out_of_scope = 0;
  int unknown = 0;
};

// One line of a breakdown of the counted things.
struct Breakdown {
  std::string key;
  int count = 0;
  base::Decimal blocked_amount;  // reporting currency
};

struct LargestBlocked {
  std::string name;
  base::Decimal amount;
  RecordRef record;
};

struct TwinReport {
  std::string card;
  int count = 0;
  bool agrees = true;  // the two count the same customers
  int only_here = 0;
  int only_there = 0;
  std::vector<std::string> differing_keys;  // "EMAIL"… that one of them lacks
};

// A rate that a value was converted with.
struct UsedRate {
  std::string currency;
  base::Decimal rate;    // one unit in the reporting currency
  std::string date{};    // "2026-07-09"; "": the configuration states the rate
  std::string source{};  // "ecb" or the id of a source; "": likewise
};

struct Card {
  std::string id;
  std::string title;
  absl::Time window_start;
  absl::Time window_end;
  absl::Time as_of;
  std::string revision;
  int count = 0;
  Alert alert;
  Stages stages;
  int with_open_activity = 0;  // of the counted; Dataverse cards
  std::vector<Breakdown> by_channel;
  std::vector<Breakdown> by_source;
  std::vector<Breakdown> by_entity;
  std::vector<Breakdown> by_reason;
  int ambiguous_entity = 0;   // of the counted
  int also_in_dataverse = 0;  // of the counted
  Money blocked_value;
  std::vector<Money> blocked_by_currency;
  // Of currencies without a rate and of blocked orders without an amount.
  std::vector<std::string> unpriced_currencies;
  int unpriced_orders = 0;               // blocked ones without an amount
  std::vector<UsedRate> exchange_rates;  // those of blocked_value, by currency
  std::optional<LargestBlocked> largest;
  std::optional<TwinReport> twin;
  bool complete = true;
  std::vector<std::string> stale_sources;
  std::string cursor;  // of the log of events where this stands; may be empty
};

// A document that a ledger made of an order.
struct ListedDocument {
  RecordRef record;
  std::string number;  // "SO-1001"
};

struct ListedOrder {
  std::string id;  // record id of the order in its source
  std::optional<absl::Time> placed_at;
  std::optional<base::Decimal> amount;  // nullopt: it names none
  std::string currency;
  std::string entity;  // the missing entity it waits for; empty if unmapped
  std::vector<ListedDocument> documents;  // that were made of it all the same
};

// One counted thing of a card's drill-down: a customer, or for `orders-blocked`
// an order and for `flow-failures` an error event.
struct CardRecord {
  RecordRef record;
  std::string name;
  std::string source;
  std::string channel;
  Verdict verdict = Verdict::kUnknown;
  std::string explanation;
  ExpectationClarity clarity = ExpectationClarity::kClear;
  std::vector<EntityOutcome> entities;
  std::vector<Reason> reasons;
  std::optional<absl::Time> since;
  Money blocked_value;
  std::vector<Money> blocked_by_currency;
  int unpriced_orders = 0;  // blocked ones without an amount
  std::vector<ListedOrder> orders;
  std::vector<Counterpart> counterparts;
  std::vector<FieldDrift> drift;  // of a card of drift
};

struct CardRecordsPage {
  std::vector<CardRecord> records;
  std::string next_page_token;  // empty on the last page
  int total_count = 0;
  std::string cursor;  // as in Card
};

}  // namespace landfall::model
