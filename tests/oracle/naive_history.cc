// Turns the rows of a card into how long those waited who landed. Entry points:
// WaitsOf and Summarize.

#include "tests/oracle/naive_history.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "absl/strings/match.h"

namespace landfall::oracle {
namespace {

// When the customer was first present where it is expected; nullopt when it is
// not there, or when nobody knows since when.
std::optional<absl::Time> LandedAt(const NaiveView& view, const NaiveRow& row,
                                   const std::string& only) {
  std::optional<absl::Time> first;
  for (const model::EntityOutcome& outcome : row.decision.answer.entities) {
    if (outcome.outcome != model::Outcome::kPresent) continue;
    if (!only.empty() && !absl::EqualsIgnoreCase(only, outcome.entity)) {
      continue;
    }
    for (const model::MasterMatch& match : outcome.customers) {
      const NaiveMaster* master = view.FindMaster(match.record);
      if (!master->record->created.has_value()) return std::nullopt;
      if (!first.has_value() || *master->record->created < *first) {
        first = master->record->created;
      }
    }
  }
  return first;
}

// The wait that at least `share` of the sorted ones do not exceed.
double Percentile(const std::vector<double>& sorted, double share) {
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  return sorted[static_cast<size_t>(rank) - 1];
}

}  // namespace

std::vector<double> WaitsOf(const NaiveView& view, const NaiveCardScope& scope,
                            absl::Time begin) {
  // The customers behind any card of shops, and whatever they miss.
  model::CardSettings people = *scope.card;
  if (people.kind == "orders-blocked") people.kind = "active-customers";
  NaiveCardScope everybody = scope;
  everybody.card = &people;
  everybody.query.entity.clear();
  std::vector<double> waits;
  for (const NaiveRow& row : RowsOf(view, everybody)) {
    const auto& since = row.decision.answer.since;
    if (row.customer == nullptr ||
        row.decision.answer.verdict == model::Verdict::kOutOfScope ||
        !since.has_value()) {
      continue;
    }
    const auto landed = LandedAt(view, row, scope.query.entity);
    if (landed.has_value() && *landed > begin && *landed >= *since) {
      waits.push_back(absl::ToDoubleSeconds(*landed - *since));
    }
  }
  return waits;
}

model::TimeToPromotion Summarize(std::vector<double> waits) {
  std::sort(waits.begin(), waits.end());
  model::TimeToPromotion time;
  time.landed = static_cast<int>(waits.size());
  if (waits.empty()) return time;
  time.p50_seconds = Percentile(waits, 0.5);
  time.p90_seconds = Percentile(waits, 0.9);
  time.p99_seconds = Percentile(waits, 0.99);
  return time;
}

}  // namespace landfall::oracle
