// What the log says of people after they were erased.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "server/store/event_codec.h"
#include "tests/unit/watch/watched.h"

namespace landfall::watch {
namespace {

using reconcile::Order;
using reconcile::Shopper;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAddress[] = "gwen@contoso.com";

// Everything that the store holds beside the records.
std::string HeldTexts(testing::InMemoryRecordStore& store) {
  std::string texts;
  const auto view = store.View();
  EXPECT_TRUE(view->ForEachEvent({}, store::StoreView::EventOrder::kOldestFirst,
                                 [&](store::EventCursor,
                                     const store::LoggedEvent& logged) {
                                   texts += store::EncodeEvent(logged.event);
                                   return true;
                                 })
                  .ok());
  EXPECT_TRUE(view->ForEachMember(
                      [&](const store::MemberKey&, const std::string& text) {
                        texts += text;
                        return absl::OkStatus();
                      })
                  .ok());
  return texts;
}

TEST(ErasedEventsTest, KeepTheRecordWithoutItsName) {
  Watched world;
  world.Look();
  world.Upsert({Shopper("1", "Ann Smith", "ann@contoso.com"),
                Order("9", "1", "US", "10.00")});
  EXPECT_THAT(world.News(),
              Contains("ENTERED CHANGED ecom-absent web/customer/1 Ann Smith"));
  ASSERT_TRUE(world.engine()
                  .ingest()
                  .Erase({"web", "customer", "1"}, world.clock().Now())
                  .ok());
  const std::string texts = HeldTexts(world.store());
  EXPECT_FALSE(absl::StrContains(texts, "Ann Smith"));
  EXPECT_FALSE(absl::StrContains(texts, "ann@"));
  const auto news = world.News();
  EXPECT_THAT(news, Contains("LEFT ERASED ecom-absent web/customer/1"));
  EXPECT_THAT(news, Contains("LEFT ERASED orders-blocked web/order/9"));
  for (const model::ListedEvent& listed : world.Log()) {
    EXPECT_EQ(listed.event.name, "") << TextOf(listed.event);
  }
}

TEST(ErasedEventsTest, AreGoneAltogetherWhenAGuestIsErased) {
  Watched world;
  world.Look();
  world.Upsert({Order("9", "", "US", "10.00", "USD", kAddress)});
  std::string guest;
  world.Look();
  for (const model::ListedEvent& listed : world.Log()) {
    if (listed.event.card == "ecom-absent") guest = listed.event.record.id;
  }
  ASSERT_TRUE(absl::StartsWith(guest, "guest-"));
  ASSERT_TRUE(world.engine()
                  .ingest()
                  .Erase({"web", "customer", guest}, world.clock().Now())
                  .ok());
  EXPECT_FALSE(absl::StrContains(HeldTexts(world.store()), guest));
  world.Look();
  const std::string texts = HeldTexts(world.store());
  EXPECT_FALSE(absl::StrContains(texts, guest));
  EXPECT_FALSE(absl::StrContains(texts, kAddress));
  // The guest who comes again enters again.
  world.Upsert({Order("10", "", "US", "10.00", "USD", kAddress)});
  world.Look();
  EXPECT_TRUE(absl::StrContains(HeldTexts(world.store()), guest));
}

// The guest comes again before anybody has looked.
TEST(ErasedEventsTest, DoNotHideAGuestWhoComesAgainAtOnce) {
  Watched world;
  world.Look();
  world.Upsert({Order("9", "", "US", "10.00", "USD", kAddress)});
  world.Look();
  ASSERT_TRUE(world.engine()
                  .ingest()
                  .Erase({"web", "order", "9"}, world.clock().Now())
                  .ok());
  world.News();
  world.Upsert({Order("10", "", "US", "10.00", "USD", kAddress)});
  ASSERT_TRUE(world.engine()
                  .ingest()
                  .Erase({"web", "order", "10"}, world.clock().Now())
                  .ok());
  world.Upsert({Order("11", "", "US", "10.00", "USD", kAddress)});
  EXPECT_THAT(world.News("ecom-absent").size(), 1u);
}

// Somebody is erased between the look and its commit: what was found names that
// one, and must not be written down.
TEST(ErasedEventsTest, AreNotWrittenAboutWhoIsErasedMeanwhile) {
  Watched world;
  world.Look();
  world.Upsert({Shopper("1", "Ann Smith", "ann@contoso.com"),
                Order("9", "1", "US", "10.00"),
                Shopper("2", "Bob Jones", "bob@contoso.com"),
                Order("8", "2", "US", "10.00")});
  bool erased = false;
  world.Intercept([&](const store::StoreBatch& batch) {
    if (batch.events.empty() || std::exchange(erased, true)) return;
    EXPECT_TRUE(world.engine()
                    .ingest()
                    .Erase({"web", "customer", "1"}, world.clock().Now())
                    .ok());
  });
  EXPECT_THAT(world.News("ecom-absent"),
              ElementsAre("ENTERED CHANGED ecom-absent web/customer/2 Bob "
                          "Jones"));
  EXPECT_TRUE(erased);
  EXPECT_FALSE(absl::StrContains(HeldTexts(world.store()), "Ann Smith"));
  world.Intercept(nullptr);
  EXPECT_THAT(world.News(), IsEmpty());
}

}  // namespace
}  // namespace landfall::watch
