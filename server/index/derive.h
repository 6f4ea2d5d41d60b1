#pragma once

#include <optional>
#include <vector>

#include "server/index/facts.h"
#include "server/index/rulebook.h"
#include "server/model/record.h"
#include "server/normalize/key.h"
#include "server/normalize/near.h"

namespace landfall::index {

// Boils a record down to what the rules compare: normalises its keys, applies
// the scope and expectation rules that need only the record itself. Records of
// unknown sources give std::monostate. Pure, thread-safe.
Facts DeriveFacts(const Rulebook& rulebook, const model::Record& record);

// The outcome of every key field of a customer record, in the order of the
// field map; `own` external ids (the record's id) first. What an explanation
// shows. Pure.
std::vector<normalize::KeyOutcome> KeyOutcomes(const Rulebook& rulebook,
                                               const model::Record& record);
// What an order says of its customer's keys. Pure.
std::vector<normalize::KeyOutcome> OrderKeyOutcomes(const Rulebook& rulebook,
                                                    const model::Record& order);
// The same for keys that a caller typed. Pure.
std::vector<normalize::KeyOutcome> KeyOutcomes(const Rulebook& rulebook,
                                               const model::GivenKeys& given);

// Country (ISO alpha-2) that qualifies the bare tax IDs of a record, or "".
std::string RecordCountry(const model::Record& record);

// A key as the index knows it: its exact hash and, for tax IDs with branches,
// the root. `near_forms` adds the coarser forms that differ from the exact one.
std::vector<KeyFact> HashKey(const Rulebook& rulebook,
                             const normalize::NormalKey& key, bool near_forms);

// The hash under which a key with this kind, scope and text is indexed.
base::Hash128 ExactHash(const Rulebook& rulebook, model::KeyKind kind,
                        absl::string_view scope, absl::string_view text);

// A coarser form of a key as another key of its kind and scope would be
// written.
std::string NearText(const normalize::NearForm& form,
                     const normalize::NormalKey& key);

// The hash of a coarser form, and whether the index holds that form of a master
// (the others are found by asking for the other spellings).
base::Hash128 NearHash(const Rulebook& rulebook,
                       const normalize::NearForm& form,
                       const normalize::NormalKey& key);
bool IsIndexedNearForm(const normalize::NearForm& form,
                       const normalize::NormalKey& key);

// Comparison values of a name and a postcode; 0 when nothing remains.
uint32_t NameHash(const Rulebook& rulebook, absl::string_view name);
uint32_t PostalHash(const Rulebook& rulebook, absl::string_view code);

// The hash of the reference of whoever placed an order: a registered customer,
// a company or a guest. REQUIRES: the body of `record` is `order`.
base::Hash128 CustomerIdOf(const Rulebook& rulebook, const SourceRules& source,
                           const model::Record& record,
                           const model::Order& order);

// What an order is called by in one of its fields, or by its own id ("id"), in
// the form in which Documents knows it; without blanks around it, a leading "#"
// and regard to case. Pure.
std::vector<uint64_t> OrderNames(const Rulebook& rulebook,
                                 const model::Record& order,
                                 absl::string_view field);

// The record of the master customer that a document of `source` names, whether
// it is held or not; zero when it names none. Pure.
base::Hash128 CustomerOfDocument(const Rulebook& rulebook,
                                 const SourceRules& source,
                                 const model::Document& document);

// The guest that an order without customer belongs to.
model::RecordRef GuestOf(const Rulebook& rulebook, const SourceRules& source,
                         const model::Record& order);

}  // namespace landfall::index
