// Turns the outcomes of key values, or what the world knows of them, into what
// answers say of them. Entry points: ReportsOf and BareReportsOf.
#include "server/verdict/internal/key_reports.h"

#include <algorithm>
#include <optional>

#include "server/index/key_sketch.h"

namespace landfall::verdict::internal {
namespace {

using index::Row;
using index::RowIndex;
using index::World;

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

model::KeyReport BareReportOf(const index::KeySketch::Value& value) {
  model::KeyReport report;
  report.kind = value.kind;
  report.usable = value.problem == normalize::KeyProblem::kNone;
  report.problem = std::string(normalize::KeyProblemName(value.problem));
  return report;
}

// Kinds of the keys that the index holds of a row, but for the addresses of its
// orders when its record has one: those do not count.
std::vector<model::KeyKind> IndexedKinds(const World& world, RowIndex row) {
  std::vector<model::KeyKind> kinds;
  uint32_t s = world.row(row).first_slot;
  for (; s != index::kNone; s = world.keys().slot(s).next_of_row) {
    const index::KeySlot& slot = world.keys().slot(s);
    if (slot.role == index::KeyRole::kExact && world.Counts(slot)) {
      kinds.push_back(slot.kind);
    }
  }
  return kinds;
}

// True when every order that names the customer names the row itself and says
// nothing that was meant as a key and is none. Counts them.
bool OnlyUsableOrders(const World& world, RowIndex row, index::Micros as_of,
                      size_t* orders) {
  bool only = true;
  world.ForEachOrderEver(row, as_of, [&](const index::OrderRow& order) {
    ++*orders;
    only = only && !order.unusable_key && order.customer == row;
  });
  return only;
}

// What a customer without a record has of one kind is told in this order.
int Place(model::KeyKind kind) {
  switch (kind) {
    case model::KeyKind::kExternalId:
      return 0;
    case model::KeyKind::kEmail:
      return 1;
    case model::KeyKind::kTaxId:
      return 2;
  }
  return 2;
}

// Of a customer whom only orders know. All of its orders say whose they are: by
// its id, or by its address when it is a guest. What some add to that may be
// told without reading them when it is one value.
std::optional<std::vector<index::KeySketch::Value>> SaidByOrders(
    std::vector<model::KeyKind> kinds, size_t orders) {
  if (kinds.size() > 2 || orders > kMostOrders) return std::nullopt;
  std::sort(kinds.begin(), kinds.end(), [](model::KeyKind a, model::KeyKind b) {
    return Place(a) < Place(b);
  });
  if (kinds.size() == 2 && kinds[0] == kinds[1]) return std::nullopt;
  std::vector<index::KeySketch::Value> values;
  values.reserve(kinds.size());
  for (const model::KeyKind kind : kinds) {
    values.push_back({kind, normalize::KeyProblem::kNone});
  }
  return values;
}

// What the world knows without reading a record; nullopt when that is not all.
std::optional<std::vector<index::KeySketch::Value>> KnownValues(
    const World& world, RowIndex index, index::Micros as_of) {
  const Row& row = world.row(index);
  size_t orders = 0;
  if (!world.LocationsOf(row).empty() ||
      !OnlyUsableOrders(world, index, as_of, &orders)) {
    return std::nullopt;
  }
  std::vector<model::KeyKind> kinds = IndexedKinds(world, index);
  if (!row.Is(Row::kHeld)) return SaidByOrders(std::move(kinds), orders);
  const index::KeySketch& sketch = world.traits().KeySketchOf(row.traits);
  if (kinds.size() != sketch.usable_keys()) return std::nullopt;
  return sketch.Values();
}

}  // namespace

std::vector<model::KeyReport> ReportsOf(
    const std::vector<normalize::KeyOutcome>& outcomes, model::KeyKinds asked) {
  std::vector<model::KeyReport> reports;
  for (const normalize::KeyOutcome* outcome : index::ToldOnce(outcomes)) {
    // What is no key is told whether or not its kind was asked for.
    if (outcome->key && !asked.Has(outcome->kind)) continue;
    reports.push_back(ReportOf(*outcome));
  }
  return reports;
}

std::vector<model::KeyReport> BareReportsOf(const World& world,
                                            RecordLookup lookup, RowIndex row,
                                            index::Micros as_of,
                                            model::KeyKinds asked) {
  const auto known = KnownValues(world, row, as_of);
  if (!known) {
    std::vector<model::KeyReport> reports =
        ReportsOf(OutcomesOf(world, lookup, row, as_of), asked);
    ClearTexts(&reports);
    return reports;
  }
  std::vector<model::KeyReport> reports;
  for (const index::KeySketch::Value& value : *known) {
    model::KeyReport report = BareReportOf(value);
    if (report.usable && !asked.Has(report.kind)) continue;
    reports.push_back(std::move(report));
  }
  return reports;
}

void ClearTexts(std::vector<model::KeyReport>* reports) {
  for (model::KeyReport& report : *reports) {
    report.normalized.clear();
    report.raw.clear();
  }
}

}  // namespace landfall::verdict::internal
