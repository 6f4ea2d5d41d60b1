// Pages of the log.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/watch/watched.h"

namespace landfall::watch {
namespace {

using reconcile::Order;
using reconcile::Shopper;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EventLogTest : public ::testing::Test {
 protected:
  EventLogTest() : world_("", {.keep = absl::Hours(24)}) {
    world_.Look();
    for (int i = 1; i <= 3; ++i) Enter(i);
  }

  void Enter(int i) {
    const std::string id = absl::StrCat(i);
    world_.Upsert({Shopper(id, "", absl::StrCat("c", i, "@contoso.com")),
                   Order(absl::StrCat("9", i), id, "US", "10.00")});
    world_.Look();
  }

  absl::StatusOr<model::EventsPage> Ask(const model::EventsQuery& query) {
    return world_.engine().reconciler().ListEvents(query);
  }
  // The ids of the records on a page about one card.
  std::vector<std::string> Ids(model::EventsQuery query,
                               std::string* next = nullptr) {
    query.card = "ecom-absent";
    const auto page = Ask(query);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return {};
    if (next != nullptr) *next = page->next_cursor;
    std::vector<std::string> ids;
    for (const auto& listed : page->events) {
      ids.push_back(listed.event.record.id);
    }
    return ids;
  }

  Watched world_;
};

TEST_F(EventLogTest, IsReadPageByPage) {
  model::EventsQuery query;
  query.page_size = 2;
  EXPECT_THAT(Ids(query, &query.cursor), ElementsAre("1", "2"));
  EXPECT_THAT(Ids(query, &query.cursor), ElementsAre("3"));
  EXPECT_THAT(Ids(query, &query.cursor), IsEmpty());
  Enter(4);
  EXPECT_THAT(Ids(query, &query.cursor), ElementsAre("4"));
}

TEST_F(EventLogTest, IsReadBackwards) {
  model::EventsQuery query;
  query.page_size = 2;
  query.newest_first = true;
  EXPECT_THAT(Ids(query, &query.cursor), ElementsAre("3", "2"));
  EXPECT_THAT(Ids(query, &query.cursor), ElementsAre("1"));
  EXPECT_THAT(Ids(query, &query.cursor), IsEmpty());
}

// As a polling trigger asks: it keeps the page's cursor and nothing else.
TEST_F(EventLogTest, IsPolled) {
  model::EventsQuery query;
  query.polling = true;
  query.page_size = 2;
  // At first the newest, so that there is something to begin with; what lies
  // before them is old news.
  EXPECT_THAT(Ids(query, &query.cursor), ElementsAre("3", "2"));
  EXPECT_THAT(Ids(query, &query.cursor), IsEmpty());
  for (int i = 4; i <= 6; ++i) Enter(i);
  EXPECT_THAT(Ids(query, &query.cursor), ElementsAre("5", "4"));
  EXPECT_THAT(Ids(query, &query.cursor), ElementsAre("6"));
  EXPECT_THAT(Ids(query, &query.cursor), IsEmpty());
}

TEST_F(EventLogTest, IsPolledFromTheFirstEventOn) {
  Watched world("", {.keep = absl::Hours(24)});
  world.Look();
  model::EventsQuery query;
  query.polling = true;
  const auto nothing = world.engine().reconciler().ListEvents(query);
  ASSERT_TRUE(nothing.ok());
  EXPECT_THAT(nothing->events, IsEmpty());
  EXPECT_FALSE(nothing->more);
  world.Upsert(
      {Shopper("1", "", "c1@contoso.com"), Order("91", "1", "US", "10.00")});
  world.Look();
  query.cursor = nothing->next_cursor;
  const auto page = world.engine().reconciler().ListEvents(query);
  ASSERT_TRUE(page.ok());
  EXPECT_FALSE(page->events.empty());
}

TEST_F(EventLogTest, GoesOnFromAnyEvent) {
  model::EventsQuery query;
  const auto all = Ask(query);
  ASSERT_TRUE(all.ok());
  for (size_t i = 0; i < all->events.size(); ++i) {
    query.cursor = all->events[i].cursor;
    const auto rest = Ask(query);
    ASSERT_TRUE(rest.ok());
    ASSERT_EQ(rest->events.size(), all->events.size() - i - 1);
    if (!rest->events.empty()) {
      EXPECT_EQ(rest->events[0].id, all->events[i + 1].id);
    }
  }
}

TEST_F(EventLogTest, IsFilteredBySourceAndType) {
  model::EventsQuery query;
  query.type = model::EventType::kLeft;
  EXPECT_THAT(Ids(query), IsEmpty());
  query.type = model::EventType::kEntered;
  query.source = "web";
  EXPECT_THAT(Ids(query), ElementsAre("1", "2", "3"));
  query.source = "erp";
  EXPECT_THAT(Ids(query), IsEmpty());
}

TEST_F(EventLogTest, RefusesCursorsThatItHasNotGivenOut) {
  model::EventsQuery query;
  const std::string good = Ask(query)->next_cursor;
  std::string forged = good;
  forged[3] = forged[3] == 'A' ? 'B' : 'A';
  for (const std::string& bad : {std::string("x"), forged, good + "A",
                                 good.substr(1), std::string("1.0")}) {
    query.cursor = bad;
    EXPECT_EQ(Ask(query).status().code(), absl::StatusCode::kInvalidArgument)
        << bad;
  }
  Watched other;
  query.cursor = good;
  EXPECT_EQ(other.engine().reconciler().ListEvents(query).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(EventLogTest, SaysWhenEventsAreNoLongerKept) {
  model::EventsQuery first;
  first.page_size = 1;
  const auto page = Ask(first);
  ASSERT_TRUE(page.ok());
  const std::string end = Ask({})->next_cursor;
  world_.clock().Advance(absl::Hours(20));
  world_.ReadAll();
  Enter(4);
  EXPECT_THAT(Ids({}), ElementsAre("1", "2", "3", "4"));
  world_.clock().Advance(absl::Hours(5));
  world_.Look();
  model::EventsQuery query;
  query.cursor = page->next_cursor;
  EXPECT_EQ(Ask(query).status().code(), absl::StatusCode::kOutOfRange);
  // Whoever had read all that is gone has missed nothing.
  query.cursor = end;
  EXPECT_THAT(Ids(query).at(0), "4");
  EXPECT_THAT(Ids({}).at(0), "4");
  query.cursor = page->next_cursor;
  // A polling trigger has nobody who would begin anew.
  query.polling = true;
  std::vector<std::string> kept = Ids({});
  std::reverse(kept.begin(), kept.end());
  EXPECT_EQ(Ids(query), kept);
  query.polling = false;
  query.newest_first = true;
  EXPECT_THAT(Ids(query), IsEmpty());
}

}  // namespace
}  // namespace landfall::watch
