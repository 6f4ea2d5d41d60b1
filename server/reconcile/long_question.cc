#include "server/reconcile/long_question.h"

#include "server/base/status_macros.h"

namespace landfall::reconcile {
namespace {

// So often an answer is mended beside writers before they are kept out.
constexpr int kRoundsBesideWriters = 3;

}  // namespace

LongQuestion::LongQuestion(const live::Live& live, recall::Recall& recall,
                           absl::Time now, base::Budget& budget)
    : reading_(live, budget), budget_(budget) {
  reading_.Enter();
  records_ = std::make_unique<RequestRecords>(state().view, recall);
  context_ = std::make_unique<const verdict::Context>(verdict::Context{
      state().world,
      verdict::Freshness(state().read_times, absl::ToUnixMicros(now)),
      state().prices, &recall, nullptr, &budget});
}

absl::Status LongQuestion::Settle(
    absl::FunctionRef<void()> gather,
    absl::FunctionRef<void(const index::Changes&)> mend) {
  reading_.TakeChanges();
  gather();
  for (int round = 1;; ++round) {
    LF_RETURN_IF_ERROR(budget_.status());
    LF_RETURN_IF_ERROR(records_->status());
    if (round == kRoundsBesideWriters) reading_.KeepWriterOut();
    const index::Changes changes = reading_.TakeChanges();
    if (changes.empty()) return absl::OkStatus();
    mend(changes);
  }
}

const model::Record* LongQuestion::Find(base::Hash128 id) {
  // What a writer changed is in the newest view only.
  if (records_->view() != state().view.get()) records_->Renew(state().view);
  return records_->Get(id);
}

void LongQuestion::Apart(absl::FunctionRef<void()> work) {
  reading_.Leave();
  work();
  reading_.Enter();
}

}  // namespace landfall::reconcile
