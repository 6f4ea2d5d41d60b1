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

// A master that was found by an address and carries the external ID of another
// customer of the subject's own source.
struct ForeignId {
  index::RowIndex master = index::kNone;
  index::RowIndex customer = index::kNone;
};

// Everything that a subject's keys lead to.
struct MatchResult {
  std::vector<MasterHit> masters;      // accepted, in row order
  std::vector<UpstreamHit> upstreams;  // others than the subject itself
  bool usable_key = false;   // the subject has any key of the asked kinds
  bool telling_key = false;  // … but the id that its own source gave it
  bool hub = false;          // one of its keys is shared by too many
  // Legal entities where …
  index::EntitySet conflicting;    // a master has another tax ID
  index::EntitySet catch_all;      // an "everybody" master has a key
  index::EntitySet weak;           // a weak tax ID found a master, no proof
  index::EntitySet several;        // two masters hold one key
  index::EntitySet keys_disagree;  // keys lead to different masters
  std::vector<ForeignId> foreign_ids;
};

// Finds the masters and upstream customers that share a key of `kinds` with
// `subject` at `as_of`: exact on normal forms, hubs prove nothing, a different
// tax ID of the same issuer contradicts. Pure, thread-safe.
MatchResult Match(const index::World& world, const Subject& subject,
                  model::KeyKinds kinds, index::Micros as_of);

}  // namespace landfall::match
