// The value of what is blocked, in several currencies.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/test_engine.h"

namespace landfall::reconcile {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Texts(const std::vector<model::Money>& list) {
  std::vector<std::string> texts;
  for (const model::Money& money : list) {
    texts.push_back(absl::StrCat(money.amount.ToString(), money.currency));
  }
  return texts;
}

TEST(CardMoneyTest, ConvertsEachCustomerOnceAndHalfToEven) {
  const struct {
    const char* amount;
    const char* currency;
    const char* value;
  } kCases[] = {
      {"0.125", "USD", "0.12"}, {"0.135", "USD", "0.14"},
      {"0.5", "CAD", "0.36"},   // 0.365
      {"1.5", "CAD", "1.1"},    // 1.095
      {"100", "JPY", "0.65"},   // no minor unit
      {"0.001", "KWD", "0"},    // 0.00325
      {"0.02", "KWD", "0.06"},  // 0.065
      {"0", "USD", "0"},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(absl::StrCat(test.amount, test.currency));
    Engine engine;
    engine.Upsert({Shopper("1", "Ann", ""),
                   Order("101", "1", "US", test.amount, test.currency)});
    engine.ReadAll();
    EXPECT_EQ(engine.Check("web/customer/1").blocked_value.amount.ToString(),
              test.value);
    EXPECT_EQ(engine.Card("ecom-absent").blocked_value.amount.ToString(),
              test.value);
  }
}

TEST(CardMoneyTest, RoundsTheSumAndNotTheOrders) {
  Engine engine;
  engine.Upsert({Shopper("1", "Ann", ""), Order("101", "1", "US", "0.5", "CAD"),
                 Order("102", "1", "US", "0.5", "CAD"),
                 Order("103", "1", "US", "0.004", "USD")});
  engine.ReadAll();
  const model::CheckAnswer answer = engine.Check("web/customer/1");
  // 0.365 + 0.365 + 0.004; rounded apart they would be 0.72.
  EXPECT_EQ(answer.blocked_value.amount.ToString(), "0.73");
  EXPECT_EQ(answer.blocked_value.currency, "USD");
  EXPECT_THAT(Texts(answer.blocked_by_currency),
              ElementsAre("1CAD", "0.004USD"));
}

TEST(CardMoneyTest, IsTheSumOfItsList) {
  Engine engine;
  for (int i = 1; i <= 3; ++i) {
    const std::string id = absl::StrCat(i);
    engine.Upsert(
        {Shopper(id, "S", ""), Order("10" + id, id, "US", "0.5", "CAD")});
  }
  engine.ReadAll();
  base::Decimal sum;
  const auto page = engine->ListCardRecords(ListOf("ecom-absent", 10));
  ASSERT_TRUE(page.ok());
  for (const model::CardRecord& record : page->records) {
    sum += record.blocked_value.amount;
  }
  EXPECT_EQ(sum.ToString(), "1.08");  // three times 0.365, each to even
  EXPECT_EQ(engine.Card("ecom-absent").blocked_value.amount, sum);
}

TEST(CardMoneyTest, ListsACurrencyWithoutARateAndDoesNotCountIt) {
  Engine engine;
  engine.Upsert({Shopper("1", "Ann", ""), Order("101", "1", "US", "10"),
                 Order("102", "1", "US", "99", "CHF"), Shopper("2", "Bob", ""),
                 Order("103", "2", "US", "1", "CHF"),
                 Order("104", "2", "US", "5", "")});
  engine.ReadAll();
  const model::Card card = engine.Card("ecom-absent");
  EXPECT_EQ(card.blocked_value.amount.ToString(), "10");
  EXPECT_THAT(card.unpriced_currencies, ElementsAre("CHF", "XXX"));
  EXPECT_THAT(Texts(card.blocked_by_currency),
              ElementsAre("100CHF", "10USD", "5XXX"));
  EXPECT_THAT(AllPages(*engine, ListOf("ecom-absent", 10)),
              ElementsAre("1", "2"));
}

TEST(CardMoneyTest, CountsOnlyOrdersWhoseEntityIsMissing) {
  Engine engine;
  engine.Upsert({Shopper("1", "Ann", "ann@contoso-mail.com"),
                 Order("101", "1", "US", "10"),
                 Order("102", "1", "CA", "100", "CAD"),
                 Master("USTR", "C-1", "ann@contoso-mail.com")});
  engine.ReadAll();
  const model::Card card = engine.Card("ecom-absent");
  EXPECT_EQ(card.blocked_value.amount.ToString(), "73");
  ASSERT_EQ(card.by_entity.size(), 1u);
  EXPECT_EQ(card.by_entity[0].key, "CATR");
  EXPECT_EQ(card.by_entity[0].blocked_amount.ToString(), "73");
}

}  // namespace
}  // namespace landfall::reconcile
