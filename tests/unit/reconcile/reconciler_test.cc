#include "server/reconcile/reconciler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/test_engine.h"

namespace landfall::reconcile {
namespace {

using model::ReasonCode;
using model::Verdict;
using ::testing::HasSubstr;
using ::testing::Not;

const char kAnn[] = "web/customer/1";
const char kBob[] = "web/customer/2";

// Ann has landed in USTR, Bob is absent from CATR.
std::vector<model::Record> AnnAndBob() {
  return {Shopper("1", "Ann", "ann@contoso-mail.com"),
          Order("101", "1", "US", "100"),
          Shopper("2", "Bob", "bob@contoso-mail.com"),
          Order("102", "2", "CA", "250.50"),
          Master("USTR", "C-1", "ANN@contoso-mail.com")};
}

void FillWithAnnAndBob(Engine* engine) {
  engine->Upsert(AnnAndBob());
  engine->ReadAll();
}

TEST(ReconcilerTest, AnswersForTheRecordsThatItTook) {
  Engine engine;
  FillWithAnnAndBob(&engine);
  EXPECT_EQ(engine.VerdictOf(kAnn), Verdict::kPromoted);
  EXPECT_EQ(engine.VerdictOf(kBob), Verdict::kNotPromoted);
  EXPECT_EQ(engine.Check(kBob).blocked_value.amount,
            *base::Decimal::Parse("250.5"));
  EXPECT_EQ(engine.Card("ecom-absent").count, 1);
  EXPECT_EQ(engine.Card("active-customers").count, 1);
}

TEST(ReconcilerTest, SaysUnknownUntilTheMasterWasRead) {
  Engine engine;
  engine.Upsert(AnnAndBob());
  EXPECT_EQ(engine.VerdictOf(kAnn), Verdict::kPromoted);
  EXPECT_EQ(engine.VerdictOf(kBob), Verdict::kUnknown);
  EXPECT_FALSE(engine.Card("ecom-absent").complete);
  engine.ReadAll();
  EXPECT_EQ(engine.VerdictOf(kBob), Verdict::kNotPromoted);
  EXPECT_TRUE(engine.Card("ecom-absent").complete);
}

TEST(ReconcilerTest, ChangesNothingWhenABatchIsRepeated) {
  Engine engine;
  const UpsertCounts first = engine.Upsert(AnnAndBob());
  EXPECT_EQ(first.inserted, 5);
  EXPECT_EQ(first.updated + first.unchanged, 0);
  const std::string before = engine.Answers({kAnn, kBob});
  const UpsertCounts again = engine.Upsert(AnnAndBob());
  EXPECT_EQ(again.unchanged, 5);
  EXPECT_EQ(again.inserted + again.updated, 0);
  EXPECT_EQ(engine.Answers({kAnn, kBob}), before);  // revision included
}

TEST(ReconcilerTest, KeepsTheNewerOfTwoVersions) {
  Engine engine;
  FillWithAnnAndBob(&engine);
  model::Record current = Master("CATR", "C-2", "bob@contoso-mail.com");
  current.modified = Now() - absl::Hours(1);
  EXPECT_EQ(engine.Upsert({current}).inserted, 1);
  EXPECT_EQ(engine.VerdictOf(kBob), Verdict::kPromoted);

  model::Record late = Master("CATR", "C-2", "old@contoso-mail.com");
  late.modified = Now() - absl::Hours(2);
  EXPECT_EQ(engine.Upsert({late}).unchanged, 1);
  EXPECT_EQ(engine.VerdictOf(kBob), Verdict::kPromoted);

  late.modified = Now();
  EXPECT_EQ(engine.Upsert({late}).updated, 1);
  EXPECT_EQ(engine.VerdictOf(kBob), Verdict::kNotPromoted);
}

// A clock was wrong once, before such times were refused.
TEST(ReconcilerTest, ATimeToComeIsNoNewerVersion) {
  Engine engine;
  FillWithAnnAndBob(&engine);
  model::Record wild = Master("CATR", "C-2", "old@contoso-mail.com");
  wild.modified = absl::FromCivil(absl::CivilYear(9999), absl::UTCTimeZone());
  engine.Upsert({wild});
  model::Record truth = Master("CATR", "C-2", "bob@contoso-mail.com");
  truth.modified = Now() - absl::Hours(1);
  EXPECT_EQ(engine.Upsert({truth}).updated, 1);
  EXPECT_EQ(engine.VerdictOf(kBob), Verdict::kPromoted);
  // A time within the hours that clocks may differ still counts.
  wild.modified = Now() + absl::Hours(23);
  EXPECT_EQ(engine.Upsert({wild}).updated, 1);
  EXPECT_EQ(engine.Upsert({truth}).unchanged, 1);
}

TEST(ReconcilerTest, KeepsTheNewerVersionWithinOneBatch) {
  Engine engine;
  FillWithAnnAndBob(&engine);
  model::Record current = Master("CATR", "C-2", "bob@contoso-mail.com");
  current.modified = Now() - absl::Hours(1);
  model::Record late = Master("CATR", "C-2", "old@contoso-mail.com");
  late.modified = Now() - absl::Hours(2);
  engine.Upsert({current, late});
  EXPECT_EQ(engine.VerdictOf(kBob), Verdict::kPromoted);
}

TEST(ReconcilerTest, AnswersTheSameAfterARestart) {
  Engine engine;
  FillWithAnnAndBob(&engine);
  engine.Upsert({Order("103", "", "US", "9", "USD", "eve@contoso-mail.com"),
                 Shopper("3", "Cy", "")});
  const std::vector<std::string> refs = {kAnn, kBob, "web/customer/3",
                                         "erp/customer/ustr:C-1"};
  const std::string before = engine.Answers(refs);
  ASSERT_THAT(before, HasSubstr("ecom-absent: 2 259.5"));
  engine.Restart();
  EXPECT_EQ(engine.Answers(refs), before);
  EXPECT_EQ(engine.Upsert(AnnAndBob()).unchanged, 5);
}

TEST(ReconcilerTest, ErasesACustomerWithItsOrdersAndEvents) {
  Engine engine;
  FillWithAnnAndBob(&engine);
  model::ErrorEvent event = About({"web", "customer", "2"});
  event.message = "failed";
  engine.Upsert({Failure("e1", event)});
  ASSERT_EQ(engine.Card("flow-failures").count, 1);
  ASSERT_EQ(engine.Card("orders-blocked").count, 1);
  ASSERT_TRUE(engine->GetRecord({{"web", "order", "102"}, Now()}).ok());

  ASSERT_TRUE(engine.ingest().Erase({"web", "customer", "2"}, Now()).ok());
  for (const char* when : {"at once", "after a restart"}) {
    SCOPED_TRACE(when);
    const model::CheckAnswer answer = engine.Check(kBob);
    EXPECT_EQ(answer.verdict, Verdict::kUnknown);
    ASSERT_EQ(answer.reasons.size(), 1u);
    EXPECT_EQ(answer.reasons[0].code, ReasonCode::kRecordNotHeld);
    EXPECT_EQ(engine.Card("flow-failures").count, 0);
    EXPECT_EQ(engine.Card("orders-blocked").count, 0);
    EXPECT_EQ(
        engine->GetRecord({{"web", "order", "102"}, Now()}).status().code(),
        absl::StatusCode::kNotFound);
    EXPECT_EQ(engine.VerdictOf(kAnn), Verdict::kPromoted);
    engine.Restart();
  }
  EXPECT_EQ(engine.ingest().Erase({"web", "customer", "2"}, Now()).code(),
            absl::StatusCode::kNotFound);
}

TEST(ReconcilerTest, ErasesAGuestWithItsOrders) {
  Engine engine;
  engine.Upsert({Order("101", "", "US", "9", "USD", "eve@contoso-mail.com")});
  engine.ReadAll();
  const auto page = engine->ListCardRecords(ListOf("ecom-absent", 10));
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->records.size(), 1u);
  ASSERT_TRUE(engine.ingest().Erase(page->records[0].record, Now()).ok());
  EXPECT_EQ(engine.Card("ecom-absent").count, 0);
  EXPECT_EQ(engine.Check(page->records[0].record.ToString()).reasons[0].code,
            ReasonCode::kRecordNotHeld);
}

TEST(ReconcilerTest, LeavesTheAnswersAloneWhenTheStoreFails) {
  Engine engine;
  FillWithAnnAndBob(&engine);
  const std::string before = engine.Answers({kAnn, kBob});
  engine.store().FailWrites(absl::ResourceExhaustedError("disk full"));
  const auto counts = engine.ingest().Upsert(
      {{Master("CATR", "C-2", "bob@contoso-mail.com")}, {"CATR"}}, Now());
  EXPECT_EQ(counts.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(engine.ingest().Erase({"web", "customer", "1"}, Now()).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(engine.Answers({kAnn, kBob}), before);

  engine.store().FailWrites(absl::OkStatus());
  engine.Upsert({Master("CATR", "C-2", "bob@contoso-mail.com")});
  EXPECT_EQ(engine.VerdictOf(kBob), Verdict::kPromoted);
}

TEST(ReconcilerTest, KeepsARecordUnderTheOneSpellingOfItsId) {
  Engine engine;
  model::Record master = Master("USTR", "C-1", "ann@contoso-mail.com");
  master.ref.id = "USTR:C-1";
  EXPECT_EQ(engine.Upsert({master}).inserted, 1);
  EXPECT_EQ(
      engine.Upsert({Master("USTR", "C-1", "ann@contoso-mail.com")}).unchanged,
      1);
  EXPECT_EQ(engine.VerdictOf("erp/customer/ustr:C-1"), Verdict::kPromoted);
  const auto view = engine->GetRecord({{"erp", "customer", "USTR:C-1"}, Now()});
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->record.ref.id, "ustr:C-1");
  EXPECT_TRUE(
      engine.ingest().Erase({"erp", "customer", "USTR:C-1"}, Now()).ok());
  EXPECT_EQ(engine.VerdictOf("erp/customer/ustr:C-1"), Verdict::kUnknown);
}

TEST(ReconcilerTest, StoresNothingOfABatchThatNamesSomethingUnknown) {
  Engine engine;
  FillWithAnnAndBob(&engine);
  const std::string before = engine.Answers({kAnn, kBob});
  model::Record stranger = Shopper("9", "Zoe", "zoe@contoso-mail.com");
  stranger.ref.source = "elsewhere";
  model::Record odd = Shopper("9", "Zoe", "zoe@contoso-mail.com");
  odd.ref.type = "spaceship";
  model::Record nameless = Shopper("", "Zoe", "zoe@contoso-mail.com");
  // Guests are made of orders; a record of one would be a second customer.
  const model::Record guest =
      Shopper("guest-0123456789abcdef", "Zoe", "zoe@contoso-mail.com");
  const model::Record good = Master("CATR", "C-2", "bob@contoso-mail.com");
  const UpsertBatch batches[] = {{{good, stranger}, {}},
                                 {{good, odd}, {}},
                                 {{good, nameless}, {}},
                                 {{good, guest}, {}},
                                 {{good}, {"NOWHERE"}}};
  for (const UpsertBatch& batch : batches) {
    SCOPED_TRACE(&batch - batches);
    const auto counts = engine.ingest().Upsert(batch, Now());
    EXPECT_EQ(counts.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(counts.status().message()),
                Not(HasSubstr("contoso")));
    EXPECT_EQ(engine.Answers({kAnn, kBob}), before);
  }
}

TEST(ReconcilerTest, RefusesAQuestionThatCannotBeMeant) {
  Engine engine;
  FillWithAnnAndBob(&engine);
  model::CheckQuery good;
  good.record = {"web", "customer", "1"};
  good.as_of = Now();
  std::vector<model::CheckQuery> bad(6, good);
  bad[0].record.reset();
  bad[1].customer = model::GivenKeys();
  bad[2].record = {"elsewhere", "customer", "1"};
  bad[3].record = {"web", "customer", "guest-1"};
  bad[4].expected_entities = {"NOWHERE"};
  bad[5].window_days = 367;
  bad.push_back(good);
  const auto batch = engine->CheckBatch(bad);
  ASSERT_TRUE(batch.ok());
  const auto& answers = *batch;
  ASSERT_EQ(answers.size(), 7u);
  for (size_t i = 0; i < 6; ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(answers[i].status().code(), absl::StatusCode::kInvalidArgument);
  }
  ASSERT_TRUE(answers[6].ok());
  EXPECT_EQ((*answers[6])->verdict, Verdict::kPromoted);
}

TEST(ReconcilerTest, CountsWhatItsSystemStillHas) {
  Engine engine;
  model::Record ann = Shopper("1", "Ann", "ann@contoso-mail.com");
  engine.Upsert({ann, Shopper("2", "Bob", "bob@contoso-mail.com")});
  const auto customers = [&]() -> int64_t {
    for (const SourceStatus& source : engine->ListSources(Now())) {
      for (const auto& [type, rows] : source.row_counts) {
        if (source.id == "web" && type == "customer") return rows;
      }
    }
    return 0;
  };
  EXPECT_EQ(customers(), 2);
  ann.deleted = Now();
  engine.Upsert({ann});
  EXPECT_EQ(customers(), 1);
  engine.Restart();
  EXPECT_EQ(customers(), 1);
}

}  // namespace
}  // namespace landfall::reconcile
