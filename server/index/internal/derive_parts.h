#pragma once

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "server/index/facts.h"
#include "server/index/rulebook.h"
#include "server/model/record.h"

namespace landfall::index::internal {

// The order part of DeriveFacts; std::monostate for an order that does not
// exist (a test, an incomplete basket).
Facts DeriveOrder(const Rulebook& rulebook, const SourceRules& source,
                  const model::Record& record, const model::Order& order);

// The document part of DeriveFacts.
Facts DeriveDocument(const Rulebook& rulebook, const SourceRules& source,
                     const model::Record& record,
                     const model::Document& document);

// Adds everything that a document of a configured ledger may call an order by.
void AddOrderNames(const Rulebook& rulebook, const SourceRules& source,
                   const model::Record& order, std::vector<uint64_t>* names);

// The creation time: the first configured field that holds a time, else the
// decoder's.
Micros CreatedAt(const model::Source& source, const model::Record& record);

// When the record was changed last, else created, to the second; 0: not known.
Seconds ChangedAt(const model::Record& record);

Micros ToMicros(const std::optional<absl::Time>& time);

// Appends `key` unless it is there already.
void AddKey(std::vector<KeyFact>* keys, const KeyFact& key);

// The group through which a company lends its keys to customers.
base::Hash128 GroupId(const Rulebook& rulebook, const SourceRules& source,
                      absl::string_view company_id);

}  // namespace landfall::index::internal
