// Turns expectation and presence into a verdict. Entry point: Decide.
#include "server/verdict/decide.h"

#include <algorithm>

namespace landfall::verdict {
namespace {

using index::EntityIndex;
using index::EntitySet;
using index::Micros;
using model::Verdict;

Micros GraceOf(const index::Rulebook& rulebook, EntityIndex entity) {
  return absl::ToInt64Microseconds(rulebook.SourceOf(entity).source->grace);
}

EntitySet AllEntities(const index::Rulebook& rulebook) {
  EntitySet all;
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    all.push_back(static_cast<EntityIndex>(i));
  }
  return all;
}

bool AnyNames(const std::vector<expect::Need>& needs, EntityIndex entity) {
  return std::any_of(needs.begin(), needs.end(),
                     [entity](const expect::Need& need) {
                       return index::Contains(need.entities, entity);
                     });
}

// Compares expectation with presence; leaves the verdict open.
class Comparison {
 public:
  Comparison(const index::Rulebook& rulebook, const Freshness& freshness,
             const EntitySet& present, Micros as_of)
      : rulebook_(rulebook), freshness_(freshness), as_of_(as_of) {
    standing_.present = present;
  }

  void Clear(EntityIndex entity) {
    if (index::Contains(standing_.present, entity)) return;
    index::Insert(CanAnswer(entity) ? &standing_.missing : &standing_.unread,
                  entity);
  }

  void Group(const expect::Need& need) {
    if (MeetsOneOf(need.entities)) return;
    (AllCanAnswer(need.entities) ? standing_.missing_groups
                                 : standing_.unread_groups)
        .push_back(need);
  }

  void Anywhere() {
    if (!standing_.present.empty()) return;
    const bool known = AllCanAnswer(AllEntities(rulebook_));
    standing_.missing_anywhere |= known;
    standing_.unread_anywhere |= !known;
  }

  Standing Take() { return std::move(standing_); }

 private:
  bool CanAnswer(EntityIndex entity) const {
    return freshness_.CanAnswer(rulebook_, entity, as_of_);
  }
  bool AllCanAnswer(const EntitySet& entities) const {
    return std::all_of(entities.begin(), entities.end(),
                       [this](EntityIndex e) { return CanAnswer(e); });
  }
  bool MeetsOneOf(const EntitySet& entities) const {
    return std::any_of(entities.begin(), entities.end(), [this](EntityIndex e) {
      return index::Contains(standing_.present, e);
    });
  }

  const index::Rulebook& rulebook_;
  const Freshness& freshness_;
  const Micros as_of_;
  Standing standing_;
};

// The entities that a landing could still happen in.
EntitySet Lacking(const index::Rulebook& rulebook, const Standing& standing) {
  if (standing.missing_anywhere) return AllEntities(rulebook);
  EntitySet lacking = standing.missing;
  for (const expect::Need& need : standing.missing_groups) {
    index::Insert(&lacking, need.entities);
  }
  return lacking;
}

// Dual-write and its filters concern Finance & Operations only.
bool ConcernsDualWrite(const index::Rulebook& rulebook,
                       const Standing& standing) {
  const EntitySet lacking = Lacking(rulebook, standing);
  return std::any_of(lacking.begin(), lacking.end(), [&](EntityIndex entity) {
    return rulebook.SourceOf(entity).source->system ==
           model::System::kFinanceOperations;
  });
}

Micros LongestGrace(const index::Rulebook& rulebook,
                    const EntitySet& entities) {
  Micros longest = 0;
  for (EntityIndex entity : entities) {
    longest = std::max(longest, GraceOf(rulebook, entity));
  }
  return longest;
}

bool EveryMissingWaits(const index::Rulebook& rulebook,
                       const Standing& standing, Micros absent_for) {
  for (EntityIndex entity : standing.missing) {
    if (absent_for >= GraceOf(rulebook, entity)) return false;
  }
  for (const expect::Need& need : standing.missing_groups) {
    if (absent_for >= LongestGrace(rulebook, need.entities)) return false;
  }
  return !standing.missing_anywhere ||
         absent_for < LongestGrace(rulebook, AllEntities(rulebook));
}

}  // namespace

bool Standing::IsMissing(EntityIndex entity) const {
  return index::Contains(missing, entity) || AnyNames(missing_groups, entity);
}

bool Standing::IsOpen(EntityIndex entity) const {
  return missing_anywhere || unread_anywhere || IsMissing(entity) ||
         index::Contains(unread, entity) || AnyNames(unread_groups, entity);
}

Standing Decide(const index::Rulebook& rulebook, const Freshness& freshness,
                const expect::Expectation& expectation,
                const EntitySet& present, const Stop& stop, Micros as_of) {
  Comparison comparison(rulebook, freshness, present, as_of);
  for (const auto& [entity, because] : expectation.clear) {
    comparison.Clear(entity);
  }
  for (const expect::Need& need : expectation.ambiguous) {
    comparison.Group(need);
  }
  if (expectation.Anywhere()) comparison.Anywhere();
  Standing standing = comparison.Take();
  if (!standing.AnyMissing()) {
    standing.verdict =
        standing.AnyUnread() ? Verdict::kUnknown : Verdict::kPromoted;
    return standing;
  }
  standing.verdict = Verdict::kNotPromoted;
  if (stop.any() && ConcernsDualWrite(rulebook, standing)) {
    standing.stop = stop;
  } else if (expectation.since != index::kNoTime &&
             EveryMissingWaits(rulebook, standing, as_of - expectation.since)) {
    standing.verdict = Verdict::kAwaitingSync;
  }
  return standing;
}

}  // namespace landfall::verdict
