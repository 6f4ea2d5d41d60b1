// What elements become before anything is stored.
#include "server/ingest/push.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/ingest/company.h"

namespace landfall::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

model::Settings TestSettings() {
  model::Source erp;
  erp.id = "erp";
  erp.system = model::System::kFinanceOperations;
  erp.max_gone_percent = 20;
  model::Source bc;
  bc.id = "bc";
  bc.system = model::System::kBusinessCentral;
  model::Source one = bc;
  one.id = "one";
  model::Source shop;
  shop.id = "shop";
  shop.system = model::System::kShopify;
  model::Settings settings;
  settings.sources = {erp, bc, one, shop};
  settings.legal_entities = {{"USTR", "", "US", "USD", "erp", ""},
                             {"CATR", "", "CA", "CAD", "erp", ""},
                             {"UKCO", "", "GB", "", "bc", "UK Trade Ltd"},
                             {"IECO", "", "IE", "", "bc", ""},
                             {"FRCO", "", "FR", "", "one", "FR Trade"}};
  return settings;
}

class PushTest : public ::testing::Test {
 protected:
  PushChunk Chunk(const std::string& source, const std::string& type,
                  const std::vector<absl::string_view>& rows) const {
    PushChunk chunk;
    chunk.source = settings_.FindSource(source);
    chunk.type = type;
    for (absl::string_view row : rows) {
      chunk.rows.push_back({row, static_cast<int>(chunk.rows.size()) + 1});
    }
    return chunk;
  }

  UpsertBatch Plan(const PushChunk& chunk) {
    auto batch = push_.Plan(chunk, kNow);
    EXPECT_TRUE(batch.ok()) << batch.status();
    return batch.ok() ? *std::move(batch) : UpsertBatch();
  }

  model::Settings settings_ = TestSettings();
  Push push_{settings_};
};

constexpr char kAmerican[] = R"({"dataAreaId":"ustr","CustomerAccount":"C1"})";
constexpr char kCanadian[] = R"({"dataAreaId":"CATR","CustomerAccount":"C1"})";
constexpr char kNobodys[] = R"({"dataAreaId":"ustr","CustomerAccount":""})";

TEST_F(PushTest, PlansRecordsAndRejects) {
  const UpsertBatch batch =
      Plan(Chunk("erp", "customer", {kAmerican, kNobodys, "no JSON"}));
  ASSERT_EQ(batch.records.size(), 1);
  EXPECT_EQ(batch.records[0].ref,
            (model::RecordRef{"erp", "customer", "ustr:C1"}));
  EXPECT_THAT(batch.entities_read, IsEmpty());
  ASSERT_EQ(batch.unread.size(), 1);
  EXPECT_EQ(batch.unread[0].entity, "USTR");
  EXPECT_EQ(batch.unread[0].rows, 2);
  const PushSums& sums = push_.sums();
  EXPECT_EQ(sums.read, 3);
  EXPECT_EQ(sums.rejected, 2);
  ASSERT_EQ(sums.rejects.size(), 2);
  EXPECT_EQ(sums.rejects[0].line, 2);
  EXPECT_THAT(std::string(sums.rejects[0].why.message()),
              HasSubstr("field 'CustomerAccount'"));
  EXPECT_EQ(sums.rejects[1].line, 3);
}

TEST_F(PushTest, KeepsSoManyRejects) {
  const std::vector<absl::string_view> rows(Push::kMostRejects + 1, "[]");
  Plan(Chunk("erp", "customer", rows));
  EXPECT_EQ(push_.sums().rejected, Push::kMostRejects + 1);
  EXPECT_EQ(push_.sums().rejects.size(), Push::kMostRejects);
}

TEST_F(PushTest, CountsPartsApart) {
  const UpsertBatch batch = Plan(Chunk("shop", "company",
                                       {R"({"id":1,"name":"Wholesale-X",
           "locations":{"nodes":[{"id":11},{"id":12}]}})",
                                        R"({"id":2,"name":"Wholesale-Y"})"}));
  EXPECT_EQ(batch.records.size(), 4);
  EXPECT_THAT(batch.parts, ElementsAre(1, 2));
  EXPECT_EQ(push_.sums().read, 2);
  EXPECT_EQ(push_.sums().parts, 2);
}

TEST_F(PushTest, CompletesTheEntitiesOfAllItsCalls) {
  EXPECT_THAT(Plan(Chunk("erp", "customer", {kAmerican})).entities_read,
              IsEmpty());
  PushChunk last = Chunk("erp", "customer", {kCanadian, kAmerican});
  last.complete = true;
  EXPECT_THAT(Plan(last).entities_read, ElementsAre("USTR", "CATR"));
  EXPECT_THAT(push_.sums().entities, ElementsAre("USTR", "CATR"));
}

TEST_F(PushTest, CompletesAnEntityOfWhichNothingCouldBeRead) {
  PushChunk chunk = Chunk("erp", "customer", {kNobodys});
  chunk.complete = true;
  const UpsertBatch batch = Plan(chunk);
  EXPECT_THAT(batch.entities_read, ElementsAre("USTR"));
  EXPECT_THAT(push_.sums().entities, IsEmpty());
}

TEST_F(PushTest, AnEmptyListSaysThatThereAreNone) {
  PushChunk chunk = Chunk("erp", "customer", {});
  chunk.complete = true;
  EXPECT_TRUE(Plan(chunk).IsNone());  // nobody knows whose
  chunk.entity = settings_.FindEntity("CATR");
  PushChunk groups = chunk;
  groups.type = "customer_group";
  EXPECT_TRUE(Plan(groups).IsNone());
  PushChunk cut = chunk;
  cut.cut_short = true;
  EXPECT_THAT(Push(settings_).Plan(cut, kNow)->unread.size(), 1);
  EXPECT_THAT(Plan(chunk).entities_read, ElementsAre("CATR"));
}

TEST_F(PushTest, KnowsWhichPushACallBelongsTo) {
  PushChunk chunk = Chunk("erp", "customer", {kAmerican});
  chunk.complete = true;
  EXPECT_TRUE(Plan(chunk).push.whole);
  EXPECT_FALSE(Plan(chunk).push.whole);  // another came before
  Push resumed(settings_);
  resumed.Resume({"CATR"});
  EXPECT_FALSE(resumed.IsWhole(true));
  EXPECT_THAT(resumed.Plan(chunk, kNow)->entities_read,
              ElementsAre("CATR", "USTR"));
  Push named(settings_);
  named.Name("night");
  const auto batch = named.Plan(chunk, kNow);
  EXPECT_EQ(batch->push.id, "night");
  EXPECT_FALSE(batch->push.whole);
}

TEST_F(PushTest, AFullPushIsUnsureOnceARowWasRejected) {
  push_.Name("night");
  PushChunk chunk = Chunk("erp", "customer", {kAmerican});
  chunk.full = true;
  UpsertBatch batch = Plan(chunk);
  EXPECT_TRUE(batch.full.asked);
  EXPECT_FALSE(batch.full.ends);
  EXPECT_FALSE(batch.full.unsure);
  EXPECT_EQ(batch.full.max_gone_percent, 20);
  Plan(Chunk("erp", "customer", {kNobodys}));
  chunk.complete = true;
  chunk.max_gone_percent = 0;
  batch = Plan(chunk);
  EXPECT_TRUE(batch.full.ends);
  EXPECT_TRUE(batch.full.unsure);
  EXPECT_EQ(batch.full.max_gone_percent, 0);
}

TEST_F(PushTest, AddsUpWhatWasStored) {
  push_.Add({.inserted = 3, .updated = 1});
  push_.Add({.inserted = 1, .unchanged = 2, .skipped = 1});
  EXPECT_EQ(push_.sums().inserted, 4);
  EXPECT_EQ(push_.sums().updated, 1);
  EXPECT_EQ(push_.sums().unchanged, 2);
  EXPECT_EQ(push_.sums().skipped, 1);
}

TEST_F(PushTest, RefusesCustomersWithoutAnyFieldOfTheKeyMap) {
  settings_.sources[0].keys.email = {"PrimaryContactEmail"};
  const absl::Status status =
      push_.Plan(Chunk("erp", "customer", {kAmerican}), kNow).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("dataAreaId, CustomerAccount; expected is one of "
                        "PrimaryContactEmail"));
}

TEST_F(PushTest, BoundsWhatRowsGrowTo) {
  std::string values = "0";
  for (int i = 0; i < 279; ++i) values += ",0";
  const std::string row =
      absl::StrCat(R"({"dataAreaId":"ustr","CustomerAccount":"C1",")",
                   std::string(900, 'k'), "\":[", values, "]}");
  const std::vector<absl::string_view> rows(1000, row);
  const PushChunk chunk = Chunk("erp", "customer", rows);
  EXPECT_EQ(push_.Plan(chunk, kNow).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(PushTest, TimesAheadOfTheClockAreRejected) {
  settings_.sources[0].created = {"CreatedAt"};
  Plan(Chunk("erp", "customer", {R"({"dataAreaId":"ustr","CustomerAccount":"C1",
                  "CreatedAt":"9999-12-31T00:00:00Z"})"}));
  ASSERT_EQ(push_.sums().rejects.size(), 1);
  EXPECT_THAT(std::string(push_.sums().rejects[0].why.message()),
              HasSubstr("CreatedAt"));
}

TEST(CompanyTest, FitsALegalEntity) {
  const model::Settings settings = TestSettings();
  const auto fit = [&](const char* source, const char* type,
                       const char* company) -> std::string {
    const CompanyFit found =
        FitCompany(settings, *settings.FindSource(source), type, company);
    if (found.kind == CompanyFit::Kind::kRequired) return "required";
    if (found.kind == CompanyFit::Kind::kUnknown) return "unknown";
    return found.entity == nullptr ? "none" : found.entity->id;
  };
  EXPECT_EQ(fit("bc", "customer", "uk trade ltd"), "UKCO");
  EXPECT_EQ(fit("bc", "customer", "ieco"), "IECO");
  EXPECT_EQ(fit("bc", "customer", "FRCO"), "unknown");  // of another source
  EXPECT_EQ(fit("shop", "customer", "FRCO"), "unknown");
  EXPECT_EQ(fit("bc", "customer", ""), "required");
  EXPECT_EQ(fit("bc", "", ""), "required");
  EXPECT_EQ(fit("bc", "sync_error", ""), "none");
  EXPECT_EQ(fit("bc", "error_event", ""), "none");
  EXPECT_EQ(fit("one", "customer", ""), "FRCO");
  EXPECT_EQ(fit("erp", "customer", ""), "none");  // the rows say it
}

}  // namespace
}  // namespace landfall::ingest
