// Readers beside a writer: for the thread sanitizer, and for what every reader
// is promised.
#include <atomic>
#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/support/test_engine.h"

namespace landfall::reconcile {
namespace {

constexpr int kCustomers = 12;
constexpr int kRounds = 60;

std::string Mail(int n) { return absl::StrCat("c", n, "@contoso.com"); }

model::CheckQuery About(int n, int64_t step) {
  model::CheckQuery query;
  query.record = model::RecordRef{"web", "customer", absl::StrCat(n)};
  query.as_of = Now() + absl::Seconds(step);
  return query;
}

// Asks about everybody until `done`, and never sees a revision older than one
// that it saw before.
void Ask(const Engine& engine, const std::atomic<bool>& done) {
  int64_t seen = 0;
  for (int64_t step = 0; !done; ++step) {
    for (int n = 0; n < kCustomers; ++n) {
      const auto answer = engine->Check(About(n, step));
      ASSERT_TRUE(answer.ok());
      const int64_t revision = std::atoll((*answer)->revision.c_str());
      EXPECT_GE(revision, seen);
      seen = revision;
    }
    model::CardRecordsQuery list = ListOf("ecom-absent", kCustomers);
    const auto page = engine->ListCardRecords(list);
    const auto card = engine->GetCard(list.card);
    ASSERT_TRUE(page.ok() && card.ok());
    EXPECT_EQ(page->total_count, static_cast<int>(page->records.size()));
    EXPECT_GE(std::atoll(card->revision.c_str()), seen);
    seen = std::atoll(card->revision.c_str());
  }
}

TEST(ConcurrencyTest, ReadersSeeWholeRevisionsBesideAWriter) {
  Engine engine;
  engine.ReadAll();
  for (int n = 0; n < kCustomers; ++n) {
    engine.Upsert({Shopper(absl::StrCat(n), "Ann", Mail(n)),
                   Order(absl::StrCat(100 + n), absl::StrCat(n), "US", "10")});
  }
  std::atomic<bool> done = false;
  std::thread first([&] { Ask(engine, done); });
  std::thread second([&] { Ask(engine, done); });
  for (int round = 0; round < kRounds; ++round) {
    const int n = round % kCustomers;
    const std::string account = absl::StrCat("C-", n);
    engine.Upsert({Master("USTR", account, Mail(n))});
    // What was stored is seen at once, whatever readers remember.
    EXPECT_EQ(engine.VerdictOf(absl::StrCat("web/customer/", n)),
              model::Verdict::kPromoted);
    ASSERT_TRUE(
        engine.ingest()
            .Erase({"erp", "customer", absl::StrCat("ustr:", account)}, Now())
            .ok());
    EXPECT_EQ(engine.VerdictOf(absl::StrCat("web/customer/", n)),
              model::Verdict::kNotPromoted);
  }
  done = true;
  first.join();
  second.join();
}

}  // namespace
}  // namespace landfall::reconcile
