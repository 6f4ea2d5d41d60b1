// Turns a key into its holders. Entry point: HoldersOf.
#include "server/match/holders.h"

#include <algorithm>

#include "server/index/crowds.h"
#include "server/index/guests.h"

namespace landfall::match {
namespace {

using index::Row;
using index::RowIndex;

int HubLimit(const index::World& world, model::KeyKind kind) {
  const model::HubLimits& hubs = world.rulebook().settings().hubs;
  switch (kind) {
    case model::KeyKind::kEmail:
      return hubs.email;
    case model::KeyKind::kTaxId:
      return hubs.tax_id;
    case model::KeyKind::kExternalId:
      return hubs.external_id;
  }
  return hubs.external_id;
}

bool AddDistinct(std::vector<RowIndex>* rows, RowIndex row) {
  if (std::find(rows->begin(), rows->end(), row) != rows->end()) return false;
  rows->push_back(row);
  return true;
}

// Counts how many of `rows` share the group (entity or source) of the last.
template <typename SameGroup>
int CountGroup(const std::vector<RowIndex>& rows, SameGroup same_group) {
  return static_cast<int>(std::count_if(rows.begin(), rows.end(), same_group));
}

// Masters that stand for everybody are not counted, and some of them say as
// much as all.
constexpr int kMostCatchAlls = 16;

int CatchAllsIn(const index::World& world, const Holders& holders,
                index::EntityIndex entity) {
  return CountGroup(holders.masters, [&](RowIndex i) {
    const Row& row = world.row(i);
    return row.entity == entity && row.Is(Row::kCatchAll);
  });
}

}  // namespace

int MastersIn(const index::World& world, const Holders& holders,
              index::EntityIndex entity) {
  return CountGroup(holders.masters, [&](RowIndex i) {
    const Row& row = world.row(i);
    return row.entity == entity && !row.Is(Row::kCatchAll);
  });
}

int UpstreamsIn(const index::World& world, const Holders& holders,
                uint16_t source) {
  return CountGroup(holders.counted,
                    [&](RowIndex i) { return world.row(i).source == source; });
}

Holders HoldersOf(const index::World& world, const index::KeyFact& key,
                  index::Micros as_of) {
  Holders holders;
  const int limit = HubLimit(world, key.kind);
  int visited = 0;
  auto add = [&](RowIndex index) {
    index = index::Registered(world, index, as_of);
    const Row* row = &world.row(index);
    if (!world.Exists(*row, as_of)) return;
    if (row->Is(Row::kMaster)) {
      if (row->Is(Row::kCatchAll)) {
        if (CatchAllsIn(world, holders, row->entity) < kMostCatchAlls) {
          AddDistinct(&holders.masters, index);
        }
        return;
      }
      if (!AddDistinct(&holders.masters, index)) return;
      holders.most =
          std::max(holders.most, MastersIn(world, holders, row->entity));
    } else {
      if (!row->Is(Row::kInScope)) return;
      if (!AddDistinct(&holders.upstreams, index)) return;
      if (row->Is(Row::kGuest) &&
          index::HasRegisteredBeside(world, index, as_of)) {
        return;
      }
      holders.counted.push_back(index);
      holders.most =
          std::max(holders.most, UpstreamsIn(world, holders, row->source));
    }
  };
  const auto goes_on = [&](RowIndex index) {
    ++visited;
    add(index);
    holders.hub = holders.most >= limit;
    return !holders.hub && visited <= index::kCrowd;
  };
  world.keys().ForEach(key.hash, [&](const index::KeySlot& slot) {
    if (++visited > index::kCrowd) return false;
    return slot.role != index::KeyRole::kExact ||
           world.ForEachHolder(slot, goes_on);
  });
  if (holders.hub || visited <= index::kCrowd) return holders;
  holders = Holders();
  const auto crowd = index::CrowdAt(world, key.hash, as_of);
  for (RowIndex index : crowd->rows) {
    add(index);
    holders.hub = holders.most >= limit;
    if (holders.hub) break;
  }
  return holders;
}

}  // namespace landfall::match
