// What a commit does -> which customers may be judged otherwise. Entry points:
// OnTouched and OnFacts.
#include "server/live/touched_rows.h"

#include <algorithm>

#include "server/index/connected.h"
#include "server/match/near_blocks.h"
#include "server/match/near_finder.h"

namespace landfall::live {
namespace {

// True when other customers may be near another set of masters afterwards, or
// near masters that exist at other times.
bool MovesNear(const index::Facts& before, const index::Facts& after) {
  if (match::ChangesNear(before, after)) return true;
  const auto* was = std::get_if<index::CustomerFacts>(&before);
  const auto* is = std::get_if<index::CustomerFacts>(&after);
  return was != nullptr && is != nullptr && was->master &&
         (was->created != is->created || was->deleted != is->deleted);
}

// True when a key of the row has so many holders that nobody is near by it any
// more, or nearly so many: one more or less then matters to others.
bool MayBeTooManyForNear(const index::World& world, index::RowIndex row) {
  for (uint32_t s = world.row(row).first_slot; s != index::kNone;
       s = world.keys().slot(s).next_of_row) {
    int holders = 0;
    world.keys().ForEach(world.keys().slot(s).Id(), [&](const auto&) {
      return ++holders < match::kMostOthers;
    });
    if (holders >= match::kMostOthers) return true;
  }
  return false;
}

// Visits what an error event is about.
template <typename Visit>
void ForEachSubject(const index::Facts& facts, Visit visit) {
  const auto* event = std::get_if<index::EventFacts>(&facts);
  if (event == nullptr) return;
  for (const base::Hash128& subject : event->subjects) visit(subject);
}

}  // namespace

void TouchedRows::Add(index::Changes* changes) {
  absl::MutexLock lock(&mutex_);
  listeners_.push_back(changes);
}

void TouchedRows::Remove(index::Changes* changes) {
  absl::MutexLock lock(&mutex_);
  listeners_.erase(std::find(listeners_.begin(), listeners_.end(), changes));
}

void TouchedRows::OnTouched(const index::World& world, index::RowIndex row,
                            When when) {
  memory_.OnTouched(world, row, when);
  if (listeners_.empty()) return;
  const index::Reach reach = index::ReachOf(world, row);
  const bool near = MayBeTooManyForNear(world, row);
  for (index::Changes* changes : listeners_) {
    changes->crowds |= reach.crowded;
    changes->near |= near;
    for (index::RowIndex other : reach.rows) changes->Add(other);
  }
}

void TouchedRows::OnAllTouched(const index::World& world) {
  memory_.OnAllTouched(world);
  OnEverything();
}

void TouchedRows::OnEverything() {
  for (index::Changes* changes : listeners_) changes->AddAll();
}

void TouchedRows::OnReads() {
  for (index::Changes* changes : listeners_) changes->reads = true;
}

void TouchedRows::OnFacts(const index::World& world, const index::Facts& before,
                          const index::Facts& after) {
  // A reference set says of every Dataverse row what its fields are worth.
  if (std::holds_alternative<index::ReferenceFacts>(before) ||
      std::holds_alternative<index::ReferenceFacts>(after)) {
    OnAllTouched(world);
  }
  if (listeners_.empty()) return;
  const bool near = MovesNear(before, after);
  for (const index::Facts* facts : {&before, &after}) {
    const bool is_event = std::holds_alternative<index::EventFacts>(*facts);
    for (index::Changes* changes : listeners_) {
      changes->near |= near;
      changes->events |= is_event;
    }
    ForEachSubject(*facts, [&](const base::Hash128& subject) {
      TouchSubject(world, subject);
    });
    if (const auto* document = std::get_if<index::DocumentFacts>(facts)) {
      TouchOrdersOf(world, *document);
    }
    if (const auto* activity = std::get_if<index::ActivityFacts>(facts)) {
      for (const base::Hash128& customer : activity->customers) {
        TouchSubject(world, customer);
      }
    }
  }
}

// Who asks for orders is told their documents.
void TouchedRows::TouchOrdersOf(const index::World& world,
                                const index::DocumentFacts& document) {
  for (const index::OrderName& name : document.names) {
    world.documents().ForEachOrder(name.hash, [&](index::OrderIndex order) {
      const index::RowIndex row = world.order(order).customer;
      for (index::Changes* changes : listeners_) changes->Add(row);
    });
  }
}

// `subject` is a record or a key.
void TouchedRows::TouchSubject(const index::World& world,
                               base::Hash128 subject) {
  if (const auto row = world.FindRow(subject); row != index::kNone) {
    for (index::Changes* changes : listeners_) changes->Add(row);
  }
  world.keys().ForEach(subject, [&](const index::KeySlot& slot) {
    world.ForEachHolder(slot, [&](index::RowIndex row) {
      for (index::Changes* changes : listeners_) changes->Add(row);
      return true;
    });
    return true;
  });
}

}  // namespace landfall::live
