#pragma once

#include <vector>

#include "server/index/world.h"
#include "server/match/subject.h"
#include "server/model/key_kind.h"

namespace landfall::match {

// A master customer that a subject is.
struct MasterHit {
  index::RowIndex row = index::kNone;
  model::KeyKinds matched_on;
};

// An upstream customer with a key in common.
struct UpstreamHit {
  index::RowIndex row = index::kNone;
  model::KeyKinds shared;
};

// Everything that a subject's keys lead to.
struct MatchResult {
  std::vector<MasterHit> masters;   // accepted, in row order
  std::vector<UpstreamHit> upstreams;  // others than the subject itself
  std::vector<index::RowIndex> conflicting;  // masters with another tax ID
  std::vector<index::RowIndex> catch_all;    // "everybody" masters with a key
  bool usable_key = false;    // the subject has any key of the asked kinds
  bool hub = false;           // one of its keys is shared by too many
  bool weak = false;          // a weak tax ID found a master without proof
  bool several = false;       // two masters of one entity on one key
  bool keys_disagree = false;  // keys lead to different masters of one entity
};

// Finds the masters and upstream customers that share a key of `kinds` with
// `subject` at `as_of`: exact on normal forms, hubs prove nothing, a different
// tax ID of the same issuer contradicts. Pure, thread-safe.
MatchResult Match(const index::World& world, const Subject& subject,
                  model::KeyKinds kinds, index::Micros as_of);

}  // namespace landfall::match
