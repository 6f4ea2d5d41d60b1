// A held record of any kind and what is said about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_engine.h"

namespace landfall::reconcile {
namespace {

using model::ReasonCode;
using model::Verdict;
using ::testing::HasSubstr;

model::ErrorEvent AboutKey(const std::string& email) {
  model::ErrorEvent event;
  event.customer.emplace();
  event.customer->emails = {email};
  return event;
}

// Ann has landed, Bob is missing.
void Fill(Engine* engine) {
  engine->Upsert({Shopper("1", "Ann", "ann@contoso-mail.com"),
                  Order("101", "1", "US", "100"),
                  Shopper("2", "Bob", "bob@contoso-mail.com"),
                  Order("102", "2", "CA", "250.50"),
                  Master("USTR", "C-1", "ann@contoso-mail.com")});
  engine->ReadAll();
}

RecordView View(const Engine& engine, const model::RecordRef& ref) {
  auto view = engine->GetRecord({ref, Now()});
  EXPECT_TRUE(view.ok()) << view.status();
  return view.ok() ? *view : RecordView();
}

TEST(RecordViewTest, SaysWhatAnErrorMeansAndWhomItIsAbout) {
  const struct {
    const char* name;
    model::ErrorEvent event;
    Verdict verdict;
    std::vector<std::string> about;
  } cases[] = {
      {"by record",
       About({"web", "customer", "2"}),
       Verdict::kNotPromoted,
       {"web/customer/2"}},
      {"by key",
       AboutKey("BOB@contoso-mail.com"),
       Verdict::kNotPromoted,
       {"web/customer/2"}},
      {"by order",
       About({"web", "order", "102"}),
       Verdict::kNotPromoted,
       {"web/customer/2"}},
      {"landed since",
       About({"web", "customer", "1"}),
       Verdict::kPromoted,
       {"web/customer/1"}},
      {"a master",
       About({"erp", "customer", "USTR:C-1"}),
       Verdict::kPromoted,
       {"erp/customer/ustr:C-1"}},
      {"nobody we hold",
       About({"web", "customer", "9"}),
       Verdict::kUnknown,
       {}},
      {"no subject", model::ErrorEvent(), Verdict::kUnknown, {}},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    Engine engine;
    Fill(&engine);
    engine.Upsert({Failure("e1", test.event)});
    const RecordView view = View(engine, {"web", "error_event", "e1"});
    EXPECT_EQ(view.record.ref.id, "e1");
    EXPECT_EQ(view.check->verdict, test.verdict);
    ASSERT_EQ(view.check->reasons.size(), 1u);
    EXPECT_EQ(view.check->reasons[0].code, ReasonCode::kReferenceDataMissing);
    EXPECT_THAT(view.check->reasons[0].message, HasSubstr("Customer group"));
    EXPECT_NE(view.check->reasons[0].action, "");
    EXPECT_NE(view.check->explanation, "");
    EXPECT_NE(view.check->revision, "");
    std::vector<std::string> about;
    for (const model::Counterpart& other : view.check->counterparts) {
      about.push_back(other.record.ToString());
    }
    EXPECT_EQ(about, test.about);
  }
}

TEST(RecordViewTest, SaysOfAnErrorWhatTheCardSays) {
  Engine engine;
  Fill(&engine);
  engine.Upsert({Failure("e1", About({"web", "customer", "1"})),
                 Failure("e2", About({"web", "customer", "2"}))});
  const auto page = engine->ListCardRecords(ListOf("flow-failures", 10));
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->records.size(), 2u);
  for (const model::CardRecord& row : page->records) {
    SCOPED_TRACE(row.record.id);
    const model::CheckAnswer check = *View(engine, row.record).check;
    EXPECT_EQ(row.verdict, check.verdict);
    EXPECT_EQ(row.explanation, check.explanation);
    EXPECT_EQ(row.reasons[0].code, check.reasons[0].code);
    EXPECT_EQ(row.counterparts.size(), check.counterparts.size());
    EXPECT_EQ(row.since, check.since);
    EXPECT_EQ(row.blocked_value.currency, "USD");
  }
}

TEST(RecordViewTest, SaysOfOtherRecordsThatTheyAreNoCustomers) {
  Engine engine;
  model::Record group;
  group.ref = {"erp", "customer_group", "ustr:10"};
  group.body = model::Reference{"10", "ustr", "Retail"};
  model::Record stray = Master("FRRT", "C-9", "ann@contoso-mail.com");
  engine.Upsert({group, stray});
  for (const model::RecordRef& ref : {group.ref, stray.ref}) {
    SCOPED_TRACE(ref.ToString());
    const RecordView view = View(engine, ref);
    EXPECT_EQ(view.check->verdict, Verdict::kOutOfScope);
    ASSERT_EQ(view.check->reasons.size(), 1u);
    EXPECT_EQ(view.check->reasons[0].code, ReasonCode::kNotACustomerType);
    EXPECT_EQ(view.check->reasons[0].message, view.check->explanation);
  }
}

TEST(RecordViewTest, SaysOfAnOrderWhatIsSaidOfWhoPlacedIt) {
  Engine engine;
  Fill(&engine);
  const RecordView view = View(engine, {"web", "order", "102"});
  EXPECT_EQ(view.record.ref.id, "102");
  EXPECT_EQ(view.check->verdict, Verdict::kNotPromoted);
}

// Of whatever kind the record is, keys and window are those of the query.
TEST(RecordViewTest, AnswersByTheKeysAndWindowOfTheQuery) {
  Engine engine;
  Fill(&engine);
  engine.Upsert({Failure("e1", About({"web", "customer", "1"}))});
  for (const model::RecordRef& ref :
       {model::RecordRef{"web", "customer", "1"},
        model::RecordRef{"web", "order", "101"},
        model::RecordRef{"web", "error_event", "e1"}}) {
    SCOPED_TRACE(ref.ToString());
    model::RecordQuery query{ref, Now()};
    EXPECT_EQ(engine->GetRecord(query)->check->verdict, Verdict::kPromoted);
    query.keys = model::KeyKinds().With(model::KeyKind::kTaxId);
    EXPECT_EQ(engine->GetRecord(query)->check->verdict, Verdict::kNotPromoted);
    query.window_days = 367;
    EXPECT_EQ(engine->GetRecord(query).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(RecordViewTest, KnowsOnlyWhatExistedThen) {
  Engine engine;
  Fill(&engine);
  engine.Upsert({Failure("e1", About({"web", "customer", "1"}))});
  const model::RecordRef refs[] = {{"web", "error_event", "e1"},
                                   {"web", "customer", "1"},
                                   {"web", "customer", "77"}};
  for (const model::RecordRef& ref : refs) {
    SCOPED_TRACE(ref.ToString());
    EXPECT_EQ(
        engine->GetRecord({ref, Now() - absl::Hours(24 * 365)}).status(),
        absl::NotFoundError("record: Landfall does not hold this record"));
  }
}

}  // namespace
}  // namespace landfall::reconcile
