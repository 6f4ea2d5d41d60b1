#include "server/deliver/subscriptions.h"

#include <set>

#include "tests/unit/deliver/delivering.h"

namespace landfall::testing {
namespace {

using deliver::Note;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Nobody listens there, and nobody is asked when somebody subscribes.
constexpr int kPort = 49'999;

TEST_F(Delivering, RenewsInsteadOfDoubling) {
  const auto made = subscriptions_->Create(WishFor(kPort));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(made->id, HasSubstr("sub_"));
  EXPECT_EQ(made->id.size(), size_t{36});
  EXPECT_THAT(made->secret, HasSubstr("whsec_"));
  EXPECT_EQ(made->expires, clock_.Now() + absl::Hours(24 * 30));
  clock_.Advance(absl::Hours(1));
  const auto again = subscriptions_->Create(WishFor(kPort));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->id, made->id);
  EXPECT_EQ(again->secret, "");
  EXPECT_EQ(again->expires, clock_.Now() + absl::Hours(24 * 30));
  EXPECT_THAT(TakeKinds(),
              ElementsAre(Note::Kind::kCreated, Note::Kind::kRenewed));
}

TEST_F(Delivering, TellsSubscriptionsApart) {
  std::set<std::string> ids = {Subscribe(WishFor(kPort))};
  ids.insert(Subscribe(WishFor(kPort, "another")));
  ids.insert(Subscribe(WishFor(kPort + 1)));
  deliver::Wish wish = WishFor(kPort);
  wish.filter.card = "ecom-absent";
  ids.insert(Subscribe(wish));
  EXPECT_EQ(ids.size(), size_t{4});
}

TEST_F(Delivering, ListsOnesOwn) {
  const std::string id = Subscribe(WishFor(kPort, "flows"));
  Subscribe(WishFor(kPort, "ops"));
  const auto own = subscriptions_->List("flows");
  ASSERT_EQ(own.size(), size_t{1});
  EXPECT_EQ(own[0].id, id);
  EXPECT_EQ(subscriptions_->List(std::nullopt).size(), size_t{2});
  EXPECT_TRUE(subscriptions_->List("").empty());
}

TEST_F(Delivering, DeletesWithAllThatWaits) {
  const std::string id = Subscribe(WishFor(kPort));
  Enter("ann");
  ASSERT_TRUE(deliverer_->PlanNow().ok());
  EXPECT_EQ(Waiting(), size_t{1});
  EXPECT_TRUE(subscriptions_->Delete("sub_unknown", "ops").ok());
  EXPECT_TRUE(subscriptions_->Delete(id, "ops").ok());
  EXPECT_TRUE(subscriptions_->Delete(id, "ops").ok());
  EXPECT_EQ(Waiting(), size_t{0});
  EXPECT_THAT(TakeKinds(),
              ElementsAre(Note::Kind::kCreated, Note::Kind::kDeleted));
  Open();
  EXPECT_TRUE(subscriptions_->List(std::nullopt).empty());
}

TEST_F(Delivering, TakesOnlySoMany) {
  limits_.subscriptions_of_one = 2;
  limits_.subscriptions = 3;
  Open();
  const std::string id = Subscribe(WishFor(kPort, "flows"));
  Subscribe(WishFor(kPort + 1, "flows"));
  EXPECT_EQ(subscriptions_->Create(WishFor(kPort + 2, "flows")).status().code(),
            absl::StatusCode::kFailedPrecondition);
  // To renew one is no further one.
  EXPECT_EQ(Subscribe(WishFor(kPort, "flows")), id);
  Subscribe(WishFor(kPort, "ops"));
  EXPECT_EQ(subscriptions_->Create(WishFor(kPort, "third")).status().code(),
            absl::StatusCode::kFailedPrecondition);
  // Those that have ended make place.
  clock_.Advance(absl::Hours(24 * 31));
  ASSERT_TRUE(deliverer_->PlanNow().ok());
  EXPECT_EQ(subscriptions_->List(std::nullopt).size(), size_t{3});
  Subscribe(WishFor(kPort, "third"));
  EXPECT_EQ(subscriptions_->List(std::nullopt).size(), size_t{3});
}

TEST_F(Delivering, RefusesOtherPlaces) {
  deliver::Wish wish = WishFor(kPort);
  for (const char* url : {"https://10.0.0.1/", "http://localhost:49999/",
                          "https://127.0.0.1:22/", "not a URL"}) {
    wish.url = url;
    EXPECT_EQ(subscriptions_->Create(wish).status().code(),
              absl::StatusCode::kInvalidArgument)
        << url;
  }
  EXPECT_TRUE(subscriptions_->List(std::nullopt).empty());
}

TEST_F(Delivering, SaysThatTheDiskIsFull) {
  store_.FailWrites(absl::ResourceExhaustedError("full"));
  EXPECT_EQ(subscriptions_->Create(WishFor(kPort)).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(subscriptions_->List(std::nullopt).empty());
  EXPECT_TRUE(notes_.empty());
}

}  // namespace
}  // namespace landfall::testing
