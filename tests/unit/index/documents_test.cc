#include "server/index/documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/index/index_world.h"

namespace landfall::index {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DocumentsTest : public ::testing::Test {
 protected:
  DocumentsTest() {
    model::Settings settings = ThreeSources();
    settings.documents = {{"web", "name", "erp", "CustomersOrderReference"},
                          {"web", "id", "erp", "customersorderreference"},
                          {"web", "poNumber", "erp", "SalesOrderNumber"}};
    rulebook_ = *Rulebook::Create(
        std::move(settings),
        base::Hasher(std::string(base::Hasher::kSecretSize, 's')));
  }

  static model::Record Order(const std::string& id, const std::string& name) {
    model::Record order = OrderRecord(id, "7", "ann@contoso.com", kNow);
    order.fields.AddString("name", name);
    order.fields.Sort();
    return order;
  }
  static model::Record SalesOrder(const std::string& number,
                                  const std::string& reference) {
    model::Record record;
    record.ref = {"erp", "sales_order", "ustr:" + number};
    record.fields.AddString("CustomersOrderReference", reference);
    record.fields.Sort();
    record.body = model::Document{"USTR", number, "USTR:C-1"};
    return record;
  }
  void Add(const model::Record& record) {
    world_->Apply(std::monostate(), DeriveFacts(*rulebook_, record));
  }
  void Remove(const model::Record& record) {
    world_->Apply(DeriveFacts(*rulebook_, record), std::monostate());
  }
  uint64_t Name(const std::string& text) const {
    return OrderNames(*rulebook_, Order("1", text), "name").at(0);
  }

  std::shared_ptr<const Rulebook> rulebook_;
  // Made once the rulebook is.
  std::unique_ptr<World> world_;

  void SetUp() override { world_ = std::make_unique<World>(rulebook_); }
};

TEST_F(DocumentsTest, ComparesNamesAsPeopleWriteThem) {
  EXPECT_EQ(Name("#1001"), Name(" 1001 "));
  EXPECT_EQ(Name("ab-1"), Name("AB-1"));
  EXPECT_NE(Name("1001"), Name("01001"));
  EXPECT_THAT(OrderNames(*rulebook_, Order("1", " # "), "name"), IsEmpty());
  EXPECT_THAT(OrderNames(*rulebook_, Order("1", "x"), "NAME"), SizeIs(1));
  EXPECT_EQ(OrderNames(*rulebook_, Order("1001", "x"), "id"),
            OrderNames(*rulebook_, Order("1", "#1001"), "name"));
}

TEST_F(DocumentsTest, FindsWhatNamesAnOrder) {
  Add(SalesOrder("S1", "1001"));
  const auto* found = world_->documents().OfName(Name("#1001"));
  ASSERT_NE(found, nullptr);
  ASSERT_THAT(*found, SizeIs(1));
  EXPECT_EQ(found->front().id,
            rulebook_->RecordId("erp", "sales_order", "ustr:S1"));
  EXPECT_EQ(found->front().customer,
            rulebook_->RecordId("erp", "customer", "ustr:C-1"));
  // Two rules of one field of the ledger look into one column.
  EXPECT_EQ(rulebook_->FindSource("erp")->document_columns.size(), 2u);
  EXPECT_EQ(rulebook_->FindSource("web")->document_links.size(), 3u);
  Remove(SalesOrder("S1", "1001"));
  EXPECT_EQ(world_->documents().OfName(Name("#1001")), nullptr);
}

TEST_F(DocumentsTest, SaysNothingOfANameThatManyDocumentsHave) {
  for (size_t i = 0; i < Documents::kMostOfOneName; ++i) {
    Add(SalesOrder("S" + std::to_string(i), "N/A"));
  }
  EXPECT_NE(world_->documents().OfName(Name("N/A")), nullptr);
  Add(SalesOrder("more", "n/a"));
  EXPECT_EQ(world_->documents().OfName(Name("N/A")), nullptr);
  Remove(SalesOrder("more", "n/a"));
  EXPECT_NE(world_->documents().OfName(Name("N/A")), nullptr);
}

TEST_F(DocumentsTest, KnowsWhichNamesAreOfOneOrder) {
  const Documents& documents = world_->documents();
  EXPECT_TRUE(documents.IsOfOneOrder(Name("#7")));
  Add(Order("1", "#7"));
  EXPECT_TRUE(documents.IsOfOneOrder(Name("#7")));
  Add(Order("7", "#8"));  // its id
  EXPECT_FALSE(documents.IsOfOneOrder(Name("#7")));
  std::vector<base::Hash128> orders;
  documents.ForEachOrder(Name("#8"), [&](OrderIndex order) {
    orders.push_back(world_->order(order).id);
  });
  EXPECT_THAT(orders, ElementsAre(rulebook_->RecordId("web", "order", "7")));
  Remove(Order("1", "#7"));
  EXPECT_TRUE(documents.IsOfOneOrder(Name("#7")));
}

}  // namespace
}  // namespace landfall::index
