#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/model/settings.h"
#include "server/reconcile/read_mark.h"
#include "server/reconcile/upsert_batch.h"

namespace landfall::reconcile {

// What could not be read, by the name under which the store keeps it.
using ReadMarks = std::map<std::string, ReadMark>;

std::string EntityMarkName(absl::string_view entity_id);
std::string TypeMarkName(absl::string_view source, absl::string_view type);
// Such names begin so.
inline constexpr char kMarkPrefix[] = "gap/";

// What a batch says about completeness.
struct ReadPlan {
  std::vector<std::string> entities_read;  // that it does complete
  // Legal entities of the batch that cannot be said to be read completely.
  std::vector<std::string> incomplete;
  ReadMarks marks;  // those that change
};

// Works out what `batch` completes, given the marks that stand.
// INVALID_ARGUMENT when it names a legal entity that is not configured. Pure.
absl::StatusOr<ReadPlan> PlanReads(const model::Settings& settings,
                                   const ReadMarks& marks,
                                   const UpsertBatch& batch, index::Micros now);

// What is missing of a legal entity's customers.
verdict::Gap GapOf(const model::Settings& settings,
                   const model::LegalEntity& entity, const ReadMarks& marks);

// Lists what could not be read of a source.
std::vector<UnreadStatus> UnreadOf(const model::Settings& settings,
                                   const model::Source& source,
                                   const ReadMarks& marks);

}  // namespace landfall::reconcile
