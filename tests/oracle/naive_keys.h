#pragma once

#include <string>
#include <vector>

#include "server/model/key_kind.h"
#include "server/model/record.h"
#include "server/model/settings.h"
#include "server/normalize/key.h"

namespace landfall::oracle {

using KeyOutcomes = std::vector<normalize::KeyOutcome>;

// The emails, tax IDs and ids in the fields that the source's map names; a tax
// ID takes `country` (as written) unless the payload has one beside it.
KeyOutcomes KeysInFields(const model::Settings& settings,
                         const model::Record& record,
                         const std::string& country);

// All tax IDs of an order; each stands there together with its country.
KeyOutcomes QualifiedTaxIds(const model::Record& record);

// The id that the source itself gave the customer.
normalize::KeyOutcome OwnId(const model::Settings& settings,
                            const model::RecordRef& ref);

KeyOutcomes KeysOfEmail(const model::Settings& settings,
                        const std::string& email);
KeyOutcomes KeysAsTyped(const model::Settings& settings,
                        const model::GivenKeys& given);

// The keys of those kinds, each once.
std::vector<normalize::NormalKey> UsableKeys(const KeyOutcomes& outcomes,
                                             model::KeyKinds kinds);
bool Holds(const KeyOutcomes& outcomes, const normalize::NormalKey& key);
bool HasUsableEmail(const KeyOutcomes& outcomes);
void Append(const KeyOutcomes& more, KeyOutcomes* all);

}  // namespace landfall::oracle
