// `landfall sync`: asks for runs, follows them, sums up. Entry point: RunSync.
#include "client/cli/sync_command.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "client/cli/commands.h"
#include "client/cli/text.h"
#include "server/base/status_macros.h"

namespace landfall::cli {
namespace {

constexpr absl::Duration kBetweenLooks = absl::Milliseconds(300);

absl::StatusOr<std::vector<std::string>> SourcesOf(const Session& session) {
  if (!session.arguments.positional.empty()) {
    return session.arguments.positional;
  }
  v1::ListSourcesResponse all;
  LF_RETURN_IF_ERROR(session.client.ListSources({}, &all));
  std::vector<std::string> pulled;
  for (const v1::Source& source : all.sources()) {
    if (source.has_sync()) pulled.push_back(source.id());
  }
  return pulled;
}

absl::Status Begin(const Session& session, v1::SyncReport* report) {
  LF_ASSIGN_OR_RETURN(const std::vector<std::string> sources,
                      SourcesOf(session));
  for (const std::string& source : sources) {
    v1::SyncSourceRequest request;
    request.set_source(source);
    request.set_full(session.arguments.Has("full"));
    request.set_accept_gone(session.arguments.Has("accept-gone"));
    LF_RETURN_IF_ERROR(session.client.SyncSource(request, report->add_runs()));
  }
  return absl::OkStatus();
}

// Looks how a run has come on.
absl::Status Look(const Session& session, v1::SyncSourceResponse* run) {
  v1::ListSourceRunsRequest request;
  request.set_source(run->source());
  v1::ListSourceRunsResponse answer;
  LF_RETURN_IF_ERROR(session.client.ListSourceRuns(request, &answer));
  for (const v1::SourceRun& found : answer.runs()) {
    if (found.id() == run->run().id()) *run->mutable_run() = found;
  }
  return absl::OkStatus();
}

bool IsRunning(const v1::SyncSourceResponse& run) {
  return run.run().state() == v1::RunState::RUNNING;
}

void ShowProgress(const Session& session, const v1::SyncReport& report) {
  if (!session.around.err_is_terminal) return;
  session.around.err << "\r\x1b[K";
  for (const v1::SyncSourceResponse& run : report.runs()) {
    if (!IsRunning(run)) continue;
    session.around.err << Printable(run.source()) << ": "
                       << CountText(run.run().read()) << " rows  ";
  }
  session.around.err << std::flush;
}

absl::Status Follow(const Session& session, v1::SyncReport* report) {
  auto& runs = *report->mutable_runs();
  while (std::any_of(runs.begin(), runs.end(), IsRunning)) {
    absl::SleepFor(kBetweenLooks);
    for (v1::SyncSourceResponse& run : runs) {
      if (IsRunning(run)) LF_RETURN_IF_ERROR(Look(session, &run));
    }
    ShowProgress(session, *report);
  }
  return absl::OkStatus();
}

bool HasFailed(const v1::SyncSourceResponse& run) {
  return run.run().state() == v1::RunState::FAILED;
}

}  // namespace

Command SyncCommand() {
  return {
      .name = "sync",
      .summary = "Pull sources now, and wait for the result",
      .operands = {{.name = "SOURCE",
                    .help = "the id of a source; default: all that are pulled",
                    .required = false,
                    .repeated = true}},
      .flags = {{.name = "full",
                 .value = "",
                 .help = "compare everything, and delete what is gone"},
                {.name = "accept-gone",
                 .value = "",
                 .help = "with --full: delete however much is gone"},
                {.name = "no-wait",
                 .value = "",
                 .help = "do not wait for the runs to end"}},
      .examples = {{"landfall sync", ""},
                   {"landfall sync erp --full",
                    "Find what was deleted in the customer master."}}};
}

int RunSync(const Session& session) {
  v1::SyncReport report;
  absl::Status status = Begin(session, &report);
  if (status.ok() && !session.arguments.Has("no-wait")) {
    status = Follow(session, &report);
  }
  if (!status.ok()) return Report(session.around, status);
  Print(session, report, ViewSync(report, session.colors));
  const auto& runs = report.runs();
  return std::any_of(runs.begin(), runs.end(), HasFailed) ? kServerError
                                                          : kSuccess;
}

}  // namespace landfall::cli
