#pragma once

#include <vector>

#include "server/model/verdict.h"
#include "server/normalize/key.h"
#include "server/verdict/describe.h"

namespace landfall::verdict::internal {

// What became of each key value: those of the asked kinds, and what is not a
// key of any kind. Each once.
std::vector<model::KeyReport> ReportsOf(
    const std::vector<normalize::KeyOutcome>& outcomes, model::KeyKinds asked);

// The same of an upstream customer, without the texts. Reads records only where
// the world does not say enough: of customers with keys of a company location,
// of those whose guest orders or own orders may say what their record does not,
// and of most of those without a record. Pure.
std::vector<model::KeyReport> BareReportsOf(const index::World& world,
                                            RecordLookup lookup,
                                            index::RowIndex row,
                                            index::Micros as_of,
                                            model::KeyKinds asked);

// Takes away what names a person.
void ClearTexts(std::vector<model::KeyReport>* reports);

}  // namespace landfall::verdict::internal
