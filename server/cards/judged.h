#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "server/cards/collection.h"
#include "server/cards/member_sum.h"

namespace landfall::cards {

// What is asked about the customers of a card beside who is counted.
struct Wanted {
  bool reasons = false;
  bool breakdown = false;  // needs the reasons as well
  // Whether NEAR_MATCH is among the reasons. Else Seen::near says of whom
  // verdict::HasNear is still to be asked.
  bool near = true;
  // `Collection::waits` are those of customers in scope whose first master in
  // an entity that is expected (with an entity filter: in that one) was created
  // after this time, by asOf, and not before they were expected there. Both
  // times must be known.
  index::Micros landed_after = index::kForever;
  // Until when each judgement stands, see Seen::until.
  bool until = false;
};

// How far somebody in the window of a card has come.
enum class Stage : uint8_t {
  kNone,  // filtered out
  kOutOfScope,
  kPromoted,
  kNotPromoted,
  kAwaitingSync,
  kUnknown,
};

// Adds `customers` of a stage, or takes them away.
void CountStage(Stage stage, int customers, model::Stages* stages);

// Somebody in the window of a card who was judged.
struct Seen {
  index::RowIndex row;
  Stage stage = Stage::kNone;
  bool crowded = false;  // see index::Changes
  bool near = false;  // whose reasons may have NEAR_MATCH, if they are wanted
  // The last time at which the judgement stands, if it is wanted, as long as
  // nothing changes, no stored time comes that lies ahead of now, and each
  // entity can answer as it can now. That of the judgement when more cannot be
  // said cheaply.
  index::Micros until = index::kForever;
};

// What walks over the world have found out for a card. Nothing in it points
// into the world. Value type.
struct Judged {
  std::vector<Seen> seen;  // everybody
  std::vector<CountedCustomer> customers;
  std::vector<PlainCustomer> plain;
  std::vector<std::pair<index::RowIndex, index::Micros>> waits;
  // Of customers and plain, kept up while they only grow; else nullopt.
  std::optional<MemberSum> members;
};

}  // namespace landfall::cards
