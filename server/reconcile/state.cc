// Turns the stored records into the state in memory. Entry point: LoadState.
#include "server/reconcile/state.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/index/derive.h"

namespace landfall::reconcile {

void State::Count(const model::Record& record, int by) {
  int64_t& count = row_counts[{record.ref.source, record.ref.type}];
  count += by;
  if (count == 0) row_counts.erase({record.ref.source, record.ref.type});
  if (by < 0) return;
  const auto& time = record.modified ? record.modified : record.created;
  if (!time || *time == absl::InfiniteFuture()) return;
  auto [it, inserted] =
      last_change.try_emplace(record.ref.source, absl::ToUnixMicros(*time));
  if (!inserted) it->second = std::max(it->second, absl::ToUnixMicros(*time));
}

std::string ReadTimeKey(absl::string_view entity_id) {
  return absl::StrCat("read/", absl::AsciiStrToLower(entity_id));
}

absl::StatusOr<std::unique_ptr<State>> LoadState(
    std::shared_ptr<const index::Rulebook> rulebook,
    const store::RecordStore& store) {
  auto state = std::make_unique<State>(rulebook);
  LF_RETURN_IF_ERROR(store.ForEach(
      [&](base::Hash128, model::Record record) -> absl::Status {
        state->world.Apply(std::monostate(),
                           index::DeriveFacts(*rulebook, record));
        state->Count(record, 1);
        return absl::OkStatus();
      }));
  LF_ASSIGN_OR_RETURN(auto meta, store.Meta());
  for (size_t i = 0; i < rulebook->entity_count(); ++i) {
    const auto it = meta.find(
        ReadTimeKey(rulebook->entity(static_cast<uint16_t>(i)).id));
    int64_t micros = 0;
    if (it != meta.end() && absl::SimpleAtoi(it->second, &micros)) {
      state->freshness.last_read[i] = micros;
    }
  }
  if (const auto it = meta.find(kRevisionKey); it != meta.end()) {
    if (!absl::SimpleAtoi(it->second, &state->revision)) {
      return absl::DataLossError("the store's revision cannot be read");
    }
  }
  state->view = store.View();
  return state;
}

}  // namespace landfall::reconcile
