#pragma once

#include <vector>

#include "server/expect/expectation.h"
#include "server/index/entity_set.h"
#include "server/model/verdict.h"
#include "server/verdict/freshness.h"

namespace landfall::verdict {

// Why a Dataverse row can never land by itself.
struct Stop {
  bool by_filter = false;   // the table map's filter does not let it through
  bool no_company = false;  // it carries no company
  bool any() const { return by_filter || no_company; }
};

// Where a customer stands against what is expected of it. Value type.
struct Standing {
  model::Verdict verdict = model::Verdict::kUnknown;
  index::EntitySet present;  // entities with an accepted master
  index::EntitySet missing;  // clear entities known to lack the customer
  index::EntitySet unread;   // clear entities that nobody can answer for
  std::vector<expect::Need> missing_groups;  // ambiguous needs not met
  std::vector<expect::Need> unread_groups;
  bool missing_anywhere = false;  // unmapped or any: known to be nowhere
  bool unread_anywhere = false;
  Stop stop;  // set when it decided the verdict

  bool AnyMissing() const {
    return !missing.empty() || !missing_groups.empty() || missing_anywhere;
  }
  bool AnyUnread() const {
    return !unread.empty() || !unread_groups.empty() || unread_anywhere;
  }
  // True when `entity` is known to lack the customer and one need waits for it.
  bool IsMissing(index::EntityIndex entity) const;
  // True when any unmet need, known or not, could be met in `entity`.
  bool IsOpen(index::EntityIndex entity) const;
};

// Judges an in-scope customer: promoted when every expectation is met; not
// promoted (or still within grace) when an entity is known to lack it; unknown
// when nobody can say. Presence counts however old the reading is. Pure.
Standing Decide(const index::Rulebook& rulebook, const Freshness& freshness,
                const expect::Expectation& expectation,
                const index::EntitySet& present, const Stop& stop,
                index::Micros as_of);

}  // namespace landfall::verdict
