// Runs and pulled sources -> messages. Declared in convert.h.
#include "server/serve/api/convert.h"

namespace landfall::serve::api {
namespace {

v1::RunState::Value StateOf(pull::RunRecord::State state) {
  switch (state) {
    case pull::RunRecord::State::kRunning:
      return v1::RunState::RUNNING;
    case pull::RunRecord::State::kSucceeded:
      return v1::RunState::SUCCEEDED;
    case pull::RunRecord::State::kFailed:
      return v1::RunState::FAILED;
  }
  return v1::RunState::RUN_STATE_UNSPECIFIED;
}

}  // namespace

void FillRun(const pull::RunRecord& run, v1::SourceRun* message) {
  message->set_id(run.id);
  FillTime(run.started, message->mutable_started_at());
  if (run.finished != absl::InfiniteFuture()) {
    FillTime(run.finished, message->mutable_finished_at());
  }
  message->set_full(run.full);
  message->set_state(StateOf(run.state));
  message->set_read(CutCount(run.sums.read));
  message->set_inserted(CutCount(run.sums.inserted));
  message->set_updated(CutCount(run.sums.updated));
  message->set_unchanged(CutCount(run.sums.unchanged));
  message->set_deleted(CutCount(run.sums.deleted));
  message->set_rejected(CutCount(run.sums.rejected));
  message->set_error(run.error);
}

void FillRates(const pull::RateStatus& status, absl::Time now,
               v1::ExchangeRateFeed* message) {
  message->set_feed(status.feed);
  message->set_every(absl::FormatDuration(status.every));
  if (status.read_at != absl::InfinitePast()) {
    FillTime(status.read_at, message->mutable_read_at());
    message->set_lag_seconds(
        CutCount(absl::ToInt64Seconds(now - status.read_at)));
  }
  if (status.newest.has_value()) {
    message->set_newest_date(absl::FormatCivilTime(*status.newest));
  }
  message->set_currencies(status.currencies);
  if (status.next_at != absl::InfiniteFuture()) {
    FillTime(status.next_at, message->mutable_next_at());
  }
  message->set_failures_in_a_row(status.failures_in_a_row);
  message->set_error(status.error);
}

void FillSync(const pull::SyncStatus& status, absl::Time now,
              v1::Source* message) {
  v1::SourceSync* sync = message->mutable_sync();
  if (status.every.has_value()) {
    sync->set_every(absl::FormatDuration(*status.every));
  }
  if (status.last_run.has_value()) {
    FillRun(*status.last_run, sync->mutable_last_run());
  }
  if (status.next_at != absl::InfiniteFuture()) {
    FillTime(status.next_at, sync->mutable_next_at());
  }
  sync->set_failures_in_a_row(status.failures_in_a_row);
  if (status.subscriptions.has_value()) {
    sync->set_subscriptions(status.subscriptions->standing);
    sync->set_subscription_error(status.subscriptions->error);
  }
  if (status.read_at == absl::InfinitePast()) return;
  sync->set_lag_seconds(CutCount(absl::ToInt64Seconds(now - status.read_at)));
}

}  // namespace landfall::serve::api
