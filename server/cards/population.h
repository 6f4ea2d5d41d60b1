#pragma once

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "server/cards/plan.h"
#include "server/index/world.h"
#include "server/verdict/assess.h"

namespace landfall::cards {

// Called between the judgements of any two customers: the world may change
// while it runs.
using GiveWay = absl::FunctionRef<void()>;

// The customers whom a card looks at, in its window. What a writer changes
// while the walk gives way may be visited or not, as it was or as it is: who
// walks judges the changes again. Not thread-safe.
class PopulationWalk {
 public:
  // All must outlive this. The walk ends early with the context's budget.
  PopulationWalk(const verdict::Context& context, const CardPlan& plan,
                 GiveWay give_way)
      : context_(context),
        world_(context.world),
        plan_(plan),
        window_(plan.question.window),
        give_way_(give_way) {}

  // Visits each of them once; nobody for error events.
  void ForEach(absl::FunctionRef<void(index::RowIndex)> visit) const;
  // True for whom ForEach visits.
  bool Contains(index::RowIndex row) const;

 private:
  bool MayGoOn() const { return context_.Spend(base::Budget::kStep); }
  bool IsInWindow(index::Micros time) const {
    return time > window_.start && time <= window_.end;
  }
  // What an index holds for the window, oldest first.
  std::vector<uint32_t> InWindow(const index::World::TimeIndex& index) const;
  template <typename TimeIndex>
  std::vector<uint32_t> InWindow(
      const TimeIndex& index, typename TimeIndex::value_type after,
      typename TimeIndex::value_type::first_type until) const;
  void ByChange(absl::FunctionRef<void(index::RowIndex)> visit) const;
  void ByCreation(absl::FunctionRef<void(index::RowIndex)> visit) const;
  // Visits every customer with an order or quote in the window once.
  void ByOrder(absl::FunctionRef<void(index::RowIndex)> visit) const;
  // True for a customer that may count by its creation.
  bool CountsByCreation(const index::Row& row) const;
  // Guests are new with their first order.
  bool IsNewGuest(index::RowIndex row) const;

  const verdict::Context& context_;
  const index::World& world_;
  const CardPlan& plan_;
  const expect::Window window_;
  GiveWay give_way_;
};

}  // namespace landfall::cards
