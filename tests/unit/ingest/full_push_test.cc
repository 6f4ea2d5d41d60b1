#include "server/ingest/full_push.h"

#include "gtest/gtest.h"
#include "server/base/check.h"
#include "tests/support/test_engine.h"

namespace landfall::ingest {
namespace {

using namespace reconcile;  // NOLINT: the records of its tests

// Six customers of USTR and one of CATR.
void Fill(Engine& engine) {
  std::vector<model::Record> records = {Master("CATR", "C-1", "")};
  for (int i = 1; i <= 6; ++i) {
    records.push_back(Master("USTR", "C-" + std::to_string(i), ""));
  }
  engine.Upsert(records);
}

UpsertBatch Part(const std::vector<model::Record>& records, bool dry_run,
                 bool ends) {
  UpsertBatch batch;
  batch.records = records;
  batch.push = {"nightly", false};
  batch.dry_run = dry_run;
  batch.full = {true, ends, false, 20};
  if (ends) batch.entities_read = {"USTR"};
  return batch;
}

std::vector<model::Record> Some(int first, int last) {
  std::vector<model::Record> records;
  for (int i = first; i <= last; ++i) {
    records.push_back(Master("USTR", "C-" + std::to_string(i), ""));
  }
  return records;
}

bool Holds(Engine& engine, const std::string& ref) {
  return engine.Check(ref).reasons[0].code != model::ReasonCode::kRecordNotHeld;
}

TEST(FullPushTest, DeletesAtItsEndWhatItDidNotHold) {
  Engine engine;
  Fill(engine);
  ASSERT_TRUE(
      engine.ingest().Upsert(Part(Some(1, 3), true, false), Now()).ok());
  const auto compared =
      engine.ingest().Upsert(Part(Some(4, 5), true, true), Now());
  ASSERT_TRUE(compared.ok()) << compared.status();
  EXPECT_EQ(compared->gone, 1);
  EXPECT_EQ(compared->held, 6);
  EXPECT_TRUE(Holds(engine, "erp/customer/ustr:C-6"));
  ASSERT_TRUE(
      engine.ingest().Upsert(Part(Some(1, 5), false, false), Now()).ok());
  EXPECT_TRUE(Holds(engine, "erp/customer/ustr:C-6")) << "before the end";
  const auto ended = engine.ingest().Upsert(Part({}, false, true), Now());
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->gone, 1);
  EXPECT_FALSE(Holds(engine, "erp/customer/ustr:C-6"));
  EXPECT_TRUE(Holds(engine, "erp/customer/ustr:C-5"));
  EXPECT_TRUE(Holds(engine, "erp/customer/catr:C-1"));
  engine.Restart();
  EXPECT_FALSE(Holds(engine, "erp/customer/ustr:C-6"));
}

TEST(FullPushTest, ChangesNothingWhenTooMuchWouldGo) {
  Engine engine;
  Fill(engine);
  const auto compared =
      engine.ingest().Upsert(Part(Some(3, 7), true, true), Now());
  EXPECT_EQ(compared.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(compared.status().message().find("2 of the 6"), std::string::npos);
  // It cannot be talked round by going on.
  const auto on = engine.ingest().Upsert(Part(Some(3, 7), false, false), Now());
  EXPECT_EQ(on.status().code(), absl::StatusCode::kAborted);
  EXPECT_FALSE(Holds(engine, "erp/customer/ustr:C-7"));
  EXPECT_TRUE(Holds(engine, "erp/customer/ustr:C-1"));
}

TEST(FullPushTest, DoesInOneCallWhatFitsInOne) {
  Engine engine;
  Fill(engine);
  UpsertBatch batch = Part(Some(2, 7), false, true);
  batch.push = live::PushName();
  const auto done = engine.ingest().Upsert(batch, Now());
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->inserted, 1);
  EXPECT_EQ(done->gone, 1);
  EXPECT_FALSE(Holds(engine, "erp/customer/ustr:C-1"));
  const auto again = engine.ingest().Upsert(batch, Now());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->gone, 0);
}

// Somebody else's row is not gone because it was not there a minute ago.
TEST(FullPushTest, LeavesWhatOthersPushMeanwhile) {
  Engine engine;
  Fill(engine);
  ASSERT_TRUE(engine.ingest().Upsert(Part(Some(1, 5), true, true), Now()).ok());
  engine.Upsert({Master("USTR", "C-6", ""), Master("USTR", "C-9", "")});
  const auto ended = engine.ingest().Upsert(Part({}, false, true), Now());
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->gone, 0);
  EXPECT_TRUE(Holds(engine, "erp/customer/ustr:C-6"));
  EXPECT_TRUE(Holds(engine, "erp/customer/ustr:C-9"));
}

TEST(FullPushTest, IsForgottenByARestartAndDeletesNothing) {
  Engine engine;
  Fill(engine);
  ASSERT_TRUE(engine.ingest().Upsert(Part(Some(1, 5), true, true), Now()).ok());
  engine.Restart();
  const auto ended = engine.ingest().Upsert(Part({}, false, true), Now());
  EXPECT_EQ(ended.status().code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(Holds(engine, "erp/customer/ustr:C-6"));
}

TEST(FullPushTest, TakesARejectedRowForOneThatIsThere) {
  Engine engine;
  Fill(engine);
  UpsertBatch batch = Part(Some(1, 5), true, true);
  batch.full.unsure = true;
  auto compared = engine.ingest().Upsert(batch, Now());
  ASSERT_TRUE(compared.ok());
  EXPECT_EQ(compared->gone, 0);
  EXPECT_TRUE(compared->gone_unsure);
  batch.accept_rejects = true;
  batch.push = {"another", false};
  compared = engine.ingest().Upsert(batch, Now());
  ASSERT_TRUE(compared.ok());
  EXPECT_EQ(compared->gone, 1);
}

TEST(FullPushTest, NeverTakesEverythingUnlessTold) {
  EXPECT_TRUE(CheckGone(1, 5, 20).ok());
  EXPECT_FALSE(CheckGone(2, 9, 20).ok());
  EXPECT_FALSE(CheckGone(1, 1, 99).ok());
  EXPECT_TRUE(CheckGone(9, 9, 100).ok());
  EXPECT_TRUE(CheckGone(0, 0, 0).ok());
  EXPECT_FALSE(CheckGone(1, 1000, 0).ok());
}

TEST(FullPushTest, KeepsFewPushesInMind) {
  FullPushes pushes;
  for (int i = 0; i < 100; ++i) {
    pushes.Open(std::to_string(i), Now() + absl::Seconds(i));
  }
  EXPECT_EQ(pushes.Find("0"), nullptr);
  EXPECT_NE(pushes.Find("99"), nullptr);
}

}  // namespace
}  // namespace landfall::ingest
