// What is remembered, counted, forgotten, and not remembered at all.
#include "server/recall/recall.h"

#include <gtest/gtest.h>

#include "tests/unit/reconcile/engine.h"

namespace landfall::recall {
namespace {

using reconcile::Master;
using reconcile::Now;
using reconcile::Order;
using reconcile::Shopper;

constexpr base::Hash128 kKey{1, 2};

AnswerRef AnyAnswer() {
  return std::make_shared<const SharedAnswer>(model::CheckAnswer());
}

int64_t HitsOf(const Recall& recall, absl::string_view memory) {
  for (const MemoryUse& use : recall.Use()) {
    if (use.memory == memory) return use.hits;
  }
  ADD_FAILURE() << "no such memory";
  return -1;
}

// Keeps one thing of each kind.
void Fill(Recall* recall) {
  recall->KeepAnswer(kKey, 7, {}, AnyAnswer());
  recall->KeepRecord(kKey, nullptr);
  recall->KeepNear(3, std::make_shared<const std::vector<match::NearHit>>());
  recall->KeepCrowd(kKey, 5, std::make_shared<const index::Crowd>());
}

// How many of those it still finds.
int Found(Recall* recall) {
  RecordRef record;
  return (recall->FindAnswer(kKey, 7, 0) != nullptr) +
         recall->FindRecord(kKey, &record) + (recall->FindNear(3) != nullptr) +
         (recall->FindCrowd(kKey, 5) != nullptr);
}

TEST(RecallTest, FindsWhatItKeptAndCounts) {
  Recall recall(/*on=*/true);
  EXPECT_EQ(Found(&recall), 0);
  Fill(&recall);
  EXPECT_EQ(Found(&recall), 4);
  recall.CountPresence(5, 6);
  for (const MemoryUse& use : recall.Use()) {
    SCOPED_TRACE(std::string(use.memory));
    const bool presence = use.memory == "presence";
    EXPECT_EQ(use.hits, presence ? 5 : 1);
    EXPECT_EQ(use.misses, presence ? 6 : 1);
  }
}

TEST(RecallTest, ForgetsWithAChange) {
  Recall recall(/*on=*/true);
  Fill(&recall);
  recall.OnCommit();
  EXPECT_EQ(Found(&recall), 2);  // answers go by revision, records by id
  recall.OnRecord({1, 3});
  EXPECT_EQ(Found(&recall), 2);
  recall.OnRecord(kKey);
  EXPECT_EQ(Found(&recall), 1);
  recall.OnErasure();
  EXPECT_EQ(Found(&recall), 0);
}

TEST(RecallTest, KeepsNothingWhenItIsOff) {
  Recall recall(/*on=*/false);
  Fill(&recall);
  EXPECT_EQ(Found(&recall), 0);
  for (const MemoryUse& use : recall.Use()) {
    EXPECT_EQ(use.hits + use.misses, 0) << use.memory;
  }
}

TEST(RecallTest, AnswersAgainFromMemoryUntilSomethingChanges) {
  reconcile::Engine engine;
  engine.ReadAll();
  engine.Upsert({Shopper("1", "Ann", "ann@contoso-mail.com"),
                 Order("101", "1", "US", "100")});
  engine.Check("web/customer/1");
  EXPECT_EQ(HitsOf(engine.recall(), "answers"), 0);
  engine.Check("web/customer/1");
  EXPECT_EQ(HitsOf(engine.recall(), "answers"), 1);
  engine.Upsert({Master("USTR", "C-1", "ann@contoso-mail.com")});
  EXPECT_EQ(engine.VerdictOf("web/customer/1"), model::Verdict::kPromoted);
  EXPECT_EQ(HitsOf(engine.recall(), "answers"), 1);
}

}  // namespace
}  // namespace landfall::recall
