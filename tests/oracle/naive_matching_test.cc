// One case for one sentence of the rules about keys: what matches, what proves
// nothing, who is one customer.

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/oracle/naive_view.h"
#include "tests/oracle/story.h"

namespace landfall::oracle {
namespace {

using model::Outcome;
using model::Record;
using model::RecordRef;
using model::Verdict;

const RecordRef kAccount{"crm", "account", "a"};
constexpr char kAnn[] = "ann@contoso-mail.com";

TEST(NaiveMatchingTest, KeepsTheIdsOfTwoShopsApart) {
  Story story;
  story.settings.sources[0].keys.external_id.push_back({"EcomId", "web"});
  story.Customer("web", "15");
  story.Customer("b2b", "15");
  story.Order("o1", "15", "US");
  Record& order = story.Order("o2", "15", "US");
  order.ref.source = "b2b";
  OrderOf(order).state = "10";
  Record& master = story.Master("USTR", "C-1");
  master.fields.AddString("EcomId", "15");
  master.fields.Sort();
  EXPECT_EQ(story.Check(RecordRef{"web", "customer", "15"}).verdict,
            Verdict::kPromoted);
  EXPECT_EQ(story.Check(RecordRef{"b2b", "customer", "15"}).verdict,
            Verdict::kNotPromoted);
}

TEST(NaiveMatchingTest, TakesTheAccountNumberAsAnId) {
  Story story;
  Record& account = story.Account("a");
  account.fields.AddString("accountnumber", "C-1");
  account.fields.Sort();
  story.Master("USTR", "C-1");
  const auto answer = story.Check(kAccount);
  EXPECT_EQ(answer.verdict, Verdict::kPromoted);
  EXPECT_TRUE(answer.entities[0].customers[0].matched_on.Has(
      model::KeyKind::kExternalId));
}

TEST(NaiveMatchingTest, ProvesNothingThroughAHub) {
  Story story;
  Email(story.Account("a"), kAnn);
  for (int i = 1; i <= 3; ++i) {
    Email(story.Master("USTR", absl::StrCat("C-", i)), kAnn);
  }
  EXPECT_EQ(ReasonsOf(story.Check(kAccount)), "SEVERAL_MASTERS USTR");
  Email(story.Master("USTR", "C-4"), kAnn);
  const auto answer = story.Check(kAccount);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_EQ(ReasonsOf(answer), "KEY_SHARED_BY_MANY");
}

TEST(NaiveMatchingTest, CountsHoldersPerEntityAndSource) {
  Story story;
  Email(story.Account("a"), kAnn);
  for (int i = 1; i <= 3; ++i) {
    Email(story.Master("USTR", absl::StrCat("C-", i)), kAnn);
    Email(story.Master("CATR", absl::StrCat("C-", i)), kAnn);
  }
  Email(story.Master("USTR", "Web-Default"), kAnn);
  EXPECT_EQ(story.Check(kAccount).verdict, Verdict::kPromoted);
}

TEST(NaiveMatchingTest, RejectsAMasterWithAnotherTaxId) {
  Story story;
  Record& account = story.Account("a");
  Email(account, kAnn);
  TaxId(account, "DE136695976", "DE");
  Record& master = story.Master("USTR", "C-1");
  Email(master, kAnn);
  TaxId(master, "129390950", "DE");
  auto answer = story.Check(kAccount);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_EQ(ReasonsOf(answer), "CONFLICTING_KEYS USTR");
  // A key that the check excludes plays no part.
  model::CheckQuery query;
  query.record = kAccount;
  query.keys = model::KeyKinds().With(model::KeyKind::kEmail);
  EXPECT_EQ(story.Check(query).verdict, Verdict::kPromoted);
}

TEST(NaiveMatchingTest, SeesNoClashInAnotherBranch) {
  Story story;
  Record& account = story.Account("a");
  Email(account, kAnn);
  TaxId(account, "GB242338087388", "GB");
  Record& master = story.Master("USTR", "C-1");
  Email(master, kAnn);
  TaxId(master, "GB242338087", "GB");
  EXPECT_EQ(story.Check(kAccount).verdict, Verdict::kPromoted);
}

TEST(NaiveMatchingTest, FlagsKeysThatLeadApart) {
  Story story;
  Record& account = story.Account("a");
  Email(account, kAnn);
  TaxId(account, "DE136695976", "DE");
  Email(story.Master("USTR", "C-1"), kAnn);
  TaxId(story.Master("USTR", "C-2"), "DE136695976", "DE");
  const auto answer = story.Check(kAccount);
  EXPECT_EQ(answer.verdict, Verdict::kPromoted);
  EXPECT_EQ(ReasonsOf(answer), "CONFLICTING_KEYS USTR");
}

TEST(NaiveMatchingTest, AsksMoreOfAWeakTaxId) {
  Story story;
  Record& account = story.Account("a");
  account.name = "Contoso, Inc.";
  TaxId(account, "94-2404110", "US");
  Record& master = story.Master("USTR", "C-1");
  master.name = "Fabrikam";
  TaxId(master, "942404110", "USA");
  EXPECT_EQ(ReasonsOf(story.Check(kAccount)), "WEAK_KEY USTR");
  TaxId(story.Master("CATR", "C-1"), "94-2404110", "US");
  Record& agreeing = story.Master("CATR", "C-2");
  agreeing.name = "contoso";
  TaxId(agreeing, "94-2404110", "US");
  // Two holders in CATR: not unique, whatever the name says.
  EXPECT_EQ(OutcomeIn(story.Check(kAccount), "CATR"), std::nullopt);
}

TEST(NaiveMatchingTest, AcceptsAUniqueWeakTaxIdWithTheName) {
  Story story;
  Record& account = story.Account("a");
  account.name = "Contoso, Inc.";
  TaxId(account, "94-2404110", "US");
  Record& master = story.Master("USTR", "C-1");
  master.name = "CONTOSO";
  TaxId(master, "942404110", "USA");
  EXPECT_EQ(story.Check(kAccount).verdict, Verdict::kPromoted);
  TaxId(story.Account("b"), "94-2404110", "US");
  EXPECT_EQ(ReasonsOf(story.Check(kAccount)), "WEAK_KEY USTR");
}

TEST(NaiveMatchingTest, KeepsABlockedMasterPresent) {
  Story story;
  Email(story.Account("a"), kAnn);
  Record& master = story.Master("USTR", "C-1");
  Email(master, kAnn);
  MasterOf(master).blocked = true;
  const auto answer = story.Check(kAccount);
  EXPECT_EQ(answer.verdict, Verdict::kPromoted);
  EXPECT_EQ(ReasonsOf(answer), "MASTER_BLOCKED USTR");
}

TEST(NaiveMatchingTest, DoesNotPromoteByACatchAll) {
  Story story;
  Email(story.Account("a"), kAnn);
  Email(story.Master("USTR", "web-default"), kAnn);
  const auto answer = story.Check(kAccount);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_EQ(ReasonsOf(answer), "MAPPED_TO_CATCH_ALL USTR");
}

TEST(NaiveCustomersTest, GivesAGuestOrderToTheRegisteredCustomer) {
  Story story;
  Email(story.Customer("web", "1"), kAnn);
  OrderOf(story.Order("o1", "", "US")).email = "ANN@contoso-mail.com";
  const RecordRef guest{"web", "customer", GuestId("web", kAnn)};
  EXPECT_EQ(story.Check(RecordRef{"web", "customer", "1"}).verdict,
            Verdict::kNotPromoted);
  EXPECT_EQ(story.Check(guest).verdict, Verdict::kNotPromoted);
  EXPECT_EQ(story.Card("ecom-absent").count, 1);
}

TEST(NaiveCustomersTest, KnowsAGuestByTheEmail) {
  Story story;
  OrderOf(story.Order("o1", "", "US")).email = kAnn;
  OrderOf(story.Order("o2", "", "CA")).email = kAnn;
  Email(story.Master("USTR", "C-1"), kAnn);
  const auto answer =
      story.Check(RecordRef{"web", "customer", GuestId("web", kAnn)});
  EXPECT_EQ(OutcomeIn(answer, "USTR"), Outcome::kPresent);
  EXPECT_EQ(OutcomeIn(answer, "CATR"), Outcome::kMissing);
  EXPECT_EQ(GuestId("web", kAnn).size(), 22u);
}

TEST(NaiveCustomersTest, KnowsACustomerByItsOrders) {
  Story story;
  OrderOf(story.Order("o1", "77", "US")).email = kAnn;
  Email(story.Master("USTR", "C-1"), kAnn);
  EXPECT_EQ(story.Check(RecordRef{"web", "customer", "77"}).verdict,
            Verdict::kPromoted);
}

TEST(NaiveCustomersTest, PrefersTheOwnEmailToThatOfAnOrder) {
  Story story;
  Email(story.Customer("web", "1"), "bob@fabrikam-post.de");
  OrderOf(story.Order("o1", "1", "US")).email = kAnn;
  Email(story.Master("USTR", "C-1"), kAnn);
  EXPECT_EQ(story.Check(RecordRef{"web", "customer", "1"}).verdict,
            Verdict::kNotPromoted);
}

TEST(NaiveCustomersTest, QualifiesACompanyByItsLocation) {
  Story story;
  Record& company = story.Customer("web", "5");
  company.ref.type = "company";
  Record& order = story.Order("o1", "5", "US");
  OrderOf(order).customer_type = "company";
  Record location;
  location.ref = {"web", "company_location", "6"};
  location.fields.AddString("taxRegistrationId", "136695976");
  model::CompanyLocation body;
  body.company_id = "5";
  body.country = "DE";
  location.body = body;
  story.Add(location);
  TaxId(story.Master("USTR", "C-1"), "DE136695976", "");
  EXPECT_EQ(story.Check(RecordRef{"web", "company", "5"}).verdict,
            Verdict::kPromoted);
}

}  // namespace
}  // namespace landfall::oracle
