// Sources and their runs. Declared in handlers.h.
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/handlers.h"

namespace landfall::serve::api {
namespace {

// How often it is looked whether the caller is still there.
constexpr absl::Duration kWaitStep = absl::Milliseconds(100);

absl::StatusOr<pull::SourceSync*> FindSync(const model::Settings& settings,
                                           const pull::Sync* pulls,
                                           const std::string& source) {
  LF_ASSIGN_OR_RETURN(
      const model::Source* found,
      FindSource(settings, "source", source, absl::StatusCode::kNotFound));
  pull::SourceSync* const sync =
      pulls == nullptr ? nullptr : pulls->Find(found->id);
  if (sync != nullptr) return sync;
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   Reason::SOURCE_NOT_PULLED, "source",
                   absl::StrCat("source ", found->id,
                                " is not pulled: it has no url or no auth"));
}

// The run once it has ended, or as it is when the time for that is over.
pull::RunRecord AwaitEnd(pull::SourceSync& sync, pull::RunRecord run,
                         base::Budget& budget) {
  while (run.state == pull::RunRecord::State::kRunning && !sync.IsStopping() &&
         budget.Spend(base::Budget::kLarge)) {
    run = sync.Await(run.id, kWaitStep);
  }
  return run;
}

}  // namespace

absl::Status Handlers::ListSources(const v1::ListSourcesRequest&,
                                   v1::ListSourcesResponse* response) const {
  const RequestScope scope = Scope();
  for (const reconcile::SourceStatus& status :
       reconciler_.ListSources(scope.now)) {
    v1::Source* message = response->add_sources();
    const model::Source* source = scope.settings.FindSource(status.id);
    FillSource(status, source, scope.now, message);
    const pull::SourceSync* sync =
        sync_ == nullptr ? nullptr : sync_->Find(status.id);
    if (sync != nullptr) FillSync(sync->Status(), scope.now, message);
  }
  for (const model::LegalEntity& entity : scope.settings.legal_entities) {
    FillLegalEntity(entity, response->add_legal_entities());
  }
  if (sync_ != nullptr && sync_->rates() != nullptr) {
    FillRates(sync_->rates()->Status(), scope.now,
              response->mutable_exchange_rates());
  }
  return absl::OkStatus();
}

absl::Status Handlers::SyncSource(const v1::SyncSourceRequest& request,
                                  v1::SyncSourceResponse* response) const {
  LF_ASSIGN_OR_RETURN(
      pull::SourceSync* const sync,
      FindSync(reconciler_.settings(), sync_, request.source()));
  if (request.accept_gone() && !request.full()) {
    return InvalidField(Reason::FIELD_NOT_ALLOWED, "acceptGone",
                        "only together with full");
  }
  pull::RunRecord run = sync->Ask({request.full(), request.accept_gone()});
  if (request.wait() && sync_->waiting().TryTake()) {
    const absl::Cleanup leave = [this] { sync_->waiting().Give(); };
    base::Budget endless;
    run = AwaitEnd(*sync, std::move(run), BudgetOr(endless));
  }
  response->set_source(request.source());
  FillRun(run, response->mutable_run());
  return absl::OkStatus();
}

absl::Status Handlers::ListSourceRuns(
    const v1::ListSourceRunsRequest& request,
    v1::ListSourceRunsResponse* response) const {
  LF_ASSIGN_OR_RETURN(
      const pull::SourceSync* const sync,
      FindSync(reconciler_.settings(), sync_, request.source()));
  for (const pull::RunRecord& run : sync->Runs()) {
    FillRun(run, response->add_runs());
  }
  return absl::OkStatus();
}

}  // namespace landfall::serve::api
