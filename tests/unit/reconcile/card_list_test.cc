// Lists of cards: their pages, tokens, alerts and twins.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/test_engine.h"

namespace landfall::reconcile {
namespace {

using ::testing::ElementsAre;

// Five absent customers; the value of 2 and 4 is equal, 5 has none priced.
void FillWithAbsentees(Engine* engine) {
  const char* const amounts[] = {"10", "20", "30", "20", "99"};
  for (int i = 1; i <= 5; ++i) {
    const std::string id = absl::StrCat(i);
    engine->Upsert(
        {Shopper(id, "Shopper " + id, ""),
         Order("10" + id, id, "US", amounts[i - 1], i == 5 ? "CHF" : "USD")});
  }
  engine->ReadAll();
}

TEST(CardListTest, GivesTheSameListInPagesOfAnySize) {
  Engine engine;
  FillWithAbsentees(&engine);
  for (int size : {1, 2, 3, 5, 1000}) {
    SCOPED_TRACE(size);
    EXPECT_THAT(AllPages(*engine, ListOf("ecom-absent", size)),
                ElementsAre("3", "2", "4", "1", "5"));
  }
  for (auto order : {model::CardOrder::kSince, model::CardOrder::kSinceDesc,
                     model::CardOrder::kName}) {
    model::CardRecordsQuery query = ListOf("ecom-absent", 1000);
    query.order = order;
    const auto whole = AllPages(*engine, query);
    EXPECT_EQ(whole.size(), 5u);
    query.page_size = 2;
    EXPECT_EQ(AllPages(*engine, query), whole);
  }
}

TEST(CardListTest, NeitherSkipsNorDoublesWhenTheListChangesBetweenPages) {
  Engine engine;
  FillWithAbsentees(&engine);
  model::CardRecordsQuery query = ListOf("ecom-absent", 2);
  const auto first = engine->ListCardRecords(query);
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->records[1].record.id, "2");
  // Both records of the first page go, one comes in front of it.
  ASSERT_TRUE(engine.ingest().Erase({"web", "customer", "2"}, Now()).ok());
  ASSERT_TRUE(engine.ingest().Erase({"web", "customer", "3"}, Now()).ok());
  engine.Upsert(
      {Shopper("6", "Shopper 6", ""), Order("106", "6", "US", "500")});
  query.page_token = first->next_page_token;
  EXPECT_THAT(AllPages(*engine, query), ElementsAre("4", "1", "5"));
}

TEST(CardListTest, AcceptsATokenAfterARestart) {
  Engine engine;
  FillWithAbsentees(&engine);
  model::CardRecordsQuery query = ListOf("ecom-absent", 3);
  query.page_token = engine->ListCardRecords(query)->next_page_token;
  engine.Restart();
  EXPECT_THAT(AllPages(*engine, query), ElementsAre("1", "5"));
}

TEST(CardListTest, RefusesATokenThatWasChanged) {
  Engine engine;
  FillWithAbsentees(&engine);
  model::CardRecordsQuery query = ListOf("ecom-absent", 2);
  const std::string token = engine->ListCardRecords(query)->next_page_token;
  ASSERT_FALSE(token.empty());
  std::vector<std::string> bad = {"x", "AAAA", token + "AAAA",
                                  token.substr(0, token.size() / 2)};
  for (size_t i = 0; i + 2 < token.size(); ++i) {
    bad.push_back(token);
    bad.back()[i] = token[i] == 'A' ? 'B' : 'A';
  }
  for (const std::string& text : bad) {
    SCOPED_TRACE(text);
    query.page_token = text;
    EXPECT_EQ(engine->ListCardRecords(query).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(CardListTest, RefusesATokenOfAnotherQuery) {
  Engine engine;
  FillWithAbsentees(&engine);
  model::CardRecordsQuery query = ListOf("ecom-absent", 2);
  query.page_token = engine->ListCardRecords(query)->next_page_token;
  std::vector<model::CardRecordsQuery> others(8, query);
  others[0].card.card = "new-customers";
  others[1].card.entity = "USTR";
  others[2].card.source = "web";
  others[3].card.channel = "DTC";
  others[4].card.window_days = 30;
  others[5].card.keys = model::KeyKinds().With(model::KeyKind::kEmail);
  others[6].order = model::CardOrder::kName;
  others[7].reason = model::ReasonCode::kNotFound;
  for (size_t i = 0; i < others.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(engine->ListCardRecords(others[i]).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  query.page_size = 1;  // the size of a page is no part of the query
  EXPECT_TRUE(engine->ListCardRecords(query).ok());
}

TEST(CardListTest, SealsEveryTokenAnew) {
  Engine engine;
  FillWithAbsentees(&engine);
  model::CardRecordsQuery query = ListOf("ecom-absent", 2);
  query.order = model::CardOrder::kName;
  // Equal tokens would tell that two lists go on at the same entry.
  EXPECT_NE(engine->ListCardRecords(query)->next_page_token,
            engine->ListCardRecords(query)->next_page_token);
}

TEST(CardListTest, AlertsOnlyAboveTheLimit) {
  Engine engine;
  engine.ReadAll();
  for (int i = 1; i <= 3; ++i) {
    const std::string id = absl::StrCat(i);
    engine.Upsert({Shopper(id, "S", ""), Order("10" + id, id, "US", "1")});
    const model::Card card = engine.Card("ecom-absent");
    SCOPED_TRACE(i);
    EXPECT_EQ(card.count, i);
    EXPECT_EQ(card.alert.above, 2);
    EXPECT_EQ(card.alert.firing, i == 3);
  }
  EXPECT_FALSE(engine.Card("ecom-absent-connector").alert.firing);
  EXPECT_EQ(engine.Card("new-customers").alert.above, std::nullopt);
}

TEST(CardListTest, AgreesWithItsTwinUnlessTheKeysDiffer) {
  Engine engine;
  FillWithAbsentees(&engine);
  engine.Upsert({Shopper("7", "Ann", "ann@contoso-mail.com"),
                 Order("107", "7", "US", "1"),
                 Master("USTR", "C-1", "ann@contoso-mail.com")});
  model::CardQuery query;
  query.card = "ecom-absent";
  query.as_of = Now();
  auto card = engine->GetCard(query);
  ASSERT_TRUE(card.ok() && card->twin.has_value());
  EXPECT_EQ(card->twin->card, "ecom-absent-connector");
  EXPECT_TRUE(card->twin->agrees);
  EXPECT_EQ(card->twin->count, 5);

  query.keys = model::KeyKinds().With(model::KeyKind::kTaxId);
  card = engine->GetCard(query);
  ASSERT_TRUE(card.ok() && card->twin.has_value());
  EXPECT_EQ(card->count, 6);
  EXPECT_FALSE(card->twin->agrees);
  EXPECT_EQ(card->twin->only_here, 1);
  EXPECT_EQ(card->twin->only_there, 0);
  EXPECT_THAT(card->twin->differing_keys,
              ::testing::UnorderedElementsAre("EMAIL", "EXTERNAL_ID"));
}

}  // namespace
}  // namespace landfall::reconcile
