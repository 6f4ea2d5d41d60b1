#include "server/index/key_sketch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/normalize/normalize.h"
#include "tests/unit/index/index_world.h"

namespace landfall::index {
namespace {

using model::KeyKind;
using normalize::KeyProblem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

MATCHER_P2(Value, kind, problem, "") {
  return arg.kind == kind && arg.problem == problem;
}

std::vector<normalize::KeyOutcome> Emails(const std::string& raw) {
  return normalize::NormalizeEmails(raw, {});
}

TEST(KeySketchTest, TellsKindAndProblemOfEachValueInTheirOrder) {
  std::vector<normalize::KeyOutcome> outcomes = Emails("ann@contoso.com");
  outcomes.push_back(normalize::NormalizeTaxId("12345", "DE"));
  outcomes.push_back(Emails("nobody")[0]);
  const KeySketch sketch(outcomes);
  EXPECT_THAT(sketch.Values(),
              ElementsAre(Value(KeyKind::kEmail, KeyProblem::kNone),
                          Value(KeyKind::kTaxId, outcomes[1].problem),
                          Value(KeyKind::kEmail, KeyProblem::kNoAt)));
  EXPECT_EQ(sketch.usable_keys(), 1);
}

TEST(KeySketchTest, TellsWhatLooksAlikeOnce) {
  std::vector<normalize::KeyOutcome> outcomes = Emails("ann@contoso.com");
  outcomes.push_back(Emails("ANN@contoso.com")[0]);
  outcomes.push_back(Emails("nobody")[0]);
  outcomes.push_back(Emails("nobody")[0]);
  outcomes.push_back(Emails("somebody")[0]);
  const KeySketch sketch(outcomes);
  EXPECT_THAT(sketch.Values(),
              ElementsAre(Value(KeyKind::kEmail, KeyProblem::kNone),
                          Value(KeyKind::kEmail, KeyProblem::kNoAt),
                          Value(KeyKind::kEmail, KeyProblem::kNoAt)));
  EXPECT_EQ(sketch.usable_keys(), 1);
}

TEST(KeySketchTest, CountsKeysOfTwoScopesWithOneText) {
  std::vector<normalize::KeyOutcome> outcomes;
  for (const char* object : {"customer", "company"}) {
    outcomes.push_back(normalize::NormalizeExternalId(
        "web", model::System::kShopify, object, "4711"));
  }
  const KeySketch sketch(outcomes);
  EXPECT_THAT(sketch.Values(),
              ElementsAre(Value(KeyKind::kExternalId, KeyProblem::kNone)));
  EXPECT_EQ(sketch.usable_keys(), 2);
}

TEST(KeySketchTest, HoldsEveryProblem) {
  // The last of the enumeration has the greatest number.
  normalize::KeyOutcome outcome;
  outcome.kind = KeyKind::kTaxId;
  outcome.problem = KeyProblem::kNullId;
  EXPECT_THAT(KeySketch({outcome}).Values(),
              ElementsAre(Value(KeyKind::kTaxId, KeyProblem::kNullId)));
}

TEST(KeySketchTest, IsKeptOncePerWayToFillInARecord) {
  World world(MakeRulebook());
  const auto traits_of = [&](const model::Record& record) {
    return world.row(Put(&world, record)).traits;
  };
  const uint32_t one = traits_of(AccountRecord("a-1", "one@contoso.com", kNow));
  EXPECT_EQ(one, traits_of(AccountRecord("a-2", "two@contoso.com", kNow)));
  EXPECT_NE(one, traits_of(AccountRecord("a-3", "nobody", kNow)));
}

TEST(KeySketchTest, GoesWithTheRecord) {
  World world(MakeRulebook());
  const model::Record record = AccountRecord("a-1", "ann@contoso.com", kNow);
  const RowIndex row = Put(&world, record);
  Take(&world, record);
  EXPECT_THAT(world.traits().KeySketchOf(world.row(row).traits).Values(),
              IsEmpty());
}

}  // namespace
}  // namespace landfall::index
