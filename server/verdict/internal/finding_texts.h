#pragma once

#include "server/model/verdict.h"
#include "server/preflight/walk.h"

namespace landfall::verdict::internal {

// A finding of a table map in words; of an unknown value the legal entity is
// still to be named. Pure.
model::PreflightFinding DescribeFinding(const model::TableMap& map,
                                        const preflight::Finding& finding);

// Says where the value of a field is unknown. Pure.
void NameEntity(absl::string_view name, const model::MappedField& field,
                model::PreflightFinding* finding);

}  // namespace landfall::verdict::internal
