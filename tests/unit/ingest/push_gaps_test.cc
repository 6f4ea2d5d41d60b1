#include "server/ingest/push_gaps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace landfall::ingest {
namespace {

using ::testing::ElementsAre;

// A source with two legal entities, and a shop.
class PushGapsTest : public ::testing::Test {
 protected:
  PushGapsTest() {
    model::Source erp;
    erp.id = "erp";
    erp.system = model::System::kFinanceOperations;
    model::Source shop;
    shop.id = "shop";
    shop.system = model::System::kShopify;
    settings_.sources = {erp, shop};
    settings_.legal_entities = {{"USTR", "", "US", "USD", "erp", ""},
                                {"CATR", "", "CA", "CAD", "erp", ""}};
  }

  // "USTR 2", "erp/error 1", "USTR 0 cut".
  std::vector<std::string> Told(PushGaps& gaps,
                                const std::vector<std::string>& entities,
                                const std::string& type = "") {
    std::vector<std::string> list;
    for (const UnreadRows& rows : gaps.Take(entities, type)) {
      list.push_back(absl::StrCat(
          rows.entity.empty() ? absl::StrCat(rows.source, "/", rows.type)
                              : rows.entity,
          " ", rows.rows, rows.cut_short ? " cut" : ""));
    }
    return list;
  }

  decode::DecodeContext Context(const std::string& source,
                                const std::string& type) const {
    return {settings_.FindSource(source), type, ""};
  }

  model::Settings settings_;
};

constexpr char kCanadian[] = R"({"DATAAREAID":"catr"})";
constexpr char kNobodys[] = R"({"CustomerAccount":""})";
constexpr char kForeign[] = R"({"dataAreaId":"xxxx","CustomerAccount":""})";

TEST_F(PushGapsTest, BlamesTheEntityThatTheRowNames) {
  const auto context = Context("erp", "customer");
  PushGaps gaps(settings_, context, &settings_.legal_entities[0]);
  gaps.Reject(kCanadian);
  gaps.Reject(kForeign);  // a company that is not configured
  EXPECT_THAT(Told(gaps, {"USTR"}), ElementsAre("CATR 1"));
}

TEST_F(PushGapsTest, ElseThatOfTheRequestElseOfTheOtherRowsElseAll) {
  const auto context = Context("erp", "customer");
  PushGaps told(settings_, context, &settings_.legal_entities[1]);
  told.Reject(kNobodys);
  EXPECT_THAT(Told(told, {"USTR"}), ElementsAre("CATR 1"));
  PushGaps beside(settings_, context, nullptr);
  beside.Reject(kNobodys);
  beside.Reject("no JSON");
  EXPECT_THAT(Told(beside, {"USTR"}), ElementsAre("USTR 2"));
  PushGaps alone(settings_, context, nullptr);
  alone.Reject(kNobodys);
  EXPECT_THAT(Told(alone, {}), ElementsAre("CATR 1", "USTR 1"));
}

TEST_F(PushGapsTest, TellsCustomersFromOtherRows) {
  const auto groups = Context("erp", "customer_group");
  PushGaps of_groups(settings_, groups, nullptr);
  of_groups.Reject(kCanadian);
  EXPECT_THAT(Told(of_groups, {}), ElementsAre("erp/customer_group 1"));
  // Without a type the rows say it themselves, or their neighbours do.
  const auto any = Context("erp", "");
  PushGaps inferred(settings_, any, nullptr);
  inferred.Reject(R"({"CustomerAccount":"","dataAreaId":"ustr"})");
  EXPECT_THAT(Told(inferred, {}), ElementsAre("USTR 1"));
  PushGaps unknown(settings_, any, nullptr);
  unknown.Reject("{}");
  EXPECT_THAT(Told(unknown, {}), ElementsAre());
  PushGaps among(settings_, any, nullptr);
  among.Reject("{}");
  EXPECT_THAT(Told(among, {"CATR"}), ElementsAre("CATR 1"));
}

TEST_F(PushGapsTest, RowsOfAShopMakeNobodyUnknown) {
  const auto context = Context("shop", "order");
  PushGaps gaps(settings_, context, nullptr);
  gaps.Reject(kCanadian);
  gaps.AddUnread(2, true);
  EXPECT_THAT(Told(gaps, {}), ElementsAre("shop/order 3 cut"));
  const auto any = Context("shop", "");
  PushGaps inferred(settings_, any, nullptr);
  inferred.Reject("{}");
  EXPECT_THAT(Told(inferred, {}, "customer"), ElementsAre("shop/customer 1"));
}

TEST_F(PushGapsTest, KnowsThatMoreIsToCome) {
  const auto context = Context("erp", "customer");
  PushGaps gaps(settings_, context, nullptr);
  gaps.AddUnread(0, false);
  EXPECT_THAT(Told(gaps, {"USTR"}), ElementsAre());
  gaps.AddUnread(0, true);
  EXPECT_THAT(Told(gaps, {"USTR"}), ElementsAre("USTR 0 cut"));
}

}  // namespace
}  // namespace landfall::ingest
