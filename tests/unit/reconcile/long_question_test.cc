// Long questions beside a writer and beside checks: who waits for whom, and
// what ends them. A budget is asked in the middle of the work, so it is also
// where a test stops a question and does something else meanwhile.
#include <functional>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"
#include "tests/support/test_engine.h"

namespace landfall::reconcile {
namespace {

constexpr int kCustomers = 5;
// Far longer than anything here takes: only what hangs gets there.
constexpr absl::Duration kHangs = absl::Seconds(60);

model::CheckQuery AboutShopper(int n) {
  model::CheckQuery query;
  query.record = model::RecordRef{"web", "customer", absl::StrCat(n)};
  query.as_of = Now();
  return query;
}

void Fill(Engine* engine) {
  engine->ReadAll();
  for (int n = 1; n <= kCustomers; ++n) {
    engine->Upsert({Shopper(absl::StrCat(n), absl::StrCat("Shopper ", n), ""),
                    Order(absl::StrCat(100 + n), absl::StrCat(n), "US", "10")});
  }
}

// Every long question, each as a text that tells its answer.
using Question = std::function<absl::StatusOr<std::string>(const Reconciler&,
                                                           base::Budget&)>;

model::CardHistoryQuery WeekOf(const std::string& card) {
  model::CardHistoryQuery query;
  query.card.card = card;
  query.card.as_of = Now();
  query.from = Now() - absl::Hours(7 * 24);
  query.step = model::HistoryStep::kDay;
  return query;
}

std::vector<Question> LongQuestions() {
  return {[](const Reconciler& reconciler,
             base::Budget& budget) -> absl::StatusOr<std::string> {
            const auto card =
                reconciler.GetCard(ListOf("ecom-absent", 9).card, budget);
            if (!card.ok()) return card.status();
            return absl::StrCat(card->count, " ", card->by_reason.size(), " ",
                                card->largest->name);
          },
          [](const Reconciler& reconciler,
             base::Budget& budget) -> absl::StatusOr<std::string> {
            const auto cards = reconciler.ListCards(Now(), Now(), budget);
            if (!cards.ok()) return cards.status();
            std::string text;
            for (const auto& card : *cards)
              absl::StrAppend(&text, card.count, " ");
            return text;
          },
          [](const Reconciler& reconciler,
             base::Budget& budget) -> absl::StatusOr<std::string> {
            const auto page =
                reconciler.ListCardRecords(ListOf("ecom-absent", 9), budget);
            if (!page.ok()) return page.status();
            std::string text;
            for (const auto& record : page->records) text += record.name;
            return text;
          },
          [](const Reconciler& reconciler,
             base::Budget& budget) -> absl::StatusOr<std::string> {
            const auto history =
                reconciler.GetCardHistory(WeekOf("new-customers"), budget);
            if (!history.ok()) return history.status();
            std::string text;
            for (const auto& point : history->points) {
              absl::StrAppend(&text, point.in_window, " ");
            }
            return text;
          },
          [](const Reconciler& reconciler,
             base::Budget& budget) -> absl::StatusOr<std::string> {
            const auto answers = reconciler.CheckBatch(
                {AboutShopper(1), AboutShopper(2)}, budget);
            if (!answers.ok()) return answers.status();
            return absl::StrCat(answers->size());
          }};
}

// Wherever a budget ends, the answer is its status and never half of one.
TEST(LongQuestionTest, EndsWithItsBudgetAndNeverHalf) {
  Engine engine;
  Fill(&engine);
  for (const Question& ask : LongQuestions()) {
    base::Budget endless;
    const auto whole = ask(*engine, endless);
    ASSERT_TRUE(whole.ok()) << whole.status();
    int ended = 0;
    for (int granted = 0;; ++granted) {
      int left = granted;
      base::Budget budget([&left] {
        return left-- > 0 ? absl::OkStatus()
                          : absl::DeadlineExceededError("used up");
      });
      const auto answer = ask(*engine, budget);
      if (answer.ok()) {
        EXPECT_EQ(*answer, *whole);
        break;
      }
      EXPECT_EQ(answer.status(), absl::DeadlineExceededError("used up"));
      ++ended;
    }
    EXPECT_GT(ended, 0);
  }
}

// Holds a long question in its middle until it is let go.
class HeldQuestion {
 public:
  explicit HeldQuestion(const Engine& engine)
      : thread_([this, &engine] {
          base::Budget budget([this] {
            if (!held_.HasBeenNotified()) held_.Notify();
            release_.WaitForNotification();
            return absl::OkStatus();
          });
          EXPECT_TRUE(
              engine->GetCard(ListOf("ecom-absent", 9).card, budget).ok());
        }) {
    held_.WaitForNotification();
  }
  ~HeldQuestion() {
    release_.Notify();
    thread_.join();
  }

 private:
  absl::Notification held_;
  absl::Notification release_;
  std::thread thread_;
};

// One long question, one write behind it, and a check: with one lock for all
// three the check would wait for the question.
TEST(LongQuestionTest, LetsChecksPassWhileAWriterWaitsForIt) {
  Engine engine;
  Fill(&engine);
  absl::Notification applied;
  absl::Notification written;
  auto held = std::make_unique<HeldQuestion>(engine);
  engine.store().OnCommit([&applied] { applied.Notify(); });
  std::thread writer([&] {
    engine.Upsert({Shopper("9", "New", "")});
    written.Notify();
  });
  applied.WaitForNotification();  // on disk, so it wants into the world next
  // Whether the writer waits already cannot be seen, so there are many checks.
  absl::Notification checked;
  std::thread checks([&] {
    for (int i = 0; i < 2000; ++i) {
      EXPECT_TRUE(engine->Check(AboutShopper(1 + i % kCustomers)).ok());
      EXPECT_TRUE(engine->GetRecord({{"web", "customer", "1"}, Now()}).ok());
      EXPECT_TRUE(engine->CheckBatch({AboutShopper(1), AboutShopper(2)}).ok());
      EXPECT_EQ(engine->ListSources(Now()).size(), 3u);
    }
    checked.Notify();
  });
  EXPECT_TRUE(checked.WaitForNotificationWithTimeout(kHangs));
  EXPECT_FALSE(written.HasBeenNotified());
  // A second long question waits behind the writer, but not beyond its budget.
  base::Budget short_one([] { return absl::CancelledError("gone"); });
  EXPECT_EQ(engine->GetCard(ListOf("ecom-absent", 9).card, short_one).status(),
            absl::CancelledError("gone"));
  held.reset();
  writer.join();
  checks.join();
  EXPECT_TRUE(engine->Check(AboutShopper(9)).ok());
}

// A batch lets writers pass in between and is of one revision all the same.
TEST(LongQuestionTest, AnswersABatchAtOneRevisionBesideAWriter) {
  Engine engine;
  Fill(&engine);
  for (const int writes : {0, 1, 2}) {
    int left = writes;
    int asked = 0;
    base::Budget budget([&] {
      // In front of the second check.
      if (++asked % 2 == 0 && left-- > 0) {
        engine.Upsert(
            {Shopper(absl::StrCat(50 + writes * 10 + left), "X", "")});
      }
      return absl::OkStatus();
    });
    const auto answers = engine->CheckBatch(
        {AboutShopper(1), AboutShopper(2), AboutShopper(3)}, budget);
    ASSERT_TRUE(answers.ok());
    ASSERT_EQ(answers->size(), 3u);
    const std::string newest = engine.Check("web/customer/4").revision;
    for (const auto& answer : *answers) {
      EXPECT_EQ((*answer)->revision, newest);
    }
  }
}

// While a batch is put into the world, a check that must not wait says so.
TEST(LongQuestionTest, TriesACheckWithoutWaiting) {
  Engine engine;
  Fill(&engine);
  ASSERT_TRUE(engine->TryCheck(AboutShopper(1)).has_value());
  absl::Notification publishing;
  absl::Notification release;
  // The view of the last revision ends when the next one has taken its place,
  // which is under the lock.
  int ended = 0;
  engine.store().OnEndOfView([&] {
    if (++ended == 1) return;  // the writer's own view of what was before
    publishing.Notify();
    release.WaitForNotification();
  });
  engine.Upsert({Shopper("8", "New", "")});
  engine.store().OnEndOfView(nullptr);
  std::thread writer([&] { engine.Upsert({Shopper("9", "New", "")}); });
  publishing.WaitForNotification();
  EXPECT_FALSE(engine->TryCheck(AboutShopper(1)).has_value());
  release.Notify();
  writer.join();
  const auto answer = engine->TryCheck(AboutShopper(1));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ((**answer)->verdict, model::Verdict::kNotPromoted);
}

// A record that cannot be read any more makes no card without a name.
TEST(LongQuestionTest, SaysThatTheStoreIsDamaged) {
  Engine engine;
  Fill(&engine);
  ASSERT_EQ(engine.Card("ecom-absent").largest->record.id, "1");
  engine.store().FailReads(absl::DataLossError("a block has rotted"));
  engine.Restart();  // forgets what was read
  base::Budget budget;
  EXPECT_EQ(
      engine->GetCard(ListOf("ecom-absent", 9).card, budget).status().code(),
      absl::StatusCode::kDataLoss);
  EXPECT_EQ(engine->ListCards(Now(), Now(), budget).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(
      engine->ListCardRecords(ListOf("ecom-absent", 9), budget).status().code(),
      absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace landfall::reconcile
