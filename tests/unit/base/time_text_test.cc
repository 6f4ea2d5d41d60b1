#include "server/base/time_text.h"

#include <gtest/gtest.h>

namespace landfall::base {
namespace {

TEST(TimeTextTest, ReadsEverySpellingOfTheSystems) {
  const struct {
    const char* text;
    const char* time;
  } kCases[] = {
      {"2026-06-09T08:15:30Z", "2026-06-09T08:15:30Z"},
      {"2026-06-09T08:15:30.25Z", "2026-06-09T08:15:30.25Z"},
      {"2026-06-09T08:15:30+02:00", "2026-06-09T06:15:30Z"},
      {"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"},
      {"2026-06-09 08:15:30", "2026-06-09T08:15:30Z"},
      {"Wed, 10 Jan 2018 21:05:30 +0000", "2018-01-10T21:05:30Z"},
      {"Wed, 10 Jan 2018 21:05:30 -0500", "2018-01-11T02:05:30Z"},
      {"2026-06-09", "2026-06-09T00:00:00Z"},
      {"2028-02-29", "2028-02-29T00:00:00Z"},
      {"1900-01-01", "1900-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.text);
    const auto time = base::ParseTime(test.text);
    ASSERT_TRUE(time.has_value());
    EXPECT_EQ(base::FormatTime(*time), test.time);
    EXPECT_EQ(base::ParseTime(base::FormatTime(*time)), time);
  }
}

TEST(TimeTextTest, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "now", "2026", "2026-06", "2026-02-29", "2026-13-01", "2026-06-31",
        "2026-06-09T25:00:00Z", "2026-06-09T08:61:00Z", "09.06.2026",
        "06/09/2026", "1780000000", "0001-01-01T00:00:00Z",
        "1899-12-31T23:59:59Z", "10000-01-01T00:00:00Z",
        "2026-06-09T08:15:30Z rest", "infinite-future", "infinite-past"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(base::ParseTime(text), std::nullopt);
  }
}

TEST(TimeTextTest, ReadsDurations) {
  EXPECT_EQ(ParseDuration("15m"), absl::Minutes(15));
  EXPECT_EQ(ParseDuration("1h"), absl::Hours(1));
  EXPECT_EQ(ParseDuration("7d"), absl::Hours(168));
  EXPECT_EQ(ParseDuration("90s"), absl::Seconds(90));
  EXPECT_EQ(ParseDuration("1h30m"), absl::Minutes(90));
  EXPECT_EQ(ParseDuration("0s"), absl::ZeroDuration());
  for (const char* text :
       {"", "15", "m", "-1m", "1.5h", "1w", "1h-5m", "1 h", "9999999999s"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(ParseDuration(text), std::nullopt);
  }
}

}  // namespace
}  // namespace landfall::base
