// Whoever takes a list and applies the events behind its cursor has the list of
// later, whatever happened in between.

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/unit/watch/watched.h"

namespace landfall::watch {
namespace {

using reconcile::Master;
using reconcile::Order;
using reconcile::Shopper;

constexpr const char* kCards[] = {"ecom-absent", "orders-blocked",
                                  "active-customers", "new-customers"};

// A list, and from where to watch.
struct Listed {
  std::string card;
  std::set<std::string> ids;
  std::string cursor;
};

class ListThenWatchTest : public ::testing::TestWithParam<int> {
 protected:
  ListThenWatchTest() { world_.Look(); }

  Listed List(const std::string& card, model::CardRecordsQuery query = {}) {
    query.card.card = card;
    query.card.as_of = world_.clock().Now();
    query.card.now = query.card.as_of;
    query.page_size = 1000;
    const auto page = world_.engine().reconciler().ListCardRecords(query);
    EXPECT_TRUE(page.ok()) << page.status();
    Listed listed{card, {}, page->cursor};
    for (const auto& record : page->records) {
      EXPECT_TRUE(listed.ids.insert(record.record.id).second);
    }
    return listed;
  }

  // What a watcher makes of it by now.
  std::set<std::string> Replayed(const Listed& listed) {
    std::set<std::string> ids = listed.ids;
    model::EventsQuery query;
    query.card = listed.card;
    query.cursor = listed.cursor;
    query.page_size = 1000;
    const auto page = world_.engine().reconciler().ListEvents(query);
    EXPECT_TRUE(page.ok()) << page.status();
    EXPECT_FALSE(page->more);
    for (const auto& [id, cursor, event] : page->events) {
      if (event.record.empty()) continue;
      if (event.type == model::EventType::kEntered) {
        EXPECT_TRUE(ids.insert(event.record.id).second) << "double";
      } else {
        EXPECT_EQ(ids.erase(event.record.id), 1U) << "never came";
      }
    }
    return ids;
  }

  void Change(std::mt19937& dice) {
    const int i = static_cast<int>(dice() % 12);
    const std::string id = absl::StrCat(i);
    const std::string email = absl::StrCat("c", i, "@contoso.com");
    switch (dice() % 6) {
      case 0:
      case 1:
        world_.Upsert({Shopper(id, "", email),
                       Order(absl::StrCat(100 + dice() % 40), id,
                             dice() % 2 == 0 ? "US" : "CA", "10.00")});
        break;
      case 2:
        world_.Upsert({Master(dice() % 2 == 0 ? "USTR" : "CATR",
                              absl::StrCat("C-", i), email)});
        break;
      case 3:
        world_.clock().Advance(absl::Hours(dice() % 30));
        break;
      case 4:
        world_.ReadAll();
        break;
      case 5:
        // Who is not held cannot be erased.
        world_.engine()
            .ingest()
            .Erase({"web", "customer", id}, world_.clock().Now())
            .IgnoreError();
        break;
    }
  }

  Watched world_;
};

TEST_P(ListThenWatchTest, EndsWithTheListOfTheEnd) {
  std::mt19937 dice(GetParam());
  std::vector<Listed> lists;
  int empty = 0;
  for (int step = 0; step < 60; ++step) {
    Change(dice);
    if (dice() % 2 == 0) world_.Look();
    const std::string card = kCards[dice() % 4];
    Listed listed = List(card);
    if (listed.cursor.empty()) {
      ++empty;
      // Nothing changes meanwhile, so the log catches up.
      base::Budget budget;
      ASSERT_TRUE(world_.engine().reconciler().CatchUp(budget));
      listed = List(card);
      ASSERT_FALSE(listed.cursor.empty()) << card << ", step " << step;
    }
    lists.push_back(std::move(listed));
  }
  EXPECT_GT(empty, 0);
  EXPECT_LT(empty, 60);
  world_.Look();
  for (const Listed& listed : lists) {
    EXPECT_EQ(Replayed(listed), List(listed.card).ids)
        << listed.card << ", seed " << GetParam();
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ListThenWatchTest, ::testing::Range(1, 41));

class CursorTest : public ListThenWatchTest {};

TEST_F(CursorTest, IsThatOfTheFirstPageOnEveryPage) {
  world_.Upsert({Shopper("1", "", "a@contoso.com"), Order("91", "1", "US", "1"),
                 Shopper("2", "", "b@contoso.com"),
                 Order("92", "2", "US", "2")});
  world_.Look();
  model::CardRecordsQuery query;
  query.card.card = "ecom-absent";
  query.card.as_of = query.card.now = world_.clock().Now();
  query.page_size = 1;
  const auto first = world_.engine().reconciler().ListCardRecords(query);
  ASSERT_TRUE(first.ok());
  ASSERT_FALSE(first->cursor.empty());
  world_.Upsert(
      {Shopper("3", "", "c@contoso.com"), Order("93", "3", "US", "3")});
  query.page_token = first->next_page_token;
  query.card.now += absl::Minutes(1);
  const auto second = world_.engine().reconciler().ListCardRecords(query);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->cursor, first->cursor);
}

TEST_F(CursorTest, IsThereWithFiltersAndForCards) {
  world_.Upsert({Shopper("1", "", "a@contoso.com"), Order("91", "1", "US", "1"),
                 Shopper("2", "", "b@contoso.com"),
                 Order("92", "2", "CA", "2")});
  world_.Look();
  const std::string whole = List("ecom-absent").cursor;
  EXPECT_FALSE(whole.empty());
  model::CardRecordsQuery query;
  query.card.entity = "USTR";
  const Listed part = List("ecom-absent", query);
  EXPECT_EQ(part.ids.size(), 1U);
  EXPECT_EQ(part.cursor, whole);
  query.card.entity.clear();
  query.card.source = "web";
  EXPECT_EQ(List("ecom-absent", query).cursor, whole);
  model::CardQuery card;
  card.card = "ecom-absent";
  card.as_of = card.now = world_.clock().Now();
  EXPECT_EQ(world_.engine().reconciler().GetCard(card)->cursor, whole);
}

TEST_F(CursorTest, IsEmptyWhereTheLogSaysNothing) {
  model::CardRecordsQuery query;
  EXPECT_FALSE(List("ecom-absent", query).cursor.empty());
  query.card.window_days = 3;
  EXPECT_TRUE(List("ecom-absent", query).cursor.empty());
  query.card.window_days.reset();
  query.card.keys = model::KeyKinds();
  EXPECT_TRUE(List("ecom-absent", query).cursor.empty());
  model::CardQuery past;
  past.card = "ecom-absent";
  past.now = world_.clock().Now();
  past.as_of = past.now - absl::Minutes(1);
  EXPECT_TRUE(world_.engine().reconciler().GetCard(past)->cursor.empty());
}

TEST_F(CursorTest, IsThereAgainAfterARestart) {
  world_.Upsert(
      {Shopper("1", "", "a@contoso.com"), Order("91", "1", "US", "1")});
  world_.Look();
  const std::string before = List("ecom-absent").cursor;
  world_.Restart();
  const Listed after = List("ecom-absent");
  EXPECT_EQ(after.cursor, before);
  EXPECT_EQ(Replayed(after), after.ids);
}

TEST_F(CursorTest, HoldsBesideAWriter) {
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 1; i <= 150; ++i) {
      const std::string id = absl::StrCat(i);
      world_.Upsert({Shopper(id, "", absl::StrCat("c", i, "@contoso.com")),
                     Order(absl::StrCat("9", i), id, "US", "10.00")});
      world_.Look();
      if (i % 3 == 0) {
        world_.Upsert({Master("USTR", absl::StrCat("C-", i),
                              absl::StrCat("c", i, "@contoso.com"))});
      }
    }
    done = true;
  });
  std::vector<Listed> lists;
  while (!done) {
    Listed listed = List("ecom-absent");
    if (!listed.cursor.empty()) lists.push_back(std::move(listed));
  }
  writer.join();
  world_.Look();
  lists.push_back(List("ecom-absent"));
  const std::set<std::string> end = lists.back().ids;
  EXPECT_EQ(end.size(), 100U);
  for (const Listed& listed : lists) EXPECT_EQ(Replayed(listed), end);
}

}  // namespace
}  // namespace landfall::watch
