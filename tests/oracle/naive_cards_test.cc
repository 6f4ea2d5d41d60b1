// One case for one sentence of the rules about cards, money and lists.

#include <gtest/gtest.h>

#include "tests/oracle/story.h"

namespace landfall::oracle {
namespace {

using model::Record;
using model::RecordRef;

constexpr char kAnn[] = "ann@contoso-mail.com";

void Worth(Record& order, base::Decimal amount, const std::string& currency) {
  OrderOf(order).amount = amount;
  OrderOf(order).currency = currency;
}

std::vector<std::string> Ids(const std::vector<model::CardRecord>& list) {
  std::vector<std::string> ids;
  for (const model::CardRecord& entry : list) ids.push_back(entry.record.id);
  return ids;
}

TEST(NaiveMoneyTest, BlocksOnlyOrdersWhoseEntityIsMissing) {
  Story story;
  Email(story.Customer("web", "1"), kAnn);
  Email(story.Master("USTR", "C-1"), kAnn);
  Worth(story.Order("o1", "1", "US"), base::Decimal(500, 0), "USD");
  Worth(story.Order("o2", "1", "CA"), base::Decimal(100, 0), "CAD");
  const auto answer = story.Check(RecordRef{"web", "customer", "1"});
  EXPECT_EQ(answer.blocked_value.amount.ToString(), "73");
  ASSERT_EQ(answer.blocked_by_currency.size(), 1u);
  EXPECT_EQ(answer.blocked_by_currency[0].currency, "CAD");
}

TEST(NaiveMoneyTest, RoundsTheSumOnceAndHalfToEven) {
  Story story;
  story.settings.exchange_rates["CAD"] = base::Decimal(5, 1);
  Worth(story.Order("o1", "1", "US"), base::Decimal(1, 2), "CAD");
  Worth(story.Order("o2", "2", "US"), base::Decimal(1, 2), "CAD");
  Worth(story.Order("o3", "2", "US"), base::Decimal(2, 2), "CAD");
  EXPECT_EQ(story.Check(RecordRef{"web", "customer", "1"})
                .blocked_value.amount.ToString(),
            "0");
  EXPECT_EQ(story.Check(RecordRef{"web", "customer", "2"})
                .blocked_value.amount.ToString(),
            "0.02");
  EXPECT_EQ(story.Card("ecom-absent").blocked_value.amount.ToString(), "0.02");
}

TEST(NaiveMoneyTest, ListsWhatHasNoRateAndPutsItLast) {
  Story story;
  Worth(story.Order("o1", "1", "US"), base::Decimal(1000, 0), "SEK");
  Worth(story.Order("o2", "2", "US"), base::Decimal(1, 0), "USD");
  Worth(story.Order("o3", "3", "US"), base::Decimal(2, 0), "USD");
  const model::Card card = story.Card("ecom-absent");
  EXPECT_EQ(card.unpriced_currencies, std::vector<std::string>{"SEK"});
  EXPECT_EQ(card.blocked_value.amount.ToString(), "3");
  ASSERT_TRUE(card.largest.has_value());
  EXPECT_EQ(card.largest->record.id, "3");
  EXPECT_EQ(Ids(story.List("ecom-absent")),
            (std::vector<std::string>{"3", "2", "1"}));
}

TEST(NaiveCardsTest, SeparatesTheStages) {
  Story story;
  story.Account("absent").created = Story::Now() - absl::Hours(24);
  story.Account("waiting").created = Story::Now();
  story.Account("old").created = Story::Now() - absl::Hours(7 * 24);
  Record& out = story.Account("out");
  out.created = Story::Now();
  RowOf(out).state = model::LifeState::kInactive;
  Record& there = story.Account("there");
  there.created = Story::Now();
  Email(there, kAnn);
  Email(story.Master("USTR", "C-1"), kAnn);
  model::Card card = story.Card("dataverse-not-promoted");
  EXPECT_EQ(card.stages.in_window, 3);
  EXPECT_EQ(card.stages.promoted, 1);
  EXPECT_EQ(card.stages.not_promoted, 1);
  EXPECT_EQ(card.stages.awaiting_sync, 1);
  EXPECT_EQ(card.stages.out_of_scope, 1);
  EXPECT_EQ(card.count, 2);
  EXPECT_TRUE(card.alert.firing);
  story.settings.cards[0].count_awaiting = false;
  EXPECT_EQ(story.Card("dataverse-not-promoted").count, 1);
}

TEST(NaiveCardsTest, CountsACustomerOnceInEveryLine) {
  Story story;
  story.Order("o1", "1", "US");
  story.Order("o2", "1", "CA");
  story.Order("o3", "1", "FR");
  const model::Card card = story.Card("ecom-absent");
  EXPECT_EQ(card.count, 1);
  ASSERT_EQ(card.by_entity.size(), 3u);
  EXPECT_EQ(card.by_entity[0].key, "CATR");
  EXPECT_EQ(card.by_entity[0].blocked_amount.ToString(), "100");
  EXPECT_EQ(card.by_entity[1].key, "UNMAPPED");
  EXPECT_EQ(card.by_entity[2].key, "USTR");
  EXPECT_EQ(card.blocked_value.amount.ToString(), "300");
}

TEST(NaiveCardsTest, ListsBlockedOrdersOneByOne) {
  Story story;
  Email(story.Customer("web", "1"), kAnn);
  Email(story.Master("USTR", "C-1"), kAnn);
  story.Order("o1", "1", "US");
  story.Order("o2", "1", "CA");
  story.Order("o3", "2", "CA");
  const model::Card card = story.Card("orders-blocked");
  EXPECT_EQ(card.count, 2);
  EXPECT_EQ(card.stages.in_window, 2);
  EXPECT_EQ(Ids(story.List("orders-blocked")),
            (std::vector<std::string>{"o2", "o3"}));
}

TEST(NaiveCardsTest, FindsTheCustomerInDataverseToo) {
  Story story;
  Email(story.Account("a"), kAnn);
  OrderOf(story.Order("o1", "1", "US")).email = kAnn;
  const model::Card card = story.Card("ecom-absent");
  EXPECT_EQ(card.also_in_dataverse, 1);
  const auto list = story.List("ecom-absent");
  ASSERT_EQ(list.size(), 1u);
  ASSERT_EQ(list[0].counterparts.size(), 1u);
  EXPECT_EQ(list[0].counterparts[0].record.id, "a");
}

TEST(NaiveCardsTest, JudgesNewCustomersWithoutOrdersAnywhere) {
  Story story;
  Record& there = story.Customer("web", "1");
  there.created = Story::Now() - absl::Hours(24);
  Email(there, kAnn);
  Email(story.Master("UKCO", "C-1"), kAnn);
  story.Customer("web", "2").created = Story::Now() - absl::Hours(24);
  OrderOf(story.Order("o1", "", "US")).email = "bob@fabrikam-post.de";
  const model::Card card = story.Card("new-customers");
  EXPECT_EQ(card.count, 3);
  EXPECT_EQ(card.stages.promoted, 1);
  EXPECT_EQ(card.stages.not_promoted, 2);
}

TEST(NaiveCardsTest, CountsActiveCustomersThatAreThere) {
  Story story;
  OrderOf(story.Order("o1", "1", "US")).email = kAnn;
  story.Order("o2", "2", "US");
  OrderOf(story.Order("o3", "3", "US")).dead = true;
  Email(story.Master("USTR", "C-1"), kAnn);
  const model::Card card = story.Card("active-customers");
  EXPECT_EQ(card.count, 1);
  EXPECT_EQ(card.stages.out_of_scope, 1);
}

TEST(NaiveCardsTest, ComparesTheTwin) {
  Story story;
  OrderOf(story.Order("o1", "1", "US")).email = kAnn;
  Email(story.Master("USTR", "C-1"), kAnn);
  story.settings.cards[2].keys = model::KeyKinds().With(model::KeyKind::kTaxId);
  const model::Card card = story.Card("ecom-absent");
  ASSERT_TRUE(card.twin.has_value());
  EXPECT_FALSE(card.twin->agrees);
  EXPECT_EQ(card.twin->only_there, 1);
  EXPECT_EQ(card.twin->differing_keys,
            (std::vector<std::string>{"EMAIL", "EXTERNAL_ID"}));
}

TEST(NaiveCardsTest, SaysWhenAnEntityCannotAnswer) {
  Story story;
  story.reads.erase("UKCO");
  const model::Card card = story.Card("ecom-absent");
  EXPECT_FALSE(card.complete);
  EXPECT_EQ(card.stale_sources, std::vector<std::string>{"bc"});
}

TEST(NaiveCardsTest, SaysWhenAnUpstreamSourceIsTooOld) {
  Story story;
  story.source_reads["web"] = Story::Now() - absl::Minutes(61);
  story.source_reads.erase("crm");
  const auto stale = [&](const std::string& card) {
    return story.Card(card).stale_sources;
  };
  EXPECT_EQ(stale("ecom-absent"), std::vector<std::string>{"web"});
  EXPECT_EQ(stale("dataverse-not-promoted"), std::vector<std::string>{"crm"});
  EXPECT_EQ(stale("new-customers"), (std::vector<std::string>{"crm", "web"}));
  story.settings.sources[3].url.clear();
  EXPECT_TRUE(story.Card("ecom-absent").complete);
}

TEST(NaiveCardsTest, SortsNamesByTheRootCollation) {
  Story story;
  for (const auto& [id, name] :
       std::vector<std::pair<std::string, std::string>>{
           {"1", "Zebra"}, {"2", "Äpfel"}, {"3", "apfel"}, {"4", "Birne"}}) {
    OrderOf(story.Order("o" + id, id, "US")).customer_name = name;
  }
  EXPECT_EQ(Ids(story.List("ecom-absent", model::CardOrder::kName)),
            (std::vector<std::string>{"3", "2", "4", "1"}));
}

}  // namespace
}  // namespace landfall::oracle
