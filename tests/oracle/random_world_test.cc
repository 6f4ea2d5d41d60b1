// A generator that no longer reaches a rule tests nothing there, and nobody
// would notice: these tests would.

#include "tests/oracle/random_world.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/oracle/naive_cards.h"
#include "tests/oracle/naive_history.h"
#include "tests/oracle/naive_reconciler.h"
#include "tests/oracle/questions.h"
#include "tests/oracle/rendering.h"

namespace landfall::oracle {
namespace {

void LiveThrough(const RandomWorld& world, NaiveReconciler* oracle) {
  for (const WorldStep& step : world.steps) {
    oracle->Upsert(step.batch, step.now);
  }
}

// The distinct lines of all answers at the end of some worlds, cut after the
// first two words.
std::set<std::string> WhatComesOut(int worlds) {
  std::set<std::string> seen;
  for (int seed = 1; seed <= worlds; ++seed) {
    const RandomWorld world = MakeWorld(seed);
    NaiveReconciler oracle(world.settings);
    LiveThrough(world, &oracle);
    const auto opinion = MakeOracleOpinion(oracle);
    for (const Question& question : QuestionsAt(
             world, oracle, WorldEnd(), Thoroughness::kChecksAndCounts)) {
      std::string line;
      for (const char c : opinion->Answer(question) + "\n") {
        if (c != '\n') {
          line += c;
          continue;
        }
        seen.insert(line.substr(0, line.find(' ', line.find(' ') + 1)));
        line.clear();
      }
    }
  }
  return seen;
}

TEST(RandomWorldTest, GivesTheSameWorldForTheSameSeed) {
  EXPECT_EQ(Describe(MakeWorld(7)), Describe(MakeWorld(7)));
  EXPECT_NE(Describe(MakeWorld(7)), Describe(MakeWorld(8)));
}

TEST(RandomWorldTest, ReachesEveryVerdictAndReason) {
  const std::set<std::string> seen = WhatComesOut(150);
  for (const std::string expected : {"verdict PROMOTED",
                                     "verdict NOT_PROMOTED",
                                     "verdict AWAITING_SYNC",
                                     "verdict OUT_OF_SCOPE",
                                     "verdict UNKNOWN",
                                     "clarity AMBIGUOUS",
                                     "clarity UNMAPPED",
                                     "clarity ANY",
                                     "reason PRESENT_IN_OTHER_ENTITY",
                                     "reason AMBIGUOUS_ENTITY",
                                     "reason UNMAPPED_ENTITY",
                                     "reason WITHIN_GRACE",
                                     "reason EXCLUDED_BY_MAP_FILTER",
                                     "reason OUT_OF_SCOPE_RULE",
                                     "reason NO_ACTIVE_ORDERS",
                                     "reason QUOTE_ONLY",
                                     "reason NO_COMPANY_ON_RECORD",
                                     "reason NO_USABLE_KEY",
                                     "reason KEY_SHARED_BY_MANY",
                                     "reason CONFLICTING_KEYS",
                                     "reason SEVERAL_MASTERS",
                                     "reason MAPPED_TO_CATCH_ALL",
                                     "reason MASTER_BLOCKED",
                                     "reason WEAK_KEY",
                                     "reason SOURCE_NEVER_SYNCED",
                                     "reason SOURCE_STALE",
                                     "reason SOURCE_INCOMPLETE",
                                     "reason RECORD_NOT_HELD",
                                     "reason NOT_A_CUSTOMER_TYPE",
                                     "reason NOT_SELLABLE",
                                     "reason INACTIVE",
                                     "reason MERGED",
                                     "unpriced SEK"}) {
    EXPECT_EQ(seen.count(expected), 1u) << expected;
  }
}

// Percentiles of one wait, or of equal ones, could be mixed up unnoticed.
TEST(RandomWorldTest, LetsCustomersLandAtDifferentSpeeds) {
  int different = 0;
  for (int seed = 1; seed <= 40; ++seed) {
    const RandomWorld world = MakeWorld(seed);
    NaiveReconciler oracle(world.settings);
    LiveThrough(world, &oracle);
    const NaiveView view = oracle.At(WorldEnd());
    for (model::CardQuery query : world.card_queries) {
      query.as_of = WorldEnd();
      const model::TimeToPromotion time =
          Summarize(WaitsOf(view, ScopeOf(world.settings, query),
                            WorldEnd() - kStepsOfHistory * kLengthOfStep));
      if (time.p50_seconds < time.p90_seconds) ++different;
    }
  }
  EXPECT_GE(different, 10);
}

}  // namespace
}  // namespace landfall::oracle
