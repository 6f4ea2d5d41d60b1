#pragma once

#include <optional>
#include <vector>

#include "server/model/verdict.h"
#include "server/verdict/assess.h"
#include "server/verdict/describe.h"

namespace landfall::verdict {

// What reasons are written from beside the assessment itself.
struct Evidence {
  // The record that was asked about, for the words; nullptr for typed keys, for
  // customers known only by their orders, and when no words are wanted.
  const model::Record* record = nullptr;
  std::vector<base::Hash128> subjects;  // record id and key hashes, for events
  std::vector<normalize::KeyOutcome> outcomes;
  bool near_match = false;
};

// Whether reasons get a message and an action.
enum class Words { kAll, kNone };

// The reasons of an assessment, most specific first: ingested errors, doubts of
// the table maps, the map filter, the keys, grace, stale sources, flags. Never
// empty. Pure.
std::vector<model::Reason> ReasonsOf(const Context& context,
                                     const Assessment& assessment,
                                     const Question& question,
                                     const Evidence& evidence,
                                     RecordLookup lookup, Words words);

}  // namespace landfall::verdict
