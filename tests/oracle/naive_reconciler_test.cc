// One case for one sentence of the rules about a single customer: expectation,
// matching, time.

#include <gtest/gtest.h>

#include "tests/oracle/story.h"

namespace landfall::oracle {
namespace {

using model::Outcome;
using model::Record;
using model::RecordRef;
using model::Verdict;

const RecordRef kAccount{"crm", "account", "a"};
const RecordRef kContact{"crm", "contact", "p"};
const RecordRef kShopper{"web", "customer", "1"};

// A shopper with an email and one order, and the same email in some entities.
Story Shopper(const std::string& ship_to,
              const std::vector<std::string>& present_in) {
  Story story;
  Email(story.Customer("web", "1"), "ann@contoso-mail.com");
  story.Order("o1", "1", ship_to);
  for (const std::string& entity : present_in) {
    Email(story.Master(entity, "C-1"), "Ann@Contoso-Mail.com");
  }
  return story;
}

void AddRule(Story* story, model::RuleKind kind, const std::string& value,
             const std::string& entity) {
  model::ExpectationRule rule;
  rule.kind = kind;
  rule.entity = entity;
  rule.tag = value;
  rule.countries = {value};
  rule.customer = kShopper;
  story->settings.expectation.push_back(rule);
}

TEST(NaiveScopeTest, LeavesOutWhatIsNoCustomer) {
  Story story;
  story.Account("a").fields = model::Fields();
  story.Contact("p").fields = model::Fields();
  RowOf(story.Account("m")).state = model::LifeState::kMerged;
  RowOf(story.Account("i")).state = model::LifeState::kInactive;
  EXPECT_EQ(ReasonsOf(story.Check(kAccount)), "NOT_A_CUSTOMER_TYPE");
  EXPECT_EQ(ReasonsOf(story.Check(kContact)), "NOT_SELLABLE");
  EXPECT_EQ(ReasonsOf(story.Check(RecordRef{"crm", "account", "m"})), "MERGED");
  EXPECT_EQ(ReasonsOf(story.Check(RecordRef{"crm", "account", "i"})),
            "INACTIVE");
  EXPECT_EQ(story.Check(kAccount).verdict, Verdict::kOutOfScope);
}

TEST(NaiveScopeTest, ObeysConfiguredRules) {
  Story story;
  story.Account("a");
  story.settings.scope.push_back(
      {"crm", "account", "customertypecode eq 3", "all of them"});
  EXPECT_EQ(ReasonsOf(story.Check(kAccount)), "OUT_OF_SCOPE_RULE");
}

TEST(NaiveScopeTest, ShowsWhereAnInactiveShopperIsPresent) {
  Story story = Shopper("US", {"USTR"});
  story.as_of = Story::Now() + absl::Hours(24 * 8);
  const auto answer = story.Check(kShopper);
  EXPECT_EQ(answer.verdict, Verdict::kOutOfScope);
  EXPECT_EQ(ReasonsOf(answer), "NO_ACTIVE_ORDERS");
  EXPECT_EQ(OutcomeIn(answer, "USTR"), Outcome::kPresentNotExpected);
}

TEST(NaiveScopeTest, TellsQuotesFromCancelledOrders) {
  Story story;
  story.Customer("web", "1");
  OrderOf(story.Order("d1", "1", "US")).quote = true;
  EXPECT_EQ(ReasonsOf(story.Check(kShopper)), "QUOTE_ONLY");
  OrderOf(story.Order("o1", "1", "US")).dead = true;
  EXPECT_EQ(ReasonsOf(story.Check(kShopper)), "NO_ACTIVE_ORDERS");
}

TEST(NaiveMapFilterTest, StopsAContactWithoutANumberAtOnce) {
  Story story;
  Record& contact = story.Contact("p");
  contact.created = Story::Now();
  contact.fields = model::Fields();
  contact.fields.Add("msdyn_sellable",
                     {model::FieldValue::Type::kBool, "true"});
  const auto answer = story.Check(kContact);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_EQ(ReasonsOf(answer), "EXCLUDED_BY_MAP_FILTER");
}

TEST(NaiveMapFilterTest, StopsARowWithoutACompanyUnlessItIsThere) {
  Story story;
  Record& account = story.Account("a");
  RowOf(account).company = {};
  RowOf(account).country = "United States";
  account.created = Story::Now();
  Email(account, "ann@contoso-mail.com");
  EXPECT_EQ(ReasonsOf(story.Check(kAccount)), "NO_COMPANY_ON_RECORD");
  EXPECT_EQ(story.Check(kAccount).verdict, Verdict::kNotPromoted);
  Email(story.Master("USTR", "C-1"), "ann@contoso-mail.com");
  EXPECT_EQ(story.Check(kAccount).verdict, Verdict::kPromoted);
}

TEST(NaiveExpectationTest, WantsEveryEntityThatOrdersShipTo) {
  Story story = Shopper("US", {"USTR"});
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kPromoted);
  story.Order("o2", "1", "CA");
  const auto answer = story.Check(kShopper);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_EQ(OutcomeIn(answer, "USTR"), Outcome::kPresent);
  EXPECT_EQ(OutcomeIn(answer, "CATR"), Outcome::kMissing);
}

TEST(NaiveExpectationTest, NamesTheOtherEntity) {
  const Story story = Shopper("CA", {"USTR"});
  const auto answer = story.Check(kShopper);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_EQ(ReasonsOf(answer), "PRESENT_IN_OTHER_ENTITY USTR");
  EXPECT_EQ(OutcomeIn(answer, "USTR"), Outcome::kPresentNotExpected);
}

TEST(NaiveExpectationTest, LetsOverridesBeatTagsBeatShipTo) {
  Story story = Shopper("US", {});
  OrderOf(story.Order("o2", "1", "US")).tags = {"WHOLESALE-ca"};
  AddRule(&story, model::RuleKind::kTag, "wholesale-ca", "CATR");
  auto answer = story.Check(kShopper);
  EXPECT_EQ(OutcomeIn(answer, "USTR"), Outcome::kMissing);
  EXPECT_EQ(OutcomeIn(answer, "CATR"), Outcome::kMissing);
  AddRule(&story, model::RuleKind::kCustomerOverride, "", "UKCO");
  answer = story.Check(kShopper);
  EXPECT_EQ(answer.entities.size(), 1u);
  EXPECT_EQ(answer.entities[0].entity, "UKCO");
  EXPECT_EQ(answer.entities[0].because,
            model::ExpectedBecause::kCustomerOverride);
}

TEST(NaiveExpectationTest, TakesAnyCandidateOfTwoRules) {
  Story story = Shopper("CA", {"USTR"});
  AddRule(&story, model::RuleKind::kShipToCountry, "CA", "USTR");
  const auto answer = story.Check(kShopper);
  EXPECT_EQ(answer.verdict, Verdict::kPromoted);
  EXPECT_EQ(answer.clarity, model::ExpectationClarity::kAmbiguous);
  EXPECT_EQ(ReasonsOf(answer), "AMBIGUOUS_ENTITY");
}

TEST(NaiveExpectationTest, RequiresTheClearEntityBesideAnAmbiguousOne) {
  Story story = Shopper("CA", {"CATR"});
  AddRule(&story, model::RuleKind::kShipToCountry, "CA", "UKCO");
  story.Order("o2", "1", "US");
  const auto answer = story.Check(kShopper);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_EQ(answer.clarity, model::ExpectationClarity::kAmbiguous);
  EXPECT_EQ(OutcomeIn(answer, "USTR"), Outcome::kMissing);
}

TEST(NaiveExpectationTest, CountsAnywhereWhenNoRuleApplies) {
  const auto found = Shopper("FR", {"UKCO"}).Check(kShopper);
  EXPECT_EQ(found.verdict, Verdict::kPromoted);
  EXPECT_EQ(found.clarity, model::ExpectationClarity::kUnmapped);
  EXPECT_EQ(ReasonsOf(found), "UNMAPPED_ENTITY");
  EXPECT_EQ(Shopper("FR", {}).Check(kShopper).verdict, Verdict::kNotPromoted);
}

TEST(NaiveExpectationTest, FallsBackToBillingAndHome) {
  Story story = Shopper("", {});
  EXPECT_EQ(story.Check(kShopper).clarity,
            model::ExpectationClarity::kUnmapped);
  RowOf(story.Customer("web", "2")).country = "Canada";
  story.Order("o2", "2", "");
  EXPECT_EQ(OutcomeIn(story.Check(RecordRef{"web", "customer", "2"}), "CATR"),
            Outcome::kMissing);
  OrderOf(story.Order("o3", "2", "")).billing_country = "USA";
  EXPECT_EQ(OutcomeIn(story.Check(RecordRef{"web", "customer", "2"}), "USTR"),
            Outcome::kMissing);
}

TEST(NaiveExpectationTest, DoesNotFallBackFromAnUnknownCompany) {
  Story story;
  Record& account = story.Account("a");
  RowOf(account).company.code = "ELSE";
  RowOf(account).country = "US";
  EXPECT_EQ(story.Check(kAccount).clarity,
            model::ExpectationClarity::kUnmapped);
}

TEST(NaiveTimeTest, StopsWaitingExactlyAtTheGrace) {
  Story story = Shopper("US", {});
  story.as_of = Story::Now() - absl::Hours(24) + absl::Minutes(15);
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kNotPromoted);
  story.as_of -= absl::Seconds(1);
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kAwaitingSync);
}

TEST(NaiveTimeTest, WaitsOnlyWhileEveryMissingEntityMay) {
  Story story = Shopper("US", {});
  story.Order("o2", "1", "GB");
  story.as_of = Story::Now() - absl::Hours(24) + absl::Minutes(20);
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kNotPromoted);
  story.as_of -= absl::Minutes(10);
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kAwaitingSync);
}

TEST(NaiveTimeTest, ExcludesTheStartOfTheWindow) {
  Story story = Shopper("US", {});
  const absl::Time placed = Story::Now() - absl::Hours(24);
  story.as_of = placed + absl::Hours(7 * 24);
  story.reads["USTR"] = story.as_of;
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kOutOfScope);
  story.as_of -= absl::Seconds(1);
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kNotPromoted);
}

TEST(NaiveTimeTest, AnswersFromWhatExistedThen) {
  Story story = Shopper("US", {});
  Record& master = story.Master("USTR", "C-1");
  Email(master, "ann@contoso-mail.com");
  master.created = Story::Now() - absl::Hours(2);
  master.deleted = Story::Now();
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kNotPromoted);
  story.as_of = Story::Now() - absl::Hours(2);
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kPromoted);
  story.as_of -= absl::Seconds(1);
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kNotPromoted);
}

TEST(NaiveTimeTest, DoesNotHoldWhatIsCreatedLater) {
  Story story;
  story.Account("a").created = Story::Now() + absl::Seconds(1);
  const auto answer = story.Check(kAccount);
  EXPECT_EQ(answer.verdict, Verdict::kUnknown);
  EXPECT_EQ(ReasonsOf(answer), "RECORD_NOT_HELD");
}

TEST(NaiveTimeTest, KnowsSinceWhenAnOrderIsCancelled) {
  Story story = Shopper("US", {});
  OrderOf(story.Order("o2", "2", "US")).cancelled_at = Story::Now();
  const RecordRef other{"web", "customer", "2"};
  EXPECT_EQ(story.Check(other).verdict, Verdict::kOutOfScope);
  story.as_of -= absl::Seconds(1);
  EXPECT_EQ(story.Check(other).verdict, Verdict::kNotPromoted);
}

TEST(NaiveFreshnessTest, IsUnknownWithoutARead) {
  Story story = Shopper("US", {});
  story.reads.erase("USTR");
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kUnknown);
  EXPECT_EQ(ReasonsOf(story.Check(kShopper)), "SOURCE_NEVER_SYNCED USTR");
  story.reads["USTR"] = Story::Now() - absl::Hours(1) - absl::Seconds(1);
  EXPECT_EQ(ReasonsOf(story.Check(kShopper)), "SOURCE_STALE USTR");
  story.reads["USTR"] += absl::Seconds(1);
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kNotPromoted);
}

TEST(NaiveFreshnessTest, LetsAnImportOnlySourceNeverAge) {
  Story story = Shopper("US", {});
  story.settings.sources[0].url.clear();
  story.reads["USTR"] = Story::Now() - absl::Hours(9000);
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kNotPromoted);
}

TEST(NaiveFreshnessTest, LetsKnownMissingBeatUnread) {
  Story story = Shopper("US", {});
  story.Order("o2", "1", "CA");
  story.reads.erase("CATR");
  const auto answer = story.Check(kShopper);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_EQ(OutcomeIn(answer, "CATR"), Outcome::kUnknown);
}

TEST(NaiveFreshnessTest, NeedsEveryEntityToMissAnUnmappedCustomer) {
  Story story = Shopper("FR", {});
  story.reads.erase("UKCO");
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kUnknown);
  Email(story.Master("CATR", "C-1"), "ann@contoso-mail.com");
  EXPECT_EQ(story.Check(kShopper).verdict, Verdict::kPromoted);
}

}  // namespace
}  // namespace landfall::oracle
