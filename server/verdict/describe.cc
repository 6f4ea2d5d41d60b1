#include "server/verdict/describe.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/index/derive.h"
#include "server/normalize/normalize.h"

namespace landfall::verdict {
namespace {

// The record of the latest order of a row, or nullptr.
const model::Record* LatestOrder(const index::World& world,
                                 RecordLookup lookup, index::RowIndex row,
                                 index::Micros as_of) {
  const index::OrderRow* latest = nullptr;
  world.ForEachOrder(row, as_of, [&](const index::OrderRow& order) {
    if (order.placed != index::kNoTime && order.placed > as_of) return;
    const bool later =
        latest == nullptr || latest->placed < order.placed ||
        (latest->placed == order.placed && latest->id < order.id);
    if (later) latest = &order;
  });
  return latest == nullptr ? nullptr : lookup(latest->id);
}

Description DescribeByOrder(const index::World& world,
                            const model::Record& record) {
  const index::SourceRules& source =
      *world.rulebook().FindSource(record.ref.source);
  const auto& order = std::get<model::Order>(record.body);
  Description description;
  if (order.customer_id.empty()) {
    description.ref = index::GuestOf(world.rulebook(), source, record);
  } else {
    description.ref = {record.ref.source,
                       order.customer_type.empty() ? "customer"
                                                   : order.customer_type,
                       order.customer_id};
  }
  description.name =
      order.customer_name.empty() ? order.email : order.customer_name;
  return description;
}

}  // namespace

Description Describe(const index::World& world, RecordLookup lookup,
                     index::RowIndex row, index::Micros as_of) {
  if (world.row(row).Is(index::Row::kHeld)) {
    const model::Record* record = lookup(world.row(row).id);
    if (record != nullptr) return {record->ref, record->name};
    return {};
  }
  const model::Record* order = LatestOrder(world, lookup, row, as_of);
  return order == nullptr ? Description() : DescribeByOrder(world, *order);
}

std::vector<normalize::KeyOutcome> OutcomesOf(const index::World& world,
                                              RecordLookup lookup,
                                              index::RowIndex row,
                                              index::Micros as_of) {
  const index::Rulebook& rulebook = world.rulebook();
  std::vector<normalize::KeyOutcome> outcomes;
  const bool held = world.row(row).Is(index::Row::kHeld);
  if (held) {
    if (const model::Record* record = lookup(world.row(row).id)) {
      outcomes = index::KeyOutcomes(rulebook, *record);
    }
    if (world.row(row).own_emails > 0) return outcomes;
  }
  if (const model::Record* order = LatestOrder(world, lookup, row, as_of)) {
    for (auto& outcome : index::OrderKeyOutcomes(rulebook, *order)) {
      outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

std::string CountryOf(const model::Record& record) {
  absl::string_view raw;
  if (auto* row = std::get_if<model::UpstreamCustomer>(&record.body)) {
    raw = row->country;
  } else if (auto* row = std::get_if<model::MasterCustomer>(&record.body)) {
    raw = row->country;
  } else if (auto* row = std::get_if<model::Order>(&record.body)) {
    raw = row->billing_country;
  }
  return normalize::NormalizeCountry(raw).value_or("");
}

std::string SharedKeys(model::KeyKinds kinds) {
  std::vector<absl::string_view> names;
  if (kinds.Has(model::KeyKind::kEmail)) names.push_back("email");
  if (kinds.Has(model::KeyKind::kExternalId)) names.push_back("external ID");
  if (kinds.Has(model::KeyKind::kTaxId)) names.push_back("tax ID");
  return absl::StrCat("same ", absl::StrJoin(names, " and "));
}

}  // namespace landfall::verdict
