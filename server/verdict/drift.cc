// A customer that has landed -> the mapped fields that its masters have
// otherwise. Entry points: DriftOf and DriftingEntities.
#include "server/verdict/drift.h"

#include <algorithm>

#include "server/drift/compare.h"
#include "server/verdict/internal/dual_write.h"

namespace landfall::verdict {
namespace {

using index::Row;
using index::RowIndex;
using preflight::TableMaps;

const TableMaps::Entry* MapOf(const Context& context,
                              const Assessment& assessment) {
  if (assessment.row == index::kNone ||
      assessment.verdict() != model::Verdict::kPromoted) {
    return nullptr;
  }
  const index::World& world = context.world;
  const Row& row = world.row(assessment.row);
  const index::SourceRules& source = world.rulebook().sources()[row.source];
  if (source.source->system != model::System::kDataverse ||
      !row.Is(Row::kHeld) || !row.Is(Row::kSendable)) {
    return nullptr;
  }
  return world.rulebook().table_maps().OfCustomers(
      world.traits().MappedValuesOf(row.traits).type);
}

// What a lookup of the customer's source stands for.
std::string CodeOf(const Context& context, RowIndex row, absl::string_view set,
                   absl::string_view id) {
  return context.world.references().CodeOf(context.world.row(row).source, set,
                                           id);
}

model::DriftWinner WinnerOf(const model::MappedField& field) {
  switch (field.flow) {
    case model::MapFlow::kBoth:
      return model::DriftWinner::kLastWriter;
    case model::MapFlow::kToMaster:
      return model::DriftWinner::kUpstream;
    case model::MapFlow::kToUpstream:
      return model::DriftWinner::kMaster;
  }
  return model::DriftWinner::kLastWriter;
}

}  // namespace

std::vector<RowIndex> ComparedMasters(const Context& context,
                                      const Assessment& assessment) {
  std::vector<RowIndex> masters;
  if (MapOf(context, assessment) == nullptr) return masters;
  const index::World& world = context.world;
  index::EntitySet numbered;
  for (const match::MasterHit& hit : assessment.match.masters) {
    if (hit.matched_on.Has(model::KeyKind::kExternalId)) {
      index::Insert(&numbered, world.row(hit.row).entity);
    }
  }
  for (const match::MasterHit& hit : assessment.match.masters) {
    const Row& master = world.row(hit.row);
    const bool its_own = hit.matched_on.Has(model::KeyKind::kExternalId) ||
                         !index::Contains(numbered, master.entity);
    if (its_own && assessment.expectation.Expects(master.entity) &&
        internal::IsDualWritten(world.rulebook(), master.entity)) {
      masters.push_back(hit.row);
    }
  }
  return masters;
}

index::EntitySet DriftingEntities(const Context& context,
                                  const Assessment& assessment,
                                  RecordLookup lookup) {
  index::EntitySet drifting;
  const std::vector<RowIndex> masters = ComparedMasters(context, assessment);
  if (masters.empty()) return drifting;
  const index::World& world = context.world;
  const model::TableMap& map = *MapOf(context, assessment)->map;
  const auto resolve = [&](absl::string_view set, absl::string_view id) {
    return CodeOf(context, assessment.row, set, id);
  };
  for (const RowIndex row : masters) {
    const index::EntityIndex entity = world.row(row).entity;
    if (index::Contains(drifting, entity)) continue;
    const model::Record* master = lookup(world.row(row).id);
    const model::Record* upstream = lookup(world.row(assessment.row).id);
    if (master == nullptr || upstream == nullptr) continue;
    if (drift::Differ(map, *upstream, *master, resolve)) {
      index::Insert(&drifting, entity);
    }
  }
  return drifting;
}

std::vector<model::FieldDrift> DriftOf(const Context& context,
                                       const Assessment& assessment,
                                       RecordLookup lookup) {
  std::vector<model::FieldDrift> drift;
  const index::World& world = context.world;
  std::vector<const model::Record*> masters;
  for (const RowIndex row : ComparedMasters(context, assessment)) {
    const model::Record* master = lookup(world.row(row).id);
    if (master != nullptr) masters.push_back(master);
  }
  if (masters.empty()) return drift;
  const model::Record* upstream = lookup(world.row(assessment.row).id);
  if (upstream == nullptr) return drift;
  std::sort(masters.begin(), masters.end(),
            [](const auto* a, const auto* b) { return a->ref < b->ref; });
  const model::TableMap& map = *MapOf(context, assessment)->map;
  const auto resolve = [&](absl::string_view set, absl::string_view id) {
    return CodeOf(context, assessment.row, set, id);
  };
  for (const model::Record* master : masters) {
    const index::EntityIndex entity =
        world.row(world.FindRow(world.rulebook().RecordId(master->ref))).entity;
    for (drift::Difference& found :
         drift::Compare(map, *upstream, *master, resolve)) {
      if (drift.size() == kMostDrift) return drift;
      drift.push_back({map.Name(), world.rulebook().entity(entity).id,
                       master->ref, found.field->upstream_field,
                       found.field->master_field, std::move(found.upstream),
                       std::move(found.master),
                       std::string(model::MapSymbol(*found.field)),
                       WinnerOf(*found.field)});
    }
  }
  return drift;
}

}  // namespace landfall::verdict
