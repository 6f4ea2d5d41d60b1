#include "server/verdict/freshness.h"

#include <gtest/gtest.h>

#include "server/base/check.h"

namespace landfall::verdict {
namespace {

using index::EntityIndex;
using index::Micros;

constexpr EntityIndex kPulled = 0;
constexpr EntityIndex kImported = 1;
constexpr Micros kSecond = 1'000'000;
constexpr Micros kHour = 3600 * kSecond;
constexpr Micros kNow = 1'780'000'000 * kSecond;

std::shared_ptr<const index::Rulebook> Rules() {
  model::Settings settings;
  settings.legal_entities = {{"USTR", "", "US", "USD", "erp", ""},
                             {"UKCO", "", "GB", "GBP", "files", ""}};
  model::Source pulled;
  pulled.id = "erp";
  pulled.system = model::System::kFinanceOperations;
  pulled.url = "https://erp.example";
  pulled.max_age = absl::Hours(1);
  model::Source imported = pulled;
  imported.id = "files";
  imported.url.clear();
  settings.sources = {pulled, imported};
  auto rules = index::Rulebook::Create(
      settings, base::Hasher(std::string(base::Hasher::kSecretSize, 's')));
  LF_CHECK(rules.ok());
  return *rules;
}

TEST(FreshnessTest, AReadInTheFutureCountsAsNever) {
  const auto rules = Rules();
  for (const Micros ahead : {kClockSlack + 1, kHour, 30 * 24 * kHour}) {
    const ReadTimes times({kNow + ahead, kNow + ahead});
    const Freshness freshness(times, kNow);
    for (const EntityIndex entity : {kPulled, kImported}) {
      EXPECT_FALSE(freshness.EverRead(entity)) << ahead;
      EXPECT_EQ(freshness.LastRead(entity), index::kNoTime);
      EXPECT_EQ(freshness.Ahead(entity), ahead);
      EXPECT_FALSE(freshness.CanAnswer(*rules, entity, kNow));
      // Nor does it vouch for the past.
      EXPECT_FALSE(freshness.CanAnswer(*rules, entity, kNow - 24 * kHour));
    }
    EXPECT_TRUE(freshness.AnyAhead());
  }
}

TEST(FreshnessTest, AMinuteAheadIsNoWildClock) {
  const auto rules = Rules();
  const ReadTimes times({kNow + kClockSlack, kNow});
  const Freshness freshness(times, kNow);
  EXPECT_TRUE(freshness.CanAnswer(*rules, kPulled, kNow));
  EXPECT_EQ(freshness.Ahead(kPulled), 0);
  EXPECT_FALSE(freshness.AnyAhead());
}

TEST(FreshnessTest, AgesOnlyWhatIsPulled) {
  const auto rules = Rules();
  const ReadTimes times({kNow - kHour, kNow - 1000 * kHour});
  EXPECT_TRUE(Freshness(times, kNow).CanAnswer(*rules, kPulled, kNow));
  EXPECT_FALSE(Freshness(times, kNow).CanAnswer(*rules, kPulled, kNow + 1));
  EXPECT_TRUE(Freshness(times, kNow).CanAnswer(*rules, kImported, kNow));
}

TEST(FreshnessTest, WhoeverHasNoClockTakesEveryRead) {
  const ReadTimes times({kNow, index::kNoTime});
  const Freshness freshness(times, index::kForever);
  EXPECT_TRUE(freshness.EverRead(kPulled));
  EXPECT_FALSE(freshness.EverRead(kImported));
  EXPECT_FALSE(freshness.AnyAhead());
}

TEST(ReadTimesTest, ATrueReadCorrectsOneOfAFastClock) {
  ReadTimes times({kNow + 30 * 24 * kHour, index::kNoTime});
  times.Set(kPulled, times.After(kPulled, kNow, kNow));
  EXPECT_EQ(times.At(kPulled), kNow);
  EXPECT_EQ(times.newest(), kNow);
}

TEST(ReadTimesTest, ReadsThatOvertakeEachOtherKeepTheLater) {
  const ReadTimes times({kNow, index::kNoTime});
  EXPECT_EQ(times.After(kPulled, kNow - kSecond, kNow - kSecond), kNow);
  EXPECT_EQ(times.After(kPulled, kNow + kSecond, kNow + kSecond),
            kNow + kSecond);
  EXPECT_EQ(times.After(kImported, kNow, kNow), kNow);
}

TEST(FreshnessTest, DocumentsThatArePulledAge) {
  model::Settings settings = Rules()->settings();
  settings.sources[0].pulls_documents = true;
  const auto rules = *index::Rulebook::Create(
      settings, base::Hasher(std::string(base::Hasher::kSecretSize, 's')));
  ReadTimes times({kNow, kNow}, 2);
  const Freshness freshness(times, kNow);
  EXPECT_FALSE(freshness.CanAnswerDocuments(*rules, kPulled, kNow));
  EXPECT_TRUE(freshness.CanAnswerDocuments(*rules, kImported, kNow))
      << "whoever imports them vouches for them";
  times.SetDocuments(DocumentSet::kOrders, kPulled, kNow);
  EXPECT_FALSE(freshness.CanAnswerDocuments(*rules, kPulled, kNow))
      << "an order may have become an invoice at once";
  times.SetDocuments(DocumentSet::kInvoices, kPulled, kNow - kHour);
  EXPECT_EQ(freshness.LastReadDocuments(kPulled), kNow - kHour);
  EXPECT_TRUE(freshness.CanAnswerDocuments(*rules, kPulled, kNow));
  EXPECT_FALSE(freshness.CanAnswerDocuments(*rules, kPulled, kNow + 1));
  times.SetDocuments(DocumentSet::kInvoices, kPulled, kNow + kHour);
  EXPECT_FALSE(freshness.CanAnswerDocuments(*rules, kPulled, kNow))
      << "by a clock that ran ahead";
}

TEST(FreshnessTest, DocumentsThatWereRejectedMayBeAnybodys) {
  const auto rules = Rules();
  ReadTimes times({kNow, kNow}, 2);
  times.SetDocumentsTorn(1, true);
  const Freshness freshness(times, kNow);
  EXPECT_TRUE(freshness.CanAnswerDocuments(*rules, kPulled, kNow));
  EXPECT_FALSE(freshness.CanAnswerDocuments(*rules, kImported, kNow));
}

TEST(FreshnessTest, AHoleSinceTheReadLeavesOnlyThePast) {
  const auto rules = Rules();
  ReadTimes times({kNow, kNow - kHour});
  times.SetGap(kImported, {kNow - 10 * kSecond, 2, false, false});
  const Freshness freshness(times, kNow);
  EXPECT_TRUE(freshness.CanAnswer(*rules, kPulled, kNow));
  EXPECT_FALSE(freshness.CanAnswer(*rules, kImported, kNow));
  EXPECT_FALSE(freshness.CanAnswer(*rules, kImported, kNow - 10 * kSecond));
  EXPECT_TRUE(freshness.CanAnswer(*rules, kImported, kNow - 11 * kSecond));
}

TEST(FreshnessTest, AHoleWithoutAnyReadLeavesNothing) {
  const auto rules = Rules();
  ReadTimes times({index::kNoTime, index::kNoTime});
  times.SetGap(kImported, {kNow, 2, false, false});
  const Freshness freshness(times, kNow);
  EXPECT_TRUE(freshness.IsIncomplete(kImported, kNow - kHour));
  EXPECT_FALSE(freshness.IsIncomplete(kPulled, kNow));
}

TEST(FreshnessTest, AHoleThatSomebodyAcceptedIsNone) {
  const auto rules = Rules();
  ReadTimes times({kNow, kNow});
  times.SetGap(kImported, {kNow - kHour, 2, true, true});
  EXPECT_TRUE(Freshness(times, kNow).CanAnswer(*rules, kImported, kNow));
}

TEST(FreshnessTest, AgesAnUpstreamSourceThatIsRead) {
  model::Settings settings;
  model::Source read;
  read.id = "crm";
  read.url = "https://crm.example";
  model::Source fed;
  fed.id = "shop";
  fed.system = model::System::kShopify;
  settings.sources = {read, fed};
  const auto rules = index::Rulebook::Create(
      settings, base::Hasher(std::string(base::Hasher::kSecretSize, 's')));
  const index::SourceRules& crm = *(*rules)->FindSource("crm");
  ReadTimes times({}, 2);
  const Freshness freshness(times, kNow);
  EXPECT_TRUE(freshness.IsCurrent(*(*rules)->FindSource("shop"), kNow));
  EXPECT_FALSE(freshness.IsCurrent(crm, kNow));
  EXPECT_EQ(freshness.LastRead(crm), index::kNoTime);
  times.SetSource(crm.index, kNow - kHour);
  EXPECT_TRUE(freshness.IsCurrent(crm, kNow));
  EXPECT_FALSE(freshness.IsCurrent(crm, kNow + 1));
  times.SetSource(crm.index, kNow + kClockSlack + 1);
  EXPECT_FALSE(freshness.IsCurrent(crm, kNow)) << "a clock that ran ahead";
}

// A clock that ran ahead must not hide the hole until its time has come.
TEST(FreshnessTest, AHoleOfTheFutureIsThereAllTheSame) {
  const auto rules = Rules();
  ReadTimes times({kNow, kNow - kHour});
  times.SetGap(kImported, {kNow + kHour, 2, false, false});
  const Freshness freshness(times, kNow);
  EXPECT_FALSE(freshness.CanAnswer(*rules, kImported, kNow));
  EXPECT_TRUE(freshness.AnyAhead());
}

}  // namespace
}  // namespace landfall::verdict
