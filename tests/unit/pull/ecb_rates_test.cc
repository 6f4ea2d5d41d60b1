#include "server/pull/ecb_rates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;

// As the bank writes it: single quotes, days newest first.
std::string File(const std::string& cubes) {
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\" "
      "xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\">\n"
      "\t<gesmes:subject>Reference rates</gesmes:subject>\n"
      "\t<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name>"
      "</gesmes:Sender>\n\t<Cube>",
      cubes, "</Cube>\n</gesmes:Envelope>");
}

constexpr char kTwoDays[] =
    "<Cube time='2026-07-10'><Cube currency='USD' rate='1.1435'/>"
    "<Cube currency='JPY' rate='169.02'/></Cube>"
    "<Cube time='2026-07-09'><Cube currency='USD' rate='1.14'/></Cube>";

TEST(EcbRatesTest, ReadsDays) {
  const auto read = ReadEcbRates(File(kTwoDays));
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->quotes.size(), 3u);
  const rates::Quote& yen = read->quotes[1];
  EXPECT_EQ(yen.from + yen.to, "EURJPY");
  EXPECT_EQ(yen.start, CivilDay(2026, 7, 10));
  EXPECT_EQ(yen.from_amount.ToString(), "1");
  EXPECT_EQ(yen.to_amount.ToString(), "169.02");
  EXPECT_EQ(read->quotes[2].start, CivilDay(2026, 7, 9));
  EXPECT_FALSE(read->everything) << "what is older stays";
  EXPECT_EQ(read->unread, 0);
}

TEST(EcbRatesTest, LeavesOutWhatIsNoRate) {
  const auto read = ReadEcbRates(
      File("<Cube time='2026-07-10'><Cube currency='USD' rate='N/A'/>"
           "<Cube currency='US' rate='1'/><Cube currency='EUR' rate='1'/>"
           "<Cube currency='CAD' rate='0'/><Cube currency='CHF'/>"
           "<Cube currency='GBP' rate='0.86'/></Cube>"
           "<Cube time='10 July'><Cube currency='USD' rate='1'/></Cube>"));
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->quotes.size(), 1u);
  EXPECT_EQ(read->quotes[0].to, "GBP");
  EXPECT_EQ(read->unread, 7);
}

TEST(EcbRatesTest, RefusesWhatIsNoFileOfRates) {
  const std::string whole = File(kTwoDays);
  const std::string nested =
      absl::StrCat("<a><a><a><a><a><a><a><a><a><a><Cube time='2026-07-10'>",
                   "<Cube currency='USD' rate='1'/></Cube>",
                   "</a></a></a></a></a></a></a></a></a></a>");
  for (const std::string& text :
       {std::string(), std::string("<html><body>Moved</body></html>"),
        std::string("{}"), whole.substr(0, whole.size() - 30), File(""), nested,
        // A document type could blow a small text up.
        "<!DOCTYPE a [<!ENTITY b 'bbbb'>]>" + File(kTwoDays).substr(39)}) {
    EXPECT_EQ(ReadEcbRates(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
  const std::string large(size_t{33} << 20, ' ');
  EXPECT_THAT(ReadEcbRates(whole + large).status().message(),
              HasSubstr("larger than 32 MiB"));
}

class EcbFeedTest : public ::testing::Test {
 protected:
  absl::StatusOr<RatesRead> Read(std::optional<CivilDay> newest) {
    return feed_.Read(
        absl::FromCivil(CivilDay(2026, 7, 10), absl::UTCTimeZone()), newest,
        system_.exchange);
  }
  FakeSystem system_;
  EcbRates feed_{"https://crm.example/rates"};
};

TEST_F(EcbFeedTest, AsksForAllOnceAndThenForNinetyDays) {
  system_.sender.steps = {Answer(200, File(kTwoDays)),
                          Answer(200, File(kTwoDays)),
                          Answer(200, File(kTwoDays))};
  EXPECT_TRUE(Read(std::nullopt).ok());
  EXPECT_TRUE(Read(CivilDay(2026, 7, 9)).ok());
  EXPECT_TRUE(Read(CivilDay(2026, 5, 1)).ok());
  EXPECT_EQ(system_.sender.requests[0].url,
            "https://crm.example/rates/eurofxref-hist.xml");
  EXPECT_EQ(system_.sender.requests[1].url,
            "https://crm.example/rates/eurofxref-hist-90d.xml");
  EXPECT_EQ(system_.sender.requests[2].url,
            "https://crm.example/rates/eurofxref-hist.xml");
}

TEST_F(EcbFeedTest, SaysWhatWentWrongAndNothingOfTheAnswer) {
  system_.sender.steps = {Answer(404), Answer(200, "<html>secret</html>")};
  EXPECT_THAT(Read(std::nullopt).status().message(), HasSubstr("404"));
  const absl::Status status = Read(std::nullopt).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), "read exchange rates: the answer holds no rates");
}

}  // namespace
}  // namespace landfall::pull
