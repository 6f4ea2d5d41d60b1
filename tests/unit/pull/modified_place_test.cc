#include "server/pull/modified_place.h"

#include <gtest/gtest.h>

#include <string>

namespace landfall::pull {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'780'000'000);

TEST(ModifiedPlaceTest, ReadsEverythingFromNothingKnown) {
  const ModifiedPlace place =
      DecodePlace(EncodePlace(PlaceOfEverything(kStart)));
  EXPECT_FALSE(place.changes);
  EXPECT_EQ(place.known.newest, absl::InfinitePast());
  EXPECT_EQ(place.found, absl::InfinitePast());
  EXPECT_EQ(place.started, kStart);
  EXPECT_EQ(place.link, "");
}

TEST(ModifiedPlaceTest, ReadsChangesFromWhatIsKnown) {
  const absl::Time newest = kStart - absl::Hours(2);
  const absl::Time seen = kStart - absl::Hours(1);
  const ModifiedPlace place = DecodePlace(
      EncodePlace(PlaceOfChanges(EncodeKnown({newest, seen}), kStart)));
  EXPECT_TRUE(place.changes);
  EXPECT_EQ(place.known.newest, newest);
  EXPECT_EQ(place.known.seen, seen);
  EXPECT_EQ(place.found, newest);
  EXPECT_EQ(place.started, kStart);
  EXPECT_EQ(place.link, "");
}

TEST(ModifiedPlaceTest, HasNoPlaceForChangesSinceNobodyKnowsWhen) {
  for (const std::string& bookmark :
       {std::string(), std::string("nonsense"), EncodeKnown({})}) {
    EXPECT_EQ(EncodePlace(PlaceOfChanges(bookmark, kStart)), "") << bookmark;
  }
}

}  // namespace
}  // namespace landfall::pull
