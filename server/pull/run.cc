// A run of a source. Entry point: ReadParts.
#include "server/pull/run.h"

#include "absl/strings/str_cat.h"

namespace landfall::pull {
namespace {

absl::Status NamePart(const Part& part, const absl::Status& status) {
  if (part.entity == nullptr) return status;
  return {status.code(), absl::StrCat(part.entity->id, ": ", status.message())};
}

bool EndsRun(const absl::Status& status, const Exchange& exchange) {
  return absl::IsCancelled(status) || absl::IsUnauthenticated(status) ||
         exchange.not_before() > absl::InfinitePast();
}

}  // namespace

bool IsFullDue(const PartState& state, absl::Duration every, absl::Time now) {
  // A full read in the future comes from a clock that was wrong.
  return state.full + every <= now || state.full > now;
}

absl::Status ReadParts(const RunContext& context, bool full,
                       absl::Duration full_every, PartStates* states,
                       RunSums* sums) {
  absl::Status first;
  for (const Part& part : context.connector.Parts()) {
    PartState& state = (*states)[part.name];
    using Everything = PartReader::Everything;
    const bool due = IsFullDue(state, full_every, context.started);
    const Everything everything = full  ? Everything::kAsked
                                  : due ? Everything::kDue
                                        : Everything::kNo;
    const absl::Status status =
        PartReader(context, part, &state, sums).Read(everything);
    if (absl::IsCancelled(status)) return status;
    if (!status.ok() && first.ok()) first = NamePart(part, status);
    if (!status.ok() && EndsRun(status, context.exchange)) break;
  }
  return first;
}

}  // namespace landfall::pull
