#include "server/http_client/retry_after.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace landfall::http_client {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

std::string Date(absl::Time time) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", time,
                          absl::UTCTimeZone());
}

std::optional<absl::Time> After(std::vector<Header> headers) {
  return RetryAfter({429, std::move(headers), ""}, kNow);
}

TEST(RetryAfterTest, TakesSecondsAndDates) {
  EXPECT_EQ(After({{"retry-after", "30"}}), kNow + absl::Seconds(30));
  EXPECT_EQ(After({{"retry-after", Date(kNow + absl::Minutes(2))}}),
            kNow + absl::Minutes(2));
  EXPECT_EQ(After({{"retry-after", "99999999999999999999"}}),
            kNow + absl::Hours(24 * 365));
  EXPECT_EQ(After({{"retry-after", "soon"}}), std::nullopt);
  EXPECT_EQ(After({}), std::nullopt);
}

TEST(RetryAfterTest, TakesADateByTheClockOfTheServer) {
  for (const absl::Duration off : {-absl::Hours(1), absl::Hours(1)}) {
    EXPECT_EQ(After({{"date", Date(kNow + off)},
                     {"retry-after", Date(kNow + off + absl::Seconds(20))}}),
              kNow + absl::Seconds(20));
  }
  EXPECT_EQ(After({{"date", "today"},
                   {"retry-after", Date(kNow + absl::Seconds(20))}}),
            kNow + absl::Seconds(20));
}

}  // namespace
}  // namespace landfall::http_client
