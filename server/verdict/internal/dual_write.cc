#include "server/verdict/internal/dual_write.h"

namespace landfall::verdict::internal {

using index::EntityIndex;

bool IsDualWritten(const index::Rulebook& rulebook, EntityIndex entity) {
  return rulebook.SourceOf(entity).source->system ==
         model::System::kFinanceOperations;
}

std::vector<EntityIndex> LackingInDualWrite(const index::Rulebook& rulebook,
                                            const Standing& standing) {
  std::vector<EntityIndex> lacking;
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    const auto entity = static_cast<EntityIndex>(i);
    if (IsDualWritten(rulebook, entity) &&
        (standing.IsMissing(entity) || standing.missing_anywhere)) {
      lacking.push_back(entity);
    }
  }
  return lacking;
}

std::optional<bool> ListsValue(const index::World& world, EntityIndex entity,
                               absl::string_view set, absl::string_view code) {
  const index::Rulebook& rulebook = world.rulebook();
  const uint16_t master = rulebook.SourceOf(entity).index;
  const std::string& area = rulebook.entity(entity).id;
  if (!world.references().HasSet(master, set, area)) return std::nullopt;
  return world.references().HasCode(master, set, area, code);
}

}  // namespace landfall::verdict::internal
