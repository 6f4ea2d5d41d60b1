#pragma once

#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/index/changes.h"
#include "server/index/facts.h"
#include "server/index/world.h"
#include "server/index/world_memory.h"

namespace landfall::live {

// Hears from the world what a commit touches, and tells it to what is
// remembered and to the long questions that are under way. The writer calls the
// virtual methods and the two below with nobody reading; listeners come and go
// while they hold the world for reading.
class TouchedRows final : public index::WorldMemory {
 public:
  // `memory` must outlive this.
  explicit TouchedRows(index::WorldMemory& memory) : memory_(memory) {}

  // From now on `changes` grows with every commit. It must outlive its removal.
  void Add(index::Changes* changes) ABSL_LOCKS_EXCLUDED(mutex_);
  void Remove(index::Changes* changes) ABSL_LOCKS_EXCLUDED(mutex_);

  void OnTouched(const index::World& world, index::RowIndex row,
                 When when) override;
  void OnAllTouched(const index::World& world) override;
  std::shared_ptr<const index::Crowd> FindCrowd(base::Hash128 key,
                                                index::Micros as_of) override {
    return memory_.FindCrowd(key, as_of);
  }
  void KeepCrowd(base::Hash128 key, index::Micros as_of,
                 std::shared_ptr<const index::Crowd> crowd) override {
    memory_.KeepCrowd(key, as_of, std::move(crowd));
  }

  // A record changes from one to the other: what the world does not say of
  // rows. Called once it is applied.
  void OnFacts(const index::World& world, const index::Facts& before,
               const index::Facts& after);
  // The read times change.
  void OnReads();

 private:
  void OnEverything();
  void TouchOrdersOf(const index::World& world,
                     const index::DocumentFacts& document);
  void TouchSubject(const index::World& world, base::Hash128 subject);

  index::WorldMemory& memory_;
  absl::Mutex mutex_;  // among readers; the writer is alone
  std::vector<index::Changes*> listeners_;
};

}  // namespace landfall::live
