#include "server/index/belongings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/index/index_world.h"

namespace landfall::index {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class BelongingsTest : public ::testing::Test {
 protected:
  base::Hash128 Id(const std::string& ref) const {
    return rulebook_->RecordId(*model::RecordRef::Parse(ref));
  }
  void Add(const model::Record& record) { all_.Add(*rulebook_, record); }
  void Remove(const model::Record& record) { all_.Remove(*rulebook_, record); }
  static model::Record Of(const std::string& ref, model::Record::Body body) {
    model::Record record;
    record.ref = *model::RecordRef::Parse(ref);
    record.body = std::move(body);
    return record;
  }

  const std::shared_ptr<const Rulebook> rulebook_ = MakeRulebook();
  Belongings all_;
};

TEST_F(BelongingsTest, KnowsEveryCustomerOfAnActivity) {
  const model::Record both =
      Of("crm/opportunity/1",
         model::Activity{{{"account", "a"}, {"contact", "c"}}, true});
  const model::Record one =
      Of("crm/opportunity/2", model::Activity{{{"account", "a"}}, false});
  Add(both);
  Add(one);
  EXPECT_THAT(
      all_.Of(Id("crm/account/a")),
      UnorderedElementsAre(Id("crm/opportunity/1"), Id("crm/opportunity/2")));
  EXPECT_THAT(all_.Of(Id("crm/contact/c")),
              ElementsAre(Id("crm/opportunity/1")));
  Remove(both);
  EXPECT_THAT(all_.Of(Id("crm/account/a")),
              ElementsAre(Id("crm/opportunity/2")));
  EXPECT_THAT(all_.Of(Id("crm/contact/c")), IsEmpty());
}

TEST_F(BelongingsTest, KnowsTheLocationsOfACompany) {
  Add(Of("web/company_location/9", model::CompanyLocation{"7", "US"}));
  EXPECT_THAT(all_.Of(Id("web/company/7")),
              ElementsAre(Id("web/company_location/9")));
  EXPECT_THAT(all_.Of(Id("web/company/9")), IsEmpty());
}

TEST_F(BelongingsTest, KnowsTheDocumentsOfAMaster) {
  Add(Of("erp/sales_order/ustr:SO-1",
         model::Document{"USTR", "SO-1", "USTR:C-1"}));
  Add(Of("erp/sales_order/ustr:SO-2", model::Document{"USTR", "SO-2", ""}));
  EXPECT_THAT(all_.Of(Id("erp/customer/ustr:C-1")),
              ElementsAre(Id("erp/sales_order/ustr:SO-1")));
}

// The world has the others.
TEST_F(BelongingsTest, KnowsTheOrdersThatCountForNothing) {
  model::Record order = OrderRecord("1", "7", "ann@contoso.com", kNow);
  Add(order);
  EXPECT_THAT(all_.Of(Id("web/customer/7")), IsEmpty());
  std::get<model::Order>(order.body).ignored = true;
  Add(order);
  EXPECT_THAT(all_.Of(Id("web/customer/7")), ElementsAre(Id("web/order/1")));
  model::Record guests = OrderRecord("2", "", "ann@contoso.com", kNow);
  std::get<model::Order>(guests.body).ignored = true;
  Add(guests);
  const auto guest = GuestOf(*rulebook_, *rulebook_->FindSource("web"), guests);
  EXPECT_THAT(all_.Of(rulebook_->RecordId(guest)),
              ElementsAre(Id("web/order/2")));
}

TEST_F(BelongingsTest, KnowsAllErrorEvents) {
  const model::Record event = Of("crm/error_event/e", model::ErrorEvent());
  Add(event);
  Add(ShopperRecord("7", "ann@contoso.com", kNow));
  EXPECT_THAT(all_.events(), ElementsAre(Id("crm/error_event/e")));
  Remove(event);
  EXPECT_THAT(all_.events(), IsEmpty());
}

}  // namespace
}  // namespace landfall::index
