#pragma once

#include "absl/status/status.h"
#include "server/index/rulebook.h"
#include "server/store/record_store.h"

namespace landfall::ingest {

// Moves every stored record whose id is not written as references are written
// now to its one spelling: stores of earlier versions hold Business Central
// customers by their system id alone, and a company that becomes a legal entity
// changes its customers' ids. Does nothing when that was done already under
// this configuration; an interrupted run is taken up by the next one. Errors of
// the store are passed on.
absl::Status Respell(const index::Rulebook& rulebook,
                     store::RecordStore& store);

}  // namespace landfall::ingest
