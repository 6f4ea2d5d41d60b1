// Who enters and who leaves, because of what.
#include "server/watch/watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "server/live/state.h"
#include "tests/support/borrowed_store.h"
#include "tests/unit/watch/watched.h"

namespace landfall::watch {
namespace {

using reconcile::Master;
using reconcile::Now;
using reconcile::Order;
using reconcile::Shopper;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kCard[] = "ecom-absent";

std::string WithCard(const std::string& settings) {
  return absl::StrCat(kExpectation, "cards:\n  - {id: ecom-absent, ", settings,
                      "}\n");
}

TEST(WatchTest, WritesNoEventsAboutWhoIsThereFromTheStart) {
  Watched world;
  world.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("9", "1", "US", "10.00")});
  EXPECT_THAT(world.News(), IsEmpty());
  world.Upsert({Master("USTR", "C-1", "ann@contoso.com")});
  EXPECT_THAT(world.News(kCard),
              ElementsAre("LEFT LANDED ecom-absent web/customer/1 Ann"));
}

TEST(WatchTest, TellsEverythingAboutWhoEnters) {
  Watched world;
  world.Look();
  world.clock().Advance(absl::Seconds(5));
  world.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("9", "1", "US", "10.00")});
  EXPECT_THAT(world.News(kCard),
              ElementsAre("ENTERED CHANGED ecom-absent web/customer/1 Ann"));
  for (const model::ListedEvent& listed : world.Log()) {
    const model::CardEvent& event = listed.event;
    if (event.card != kCard) continue;
    EXPECT_EQ(event.at, Now() + absl::Seconds(5));
    EXPECT_EQ(event.source, "web");
    EXPECT_EQ(event.verdict, model::Verdict::kNotPromoted);
    EXPECT_THAT(event.reasons, ElementsAre(model::ReasonCode::kNotFound));
    EXPECT_THAT(event.entities, ElementsAre("USTR"));
    EXPECT_EQ(event.blocked_value->amount.ToString(), "10");
    EXPECT_EQ(event.blocked_value->currency, "USD");
    EXPECT_EQ(event.since, Now() - absl::Hours(24));
  }
  EXPECT_THAT(world.News(), IsEmpty());
}

TEST(WatchTest, TellsOfOrdersAndErrorsToo) {
  Watched world;
  world.Look();
  world.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("9", "1", "US", "10.00"),
       reconcile::Failure("e1", reconcile::About({"web", "customer", "1"}))});
  const auto news = world.News();
  EXPECT_THAT(news, Contains("ENTERED CHANGED orders-blocked web/order/9 Ann"));
  EXPECT_THAT(news,
              Contains("ENTERED CHANGED flow-failures web/error_event/e1"));
  world.Upsert({Master("USTR", "C-1", "ann@contoso.com")});
  EXPECT_THAT(world.News("orders-blocked"),
              ElementsAre("LEFT LANDED orders-blocked web/order/9 Ann",
                          "ALERT_CLEARED orders-blocked 0"));
  world.clock().Set(Now() + absl::Hours(24 * 8));
  EXPECT_THAT(world.News("flow-failures"),
              Contains("LEFT OUT_OF_WINDOW flow-failures web/error_event/e1"));
}

// Nobody writes anything: the clock alone does it.
TEST(WatchTest, TellsOfAGraceThatEnds) {
  Watched world(WithCard("count_awaiting: false"));
  model::Record order = Order("9", "1", "US", "10.00");
  std::get<model::Order>(order.body).placed_at = Now() - absl::Minutes(1);
  world.Look();
  world.Upsert({Shopper("1", "Ann", "ann@contoso.com"), order});
  EXPECT_THAT(world.News(kCard), IsEmpty());
  world.clock().Advance(absl::Minutes(15));
  EXPECT_THAT(world.News(kCard),
              ElementsAre("ENTERED TIME ecom-absent web/customer/1 Ann"));
}

TEST(WatchTest, TellsOfAGraceThatEndsWhileOthersWrite) {
  Watched world(WithCard("count_awaiting: false"));
  model::Record order = Order("9", "1", "US", "10.00");
  std::get<model::Order>(order.body).placed_at = Now() - absl::Minutes(1);
  world.Look();
  world.Upsert({Shopper("1", "Ann", "ann@contoso.com"), order});
  world.Look();
  world.clock().Advance(absl::Minutes(15));
  world.Upsert(
      {Shopper("2", "Bob", "bob@contoso.com"), Order("8", "2", "US", "10.00")});
  EXPECT_THAT(world.News(kCard),
              ::testing::UnorderedElementsAre(
                  "ENTERED TIME ecom-absent web/customer/1 Ann",
                  "ENTERED CHANGED ecom-absent web/customer/2 Bob"));
}

TEST(WatchTest, TellsOfAWindowThatMovesOn) {
  Watched world;
  world.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("9", "1", "US", "10.00")});
  world.Look();
  world.clock().Advance(absl::Hours(24 * 6));
  world.ReadAll();  // else nobody knows who is absent
  EXPECT_THAT(world.News(kCard),
              ElementsAre("LEFT OUT_OF_WINDOW ecom-absent web/customer/1 Ann"));
}

TEST(WatchTest, TellsOfACancelledOrder) {
  Watched world;
  model::Record order = Order("9", "1", "US", "10.00");
  world.Upsert({Shopper("1", "Ann", "ann@contoso.com"), order});
  world.Look();
  std::get<model::Order>(order.body).dead = true;
  world.Upsert({order});
  EXPECT_THAT(world.News(kCard),
              ElementsAre("LEFT OUT_OF_SCOPE ecom-absent web/customer/1 Ann"));
}

TEST(WatchTest, TellsOfASourceThatGrowsStale) {
  Watched world;
  world.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("9", "1", "US", "10.00")});
  world.Look();
  world.clock().Advance(absl::Minutes(61));
  auto news = world.News();
  EXPECT_THAT(news, Contains("LEFT NOT_KNOWN ecom-absent web/customer/1 Ann"));
  EXPECT_THAT(news, Contains("SOURCE_STALE erp"));
  world.ReadAll();
  news = world.News();
  EXPECT_THAT(news, Contains("ENTERED CHANGED ecom-absent web/customer/1 Ann"));
  EXPECT_THAT(news, Contains("SOURCE_RECOVERED erp"));
  EXPECT_THAT(world.News(), IsEmpty());
}

// One more source, which Landfall reads by itself.
constexpr char kReadCrm[] =
    "  - id: crm\n"
    "    system: dataverse\n"
    "    url: https://contoso.crm4.dynamics.com\n"
    "    auth: {tenant: t, client_id: c, client_secret: "
    "\"env:WATCH_TEST_SECRET\"}\n";

std::vector<std::string> StaleSources(Watched& world, const std::string& card) {
  model::CardQuery query;
  query.card = card;
  query.as_of = world.clock().Now();
  query.now = query.as_of;
  return world.engine().reconciler().GetCard(query)->stale_sources;
}

TEST(WatchTest, TellsOfAnUpstreamSourceThatGrowsStale) {
  setenv("WATCH_TEST_SECRET", "s", 1);
  Watched world(absl::StrCat(kReadCrm, kExpectation));
  EXPECT_THAT(world.News(), IsEmpty());
  const auto read = [&] {
    ingest::UpsertBatch batch;
    batch.values[live::SourceReadKey("crm")] =
        absl::StrCat(absl::ToUnixMicros(world.clock().Now()));
    ASSERT_TRUE(
        world.engine().ingest().Upsert(batch, world.clock().Now()).ok());
  };
  EXPECT_THAT(StaleSources(world, "dataverse-not-promoted"),
              ElementsAre("crm"));
  read();
  EXPECT_THAT(world.News(), IsEmpty()) << "nobody was told that it was stale";
  EXPECT_THAT(StaleSources(world, "dataverse-not-promoted"), IsEmpty());
  world.clock().Advance(absl::Minutes(61));
  world.ReadAll();
  EXPECT_THAT(world.News(), ElementsAre("SOURCE_STALE crm"));
  EXPECT_THAT(StaleSources(world, "dataverse-not-promoted"),
              ElementsAre("crm"));
  EXPECT_THAT(StaleSources(world, "ecom-absent"), IsEmpty());
  read();
  EXPECT_THAT(world.News(), ElementsAre("SOURCE_RECOVERED crm"));
}

TEST(WatchTest, GoesOnWhereTheLastProcessStopped) {
  Watched world;
  world.Look();
  world.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("9", "1", "US", "10.00")});
  world.Restart();
  EXPECT_THAT(world.News(kCard),
              ElementsAre("ENTERED CHANGED ecom-absent web/customer/1 Ann"));
  world.Restart();
  EXPECT_THAT(world.News(), IsEmpty());
}

TEST(WatchTest, TellsWhatAnotherConfigurationDoes) {
  Watched world;
  world.Upsert({Shopper("1", "Ann", "ann@contoso.com"),
                Order("9", "1", "US", "10.00"),
                Master("USTR", "C-1", "ann@contoso.com")});
  EXPECT_THAT(world.News(), IsEmpty());
  world.Restart("expectation: [{ship_to: [US], entity: CATR}]\n");
  EXPECT_THAT(
      world.News(kCard),
      ElementsAre("ENTERED CONFIGURATION ecom-absent web/customer/1 Ann"));
  world.Upsert({Master("CATR", "C-2", "ann@contoso.com")});
  EXPECT_THAT(world.News(kCard),
              ElementsAre("LEFT LANDED ecom-absent web/customer/1 Ann"));
  // A limit of an alert is no rule about anybody.
  world.Restart(
      "expectation: [{ship_to: [US], entity: CATR}]\n"
      "cards: [{id: ecom-absent, alert_above: 3, title: Absent}]\n");
  EXPECT_THAT(world.News(), IsEmpty());
}

TEST(WatchTest, TakesEverybodyOffACardThatIsConfiguredNoMore) {
  const std::string mine =
      absl::StrCat(kExpectation, "cards: [{id: mine, like: ecom-absent}]\n");
  Watched world(mine);
  world.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("9", "1", "US", "10.00")});
  world.Look();
  world.Restart(kExpectation);
  EXPECT_THAT(world.News(),
              ElementsAre("LEFT CONFIGURATION mine web/customer/1"));
  EXPECT_THAT(world.News(), IsEmpty());
}

TEST(WatchTest, TellsOfAlertsThatAreHeldBack) {
  Watched world(WithCard("alert_above: 0, hold: 10m"));
  world.Look();
  world.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("9", "1", "US", "10.00")});
  EXPECT_THAT(world.News(kCard), Not(Contains("ALERT_FIRED ecom-absent 1")));
  world.clock().Advance(absl::Minutes(6));
  EXPECT_THAT(world.News(), IsEmpty());
  world.Restart();  // for how long is not forgotten
  world.clock().Advance(absl::Minutes(4));
  EXPECT_THAT(world.News(), ElementsAre("ALERT_FIRED ecom-absent 1"));
  world.Upsert({Master("USTR", "C-1", "ann@contoso.com")});
  world.Look();
  world.clock().Advance(absl::Minutes(10));
  EXPECT_THAT(world.News(), Contains("ALERT_CLEARED ecom-absent 0"));
}

// On its own thread: it looks when something has changed, and what it writes
// itself is no reason to look again.
TEST(WatchTest, LooksByItself) {
  Watched world;
  world.Look();
  world.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("9", "1", "US", "10.00")});
  world.engine().watch()->Start();
  for (int i = 0; i < 1000 && world.Log().empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_FALSE(world.Log().empty());
  const store::Revision after = world.store().View()->revision();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_EQ(world.store().View()->revision(), after);
}

}  // namespace
}  // namespace landfall::watch
