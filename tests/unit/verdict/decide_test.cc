#include "server/verdict/decide.h"

#include <gtest/gtest.h>

#include "server/base/check.h"

namespace landfall::verdict {
namespace {

using index::EntityIndex;
using index::EntitySet;
using index::Micros;
using model::ExpectedBecause;
using model::Verdict;

constexpr EntityIndex kUs = 0;  // F&O, grace 15 minutes
constexpr EntityIndex kCa = 1;  // the same source
constexpr EntityIndex kUk = 2;  // Business Central, grace 30 minutes

constexpr Micros kMinute = 60'000'000;
constexpr Micros kNow = 1'780'000'000'000'000;
constexpr Micros kLongAgo = kNow - 10'000 * kMinute;

std::shared_ptr<const index::Rulebook> Rules() {
  model::Settings settings;
  settings.legal_entities = {{"USTR", "", "US", "USD", "erp", ""},
                             {"CATR", "", "CA", "CAD", "erp", ""},
                             {"UKCO", "", "GB", "GBP", "bc", "UK"}};
  model::Source erp;
  erp.id = "erp";
  erp.system = model::System::kFinanceOperations;
  erp.url = "https://erp.example";
  model::Source bc = erp;
  bc.id = "bc";
  bc.system = model::System::kBusinessCentral;
  bc.grace = absl::Minutes(30);
  bc.url.clear();
  settings.sources = {erp, bc};
  auto rules = index::Rulebook::Create(
      settings, base::Hasher(std::string(base::Hasher::kSecretSize, 's')));
  LF_CHECK(rules.ok());
  return *rules;
}

// What Decide() is asked; everything read just now, absent for long.
struct Situation {
  std::vector<EntityIndex> clear = {};
  std::vector<EntitySet> ambiguous = {};
  bool unmapped = false;
  EntitySet present = {};
  Micros since = kLongAgo;
  std::vector<Micros> last_read = {kNow, kNow, kNow};
  Stop stop = {};

  Standing Decided() const {
    expect::Expectation expectation;
    expectation.clarity = model::ExpectationClarity::kClear;
    for (EntityIndex entity : clear) {
      expectation.clear.emplace_back(entity, ExpectedBecause::kShipToCountry);
    }
    for (const EntitySet& entities : ambiguous) {
      expect::Need need;
      need.entities = entities;
      expectation.ambiguous.push_back(need);
    }
    expectation.unmapped = unmapped;
    expectation.since = since;
    return Decide(*Rules(), Freshness(ReadTimes(last_read), kNow), expectation,
                  present, stop, kNow);
  }
  Verdict verdict() const { return Decided().verdict; }
};

TEST(DecideTest, WantsEveryClearEntity) {
  Situation it{{kUs, kCa}};
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
  it.present = {kUs};
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
  EXPECT_EQ(it.Decided().missing, EntitySet({kCa}));
  it.present = {kUs, kCa};
  EXPECT_EQ(it.verdict(), Verdict::kPromoted);
  it.present = {kUk};
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
}

TEST(DecideTest, WaitsForLessThanTheGrace) {
  const struct {
    EntityIndex entity;
    Micros absent_for;
    Verdict verdict;
  } kCases[] = {
      {kUs, 0, Verdict::kAwaitingSync},
      {kUs, 15 * kMinute - 1, Verdict::kAwaitingSync},
      {kUs, 15 * kMinute, Verdict::kNotPromoted},
      {kUk, 15 * kMinute, Verdict::kAwaitingSync},
      {kUk, 30 * kMinute - 1, Verdict::kAwaitingSync},
      {kUk, 30 * kMinute, Verdict::kNotPromoted},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.absent_for);
    Situation it{{test.entity}};
    it.since = kNow - test.absent_for;
    EXPECT_EQ(it.verdict(), test.verdict);
  }
}

TEST(DecideTest, WaitsOnlyWhileEveryMissingEntityWaits) {
  Situation it{{kUs, kUk}};
  it.since = kNow - 20 * kMinute;
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
  it.present = {kUs};  // what is there need not wait
  EXPECT_EQ(it.verdict(), Verdict::kAwaitingSync);
  it.since = index::kNoTime;  // nobody knows since when
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
}

TEST(DecideTest, GivesTheUnmappedTheLongestGrace) {
  Situation it;
  it.unmapped = true;
  it.since = kNow - 30 * kMinute + 1;
  EXPECT_EQ(it.verdict(), Verdict::kAwaitingSync);
  it.since = kNow - 30 * kMinute;
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
}

TEST(DecideTest, LetsKnownMissingBeatUnread) {
  Situation it{{kUs, kCa}};
  it.last_read[kCa] = index::kNoTime;
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
  EXPECT_EQ(it.Decided().unread, EntitySet({kCa}));
  it.present = {kUs};
  EXPECT_EQ(it.verdict(), Verdict::kUnknown);
  it.present = {kUs, kCa};
  EXPECT_EQ(it.verdict(), Verdict::kPromoted);
}

TEST(DecideTest, AnswersUntilTheReadingIsTooOld) {
  Situation it{{kUs}};
  it.last_read[kUs] = kNow - 60 * kMinute;
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
  it.last_read[kUs] -= 1;
  EXPECT_EQ(it.verdict(), Verdict::kUnknown);
  it.present = {kUs};  // presence does not age
  EXPECT_EQ(it.verdict(), Verdict::kPromoted);
  Situation imported{{kUk}};
  imported.last_read[kUk] = 0;  // a source without url does not age
  EXPECT_EQ(imported.verdict(), Verdict::kNotPromoted);
}

TEST(DecideTest, TakesAnyCandidateOfAnAmbiguousNeed) {
  Situation it;
  it.ambiguous = {{kUs, kUk}};
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
  it.present = {kCa};
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
  it.present = {kUk};
  EXPECT_EQ(it.verdict(), Verdict::kPromoted);
  it.present = {};
  it.last_read[kUk] = index::kNoTime;
  EXPECT_EQ(it.verdict(), Verdict::kUnknown);
  it.present = {kUs};
  EXPECT_EQ(it.verdict(), Verdict::kPromoted);
  it.clear = {kCa};
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
  EXPECT_TRUE(it.Decided().IsMissing(kCa));
  EXPECT_FALSE(it.Decided().IsMissing(kUs));
}

TEST(DecideTest, TakesAnyEntityForTheUnmapped) {
  Situation it;
  it.unmapped = true;
  EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
  it.last_read[kCa] = index::kNoTime;
  EXPECT_EQ(it.verdict(), Verdict::kUnknown);
  it.present = {kUs};
  EXPECT_EQ(it.verdict(), Verdict::kPromoted);
}

TEST(DecideTest, DoesNotWaitForARowThatIsStopped) {
  for (const Stop stop : {Stop{true, false}, Stop{false, true}}) {
    Situation it{{kUs}};
    it.since = kNow;
    it.stop = stop;
    EXPECT_EQ(it.verdict(), Verdict::kNotPromoted);
    EXPECT_TRUE(it.Decided().stop.any());
    it.present = {kUs};
    EXPECT_EQ(it.verdict(), Verdict::kPromoted);
    EXPECT_FALSE(it.Decided().stop.any());
    it.present = {};
    it.last_read[kUs] = index::kNoTime;
    EXPECT_EQ(it.verdict(), Verdict::kUnknown);
  }
}

TEST(DecideTest, StopsNothingOnItsWayToBusinessCentral) {
  Situation it{{kUk}};
  it.since = kNow;
  it.stop.by_filter = true;
  EXPECT_EQ(it.verdict(), Verdict::kAwaitingSync);
  EXPECT_FALSE(it.Decided().stop.any());
}

}  // namespace
}  // namespace landfall::verdict
