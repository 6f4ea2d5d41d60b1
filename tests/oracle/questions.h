#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "server/model/history.h"
#include "server/model/query.h"
#include "server/reconcile/reconciler.h"
#include "tests/oracle/naive_reconciler.h"
#include "tests/oracle/random_world.h"

namespace landfall::oracle {

using Question =
    std::variant<model::CheckQuery, model::CardQuery, model::CardRecordsQuery>;

// A card's answer goes on with who landed in the time before it, step by step
// and in all.
inline constexpr model::HistoryStep kStepOfHistory = model::HistoryStep::kWeek;
inline constexpr absl::Duration kLengthOfStep = absl::Hours(7 * 24);
inline constexpr int kStepsOfHistory = 3;

// How much is asked of a world at one moment.
enum class Thoroughness { kEverything, kChecksAndCounts };

// A check of every customer and master that exists then or ever (also by guest
// id), the typed checks, every card and every list in every order.
std::vector<Question> QuestionsAt(const RandomWorld& world,
                                  const NaiveReconciler& oracle,
                                  absl::Time as_of, Thoroughness how);
std::string Describe(const Question& question);

// Somebody who answers questions, rendered as text for comparison.
class Opinion {
 public:
  virtual ~Opinion() = default;
  virtual std::string Answer(const Question& question) = 0;
};

// Rebuilds what existed for every new moment that is asked about.
// `oracle` must outlive it and stay as it is.
std::unique_ptr<Opinion> MakeOracleOpinion(const NaiveReconciler& oracle);

// Also holds each answer against what must be true of any: a count is the size
// of its list, pages add up to the list, the list adds up to the card, and no
// verdict is without a reason. Violations are part of the text. `engine` must
// outlive it.
std::unique_ptr<Opinion> MakeEngineOpinion(const reconcile::Reconciler& engine);

}  // namespace landfall::oracle
