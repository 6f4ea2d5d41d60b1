#include "server/verdict/internal/key_reports.h"

#include <algorithm>

namespace landfall::verdict::internal {
namespace {

model::KeyReport ReportOf(const normalize::KeyOutcome& outcome) {
  model::KeyReport report;
  report.kind = outcome.kind;
  if (outcome.key) {
    report.normalized = outcome.key->text();
    report.usable = true;
    return report;
  }
  report.problem = std::string(normalize::KeyProblemName(outcome.problem));
  report.raw = outcome.raw;
  return report;
}

}  // namespace

std::vector<model::KeyReport> ReportsOf(
    const std::vector<normalize::KeyOutcome>& outcomes, model::KeyKinds asked) {
  std::vector<model::KeyReport> reports;
  for (const normalize::KeyOutcome& outcome : outcomes) {
    // What is no key is told whether or not its kind was asked for.
    if (outcome.key && !asked.Has(outcome.kind)) continue;
    model::KeyReport report = ReportOf(outcome);
    const bool known = std::any_of(
        reports.begin(), reports.end(), [&](const model::KeyReport& other) {
          return other.kind == report.kind && other.raw == report.raw &&
                 other.normalized == report.normalized &&
                 other.problem == report.problem;
        });
    if (!known) reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace landfall::verdict::internal
