// What is remembered, counted, forgotten, and not remembered at all.
#include "server/recall/recall.h"

#include <gtest/gtest.h>

#include "tests/support/test_engine.h"

namespace landfall::recall {
namespace {

using reconcile::Master;
using reconcile::Now;
using reconcile::Order;
using reconcile::Shopper;

constexpr base::Hash128 kKey{1, 2};
constexpr match::NearBlock kBlock = 12;

AnswerRef AnyAnswer() { return std::make_shared<const model::CheckAnswer>(); }

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
  recall->KeepNear(3, std::make_shared<const std::vector<match::NearHit>>(),
                   {kBlock});
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
  recall.CountCard(/*kept=*/true);
  recall.CountCard(/*kept=*/false);
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
  recall.OnCommit(std::vector<match::NearBlock>{kBlock + 1});
  EXPECT_EQ(Found(&recall), 3);  // answers go by revision, records by id
  recall.OnCommit(std::vector<match::NearBlock>{kBlock});
  EXPECT_EQ(Found(&recall), 2);
  recall.OnRecord({1, 3});
  EXPECT_EQ(Found(&recall), 2);
  recall.OnRecord(kKey);
  EXPECT_EQ(Found(&recall), 1);
  recall.OnErasure();
  EXPECT_EQ(Found(&recall), 0);
}

TEST(RecallTest, ForgetsAllThatIsNearWhenNobodyTellsWhichChangeIs) {
  Recall recall(/*on=*/true);
  Fill(&recall);
  recall.OnCommit(std::nullopt);
  EXPECT_EQ(recall.FindNear(3), nullptr);
  EXPECT_FALSE(recall.RemembersNear());
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

bool HasNear(const model::CheckAnswer& answer) {
  return !answer.near_matches.empty();
}

TEST(RecallTest, RemembersWhoIsNearUntilAChangeMayConcernThem) {
  reconcile::Engine engine;
  engine.ReadAll();
  engine.Upsert({Shopper("1", "Ann", "annette@contoso-mail.com"),
                 Order("101", "1", "US", "100")});
  const auto check = [&](int64_t hits) {
    const bool near = HasNear(engine.Check("web/customer/1"));
    EXPECT_EQ(HitsOf(engine.recall(), "near"), hits);
    return near;
  };
  EXPECT_FALSE(check(0));
  // Other customers, their orders and masters with other keys.
  engine.Upsert({Shopper("2", "Bo", "bo@contoso-mail.com"),
                 Order("102", "2", "US", "100"),
                 Master("USTR", "C-1", "bo@contoso-mail.com")});
  EXPECT_FALSE(check(1));
  // Somebody who is near comes, is renamed, and goes.
  model::Record near = Master("USTR", "C-2", "anette@contoso-mail.com");
  engine.Upsert({near});
  EXPECT_TRUE(check(1));
  near.name = "Ann's shop";
  engine.Upsert({near});
  EXPECT_TRUE(check(2));
  engine.Upsert({Master("USTR", "C-2", "else@contoso-mail.com")});
  EXPECT_FALSE(check(2));
  // The customer itself changes.
  engine.Upsert({Shopper("1", "Ann", "elsa@contoso-mail.com")});
  check(2);
}

}  // namespace
}  // namespace landfall::recall
