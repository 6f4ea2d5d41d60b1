#include "server/expect/expectation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/index/index_world.h"

namespace landfall::expect {
namespace {

using index::EntitySet;
using index::kHour;
using index::kNow;
using model::ExpectationClarity;
using model::ExpectedBecause;

constexpr index::EntityIndex kUs = 0;
constexpr index::EntityIndex kCa = 1;
const char kMail[] = "ann@contoso-mail.com";

model::ExpectationRule ShipTo(const char* country, const char* entity) {
  model::ExpectationRule rule;
  rule.countries = {country};
  rule.entity = entity;
  return rule;
}

model::ExpectationRule Tag(const char* tag, const char* entity) {
  model::ExpectationRule rule;
  rule.kind = model::RuleKind::kTag;
  rule.tag = tag;
  rule.entity = entity;
  return rule;
}

class ExpectationTest : public ::testing::Test {
 protected:
  ExpectationTest() {
    model::Settings settings = index::ThreeSources();
    model::ExpectationRule override;
    override.kind = model::RuleKind::kCustomerOverride;
    override.customer = {"web", "customer", "9"};
    override.entity = "CATR";
    settings.expectation = {ShipTo("US", "USTR"), ShipTo("CA", "CATR"),
                            ShipTo("MX", "USTR"), ShipTo("MX", "CATR"),
                            Tag("north", "CATR"), override};
    world_ = std::make_unique<index::World>(*index::Rulebook::Create(
        std::move(settings),
        base::Hasher(std::string(base::Hasher::kSecretSize, 's'))));
  }

  index::RowIndex Shopper(const std::string& id) {
    return index::Put(world_.get(),
                      index::ShopperRecord(id, id + kMail, kNow - 9 * kHour));
  }
  // An order an hour ago, of the customer, to `country`.
  void Order(const std::string& id, const std::string& customer,
             const std::string& country, const std::string& tag = "",
             const std::string& state = "PAID") {
    model::Record record =
        index::OrderRecord(id, customer, customer + kMail, kNow - kHour);
    auto& order = std::get<model::Order>(record.body);
    if (!country.empty()) order.ship_countries = {country};
    if (!tag.empty()) order.tags = {tag};
    order.state = state;
    index::Put(world_.get(), record);
  }
  Expectation Of(index::RowIndex row) const {
    return ExpectForOrders(*world_, row,
                           SummarizeOrders(*world_, row, window_));
  }

  std::unique_ptr<index::World> world_;
  const Window window_{kNow - 24 * kHour, kNow};
};

TEST_F(ExpectationTest, LetsOverrideBeatTagBeatCountry) {
  const struct {
    const char* customer;
    const char* country;
    const char* tag;
    EntitySet entities;
    ExpectedBecause because;
  } cases[] = {
      {"1", "US", "", {kUs}, ExpectedBecause::kShipToCountry},
      {"2", "US", "north", {kCa}, ExpectedBecause::kTag},
      {"9", "US", "", {kCa}, ExpectedBecause::kCustomerOverride},
      {"3", "MX", "", {kUs, kCa}, ExpectedBecause::kShipToCountry},
      {"4", "FR", "", {}, ExpectedBecause::kShipToCountry},
  };
  int order = 100;
  for (const auto& test : cases) {
    SCOPED_TRACE(test.customer);
    const index::RowIndex row = Shopper(test.customer);
    Order(std::to_string(++order), test.customer, test.country, test.tag);
    const Expectation expectation = Of(row);
    ASSERT_EQ(expectation.needs.size(), 1u);
    EXPECT_EQ(expectation.needs[0].entities, test.entities);
    EXPECT_EQ(expectation.needs[0].because, test.because);
    EXPECT_EQ(expectation.since, kNow - kHour);
  }
}

TEST_F(ExpectationTest, SaysHowClearItIs) {
  const struct {
    std::vector<const char*> countries;
    ExpectationClarity clarity;
  } cases[] = {
      {{"US"}, ExpectationClarity::kClear},
      {{"US", "CA"}, ExpectationClarity::kClear},
      {{"US", "FR"}, ExpectationClarity::kUnmapped},
      {{"FR", "MX"}, ExpectationClarity::kAmbiguous},
  };
  int number = 10;
  for (const auto& test : cases) {
    const std::string customer = std::to_string(++number);
    SCOPED_TRACE(customer);
    const index::RowIndex row = Shopper(customer);
    int order = 0;
    for (const char* country : test.countries) {
      Order(customer + "-" + std::to_string(++order), customer, country);
    }
    EXPECT_EQ(Of(row).clarity, test.clarity);
  }
}

TEST_F(ExpectationTest, SeesActiveOrdersOfTheWindowOnly) {
  const index::RowIndex row = Shopper("1");
  Order("1", "1", "US", "", "VOIDED");
  OrderSummary orders = SummarizeOrders(*world_, row, window_);
  EXPECT_TRUE(orders.active.empty());
  EXPECT_TRUE(orders.dead);
  Order("2", "1", "US");
  orders = SummarizeOrders(*world_, row, window_);
  EXPECT_EQ(orders.active.size(), 1u);
  EXPECT_TRUE(
      SummarizeOrders(*world_, row, {kNow - kHour, kNow}).active.empty());
  EXPECT_EQ(SummarizeOrders(*world_, row, {kNow - 2 * kHour, kNow - kHour})
                .active.size(),
            1u);
}

// A quick look must say what the full expectation says.
TEST_F(ExpectationTest, LooksQuicklyWithTheSameResult) {
  int number = 20;
  for (const std::vector<const char*>& countries :
       std::vector<std::vector<const char*>>{
           {}, {"US"}, {"CA"}, {"MX"}, {"FR"}, {"US", "CA"}, {"MX", "US"}}) {
    const std::string customer = std::to_string(++number);
    SCOPED_TRACE(customer);
    const index::RowIndex row = Shopper(customer);
    int order = 0;
    for (const char* country : countries) {
      Order(customer + "-" + std::to_string(++order), customer, country);
    }
    const Expectation full = Of(row);
    for (bool alone : {false, true}) {
      for (const EntitySet& present :
           {EntitySet{kUs}, EntitySet{kCa}, EntitySet{kUs, kCa}}) {
        const QuickLook look =
            LookQuickly(*world_, row, window_, {present, alone, true});
        bool met = true;
        for (const Need& need : full.needs) {
          bool one = need.entities.empty();
          for (index::EntityIndex entity : need.entities) {
            one = one || index::Contains(present, entity);
          }
          met = met && one;
        }
        EXPECT_EQ(look.any, !full.needs.empty());
        EXPECT_EQ(look.met, met);
        EXPECT_EQ(look.clear, full.ambiguous.empty() && !full.unmapped);
      }
    }
  }
}

TEST_F(ExpectationTest, TakesTheCompanyOfADataverseRecordBeforeItsCountry) {
  const struct {
    const char* company;
    const char* country;
    EntitySet entities;
    ExpectedBecause because;
  } cases[] = {
      {"catr", "US", {kCa}, ExpectedBecause::kCompany},
      {"none", "US", {}, ExpectedBecause::kCompany},
      {"", "US", {kUs}, ExpectedBecause::kCountry},
  };
  int number = 0;
  for (const auto& test : cases) {
    SCOPED_TRACE(test.company);
    model::Record record =
        index::AccountRecord("a" + std::to_string(++number), "", kNow - kHour);
    auto& body = std::get<model::UpstreamCustomer>(record.body);
    body.company.code = test.company;
    body.country = test.country;
    const Expectation expectation =
        ExpectForRecord(*world_, index::Put(world_.get(), record));
    EXPECT_EQ(expectation.needs[0].entities, test.entities);
    EXPECT_EQ(expectation.needs[0].because, test.because);
  }
}

TEST_F(ExpectationTest, ResolvesACompanyWhenItsCodeComesLater) {
  model::Record record = index::AccountRecord("a", "", kNow - kHour);
  std::get<model::UpstreamCustomer>(record.body).company.id = "company-1";
  const index::RowIndex row = index::Put(world_.get(), record);
  EXPECT_TRUE(ExpectForRecord(*world_, row).unmapped);
  model::Record company;
  company.ref = {"crm", "cdm_company", "company-1"};
  company.body = model::Reference{"CATR", "", ""};
  world_->Apply(std::monostate(),
                index::DeriveFacts(world_->rulebook(), company));
  EXPECT_TRUE(ExpectForRecord(*world_, row).IsClear(kCa));
  world_->Apply(index::DeriveFacts(world_->rulebook(), company),
                std::monostate());
  EXPECT_TRUE(ExpectForRecord(*world_, row).unmapped);
}

TEST_F(ExpectationTest, ExpectsWhatACallerNames) {
  const index::Rulebook& rulebook = world_->rulebook();
  EXPECT_EQ(ExpectForCaller(rulebook, {}, "").clarity,
            ExpectationClarity::kAny);
  EXPECT_TRUE(ExpectForCaller(rulebook, {"ustr"}, "").IsClear(kUs));
  EXPECT_TRUE(ExpectForCaller(rulebook, {}, "Canada").IsClear(kCa));
  EXPECT_TRUE(ExpectForCaller(rulebook, {}, "FR").unmapped);
}

}  // namespace
}  // namespace landfall::expect
