// The answer about a master customer: whom it stands for, and where those are
// missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_engine.h"

namespace landfall::reconcile {
namespace {

using model::Outcome;
using model::ReasonCode;
using model::Verdict;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const char kMaster[] = "erp/customer/ustr:C-1";
const char kMail[] = "ann@contoso-mail.com";

std::vector<ReasonCode> CodesOf(const model::CheckAnswer& answer) {
  std::vector<ReasonCode> codes;
  for (const model::Reason& reason : answer.reasons) {
    codes.push_back(reason.code);
  }
  return codes;
}

std::vector<std::pair<std::string, Outcome>> OutcomesOf(
    const model::CheckAnswer& answer) {
  std::vector<std::pair<std::string, Outcome>> outcomes;
  for (const model::EntityOutcome& outcome : answer.entities) {
    outcomes.emplace_back(outcome.entity, outcome.outcome);
  }
  return outcomes;
}

// Ann has landed in USTR and orders to `ship_to`.
void FillWithAnn(Engine* engine, const std::string& ship_to) {
  engine->Upsert({Shopper("1", "Ann", kMail), Order("101", "1", ship_to, "100"),
                  Master("USTR", "C-1", kMail)});
  engine->ReadAll();
}

TEST(MasterCheckTest, IsWhereItsCustomerIsExpected) {
  Engine engine;
  FillWithAnn(&engine, "US");
  const model::CheckAnswer answer = engine.Check(kMaster);
  EXPECT_EQ(answer.verdict, Verdict::kPromoted);
  EXPECT_THAT(OutcomesOf(answer),
              ElementsAre(std::pair("USTR", Outcome::kPresent)));
  EXPECT_EQ(answer.entities[0].because, model::ExpectedBecause::kShipToCountry);
  EXPECT_THAT(CodesOf(answer), ElementsAre(ReasonCode::kInExpectedEntity));
}

TEST(MasterCheckTest, SaysThatNobodyExpectsItWhereItIs) {
  Engine engine;
  FillWithAnn(&engine, "CA");
  const model::CheckAnswer answer = engine.Check(kMaster);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_THAT(OutcomesOf(answer),
              ElementsAre(std::pair("USTR", Outcome::kPresentNotExpected),
                          std::pair("CATR", Outcome::kMissing)));
  EXPECT_THAT(CodesOf(answer), ElementsAre(ReasonCode::kPresentInOtherEntity));
  EXPECT_EQ(answer.reasons[0].entity, "USTR");
  EXPECT_EQ(answer.explanation,
            "Not in CATR. Present in USTR as C-1. Stands for 1 upstream "
            "customer.");
}

// Of two customers behind one master only one is where it should be: the entity
// is expected, so no reason may call it unexpected.
TEST(MasterCheckTest, DoesNotContradictItselfForTwoCustomers) {
  Engine engine;
  engine.Upsert({Shopper("1", "Ann", kMail), Order("101", "1", "CA", "100"),
                 Shopper("2", "Ann", kMail), Order("102", "2", "US", "50"),
                 Master("USTR", "C-1", kMail)});
  engine.ReadAll();
  const model::CheckAnswer answer = engine.Check(kMaster);
  EXPECT_EQ(answer.verdict, Verdict::kNotPromoted);
  EXPECT_THAT(OutcomesOf(answer),
              ElementsAre(std::pair("USTR", Outcome::kPresent),
                          std::pair("CATR", Outcome::kMissing)));
  EXPECT_THAT(CodesOf(answer), ElementsAre(ReasonCode::kNotFound));
  ASSERT_EQ(answer.counterparts.size(), 2u);
  EXPECT_EQ(answer.counterparts[0].record.id, "1");
  EXPECT_EQ(answer.counterparts[1].verdict, Verdict::kPromoted);
}

TEST(MasterCheckTest, StandsForNobody) {
  Engine engine;
  engine.Upsert({Master("USTR", "C-1", kMail)});
  engine.ReadAll();
  const model::CheckAnswer answer = engine.Check(kMaster);
  EXPECT_EQ(answer.verdict, Verdict::kPromoted);
  EXPECT_THAT(OutcomesOf(answer),
              ElementsAre(std::pair("USTR", Outcome::kPresent)));
  EXPECT_THAT(CodesOf(answer), ElementsAre(ReasonCode::kInExpectedEntity));
  EXPECT_THAT(answer.explanation, HasSubstr("Stands for 0 upstream customers"));
}

TEST(MasterCheckTest, GivesTheErrorsOfItsCustomersAsReasons) {
  Engine engine;
  FillWithAnn(&engine, "CA");
  model::ErrorEvent event = About({"web", "customer", "1"});
  event.message = "The remote server returned an error: (403) Forbidden.";
  engine.Upsert({Failure("e1", event)});
  EXPECT_THAT(CodesOf(engine.Check(kMaster)),
              ElementsAre(ReasonCode::kPermissionError,
                          ReasonCode::kPresentInOtherEntity));
}

TEST(MasterCheckTest, ReportsItsKeysAsOtherAnswersDo) {
  Engine engine;
  engine.Upsert({Master("USTR", "C-1", kMail)});
  model::CheckQuery query;
  query.record = *model::RecordRef::Parse(kMaster);
  query.as_of = Now();
  query.keys = model::KeyKinds().With(model::KeyKind::kEmail);
  const auto answer = engine->Check(query);
  ASSERT_TRUE(answer.ok());
  ASSERT_EQ((*answer)->keys.size(),
            1u);  // kinds that nobody asked for are none
  EXPECT_EQ((*answer)->keys[0].normalized, kMail);
  EXPECT_TRUE((*answer)->keys[0].usable);
}

// The link goes wherever masters are shown.
TEST(MasterCheckTest, LinksToTheSystem) {
  const std::string url = "https://contoso.operations.dynamics.com";
  Engine engine(", url: \"" + url + "\"");
  engine.Upsert({Shopper("1", "Ann", kMail), Order("101", "1", "US", "100"),
                 Master("USTR", "C-1", kMail)});
  for (const char* ref : {kMaster, "web/customer/1"}) {
    SCOPED_TRACE(ref);
    const model::CheckAnswer answer = engine.Check(ref);
    ASSERT_EQ(answer.entities.size(), 1u);
    ASSERT_EQ(answer.entities[0].customers.size(), 1u);
    EXPECT_EQ(answer.entities[0].customers[0].url,
              url + "/?cmp=USTR&mi=CustTableListPage");
  }
  EXPECT_EQ(engine.Check("web/customer/1").verdict, Verdict::kPromoted);
}

}  // namespace
}  // namespace landfall::reconcile
