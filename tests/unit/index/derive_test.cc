// Records boiled down to facts, and what the index holds of them.

#include "server/index/derive.h"

#include <gtest/gtest.h>

#include "server/normalize/normalize.h"
#include "tests/unit/index/index_world.h"

namespace landfall::index {
namespace {

TEST(DeriveTest, IndexesNearFormsOfMastersOnlyWhereTheyDiffer) {
  const struct {
    const char* account;
    int near;
  } cases[] = {
      {"4711", 0},    // every coarser form is the id itself
      {"004711", 2},  // without zeros; its number
      {"C-4711", 1},  // its number
      {"c-4711", 1},  // case makes no difference to begin with
      {"ABC", 0},
  };
  const auto rulebook = MakeRulebook();
  for (const auto& test : cases) {
    SCOPED_TRACE(test.account);
    const Facts facts =
        DeriveFacts(*rulebook, MasterRecord(test.account, "", kNoTime));
    int near = 0;
    for (const KeyFact& key : std::get<CustomerFacts>(facts).keys) {
      near += key.role == KeyRole::kNear;
    }
    EXPECT_EQ(near, test.near);
  }
}

TEST(DeriveTest, GivesUpstreamCustomersNoNearForms) {
  const Facts facts = DeriveFacts(
      *MakeRulebook(), AccountRecord("a", "Ann+news@contoso-mail.com", kNow));
  for (const KeyFact& key : std::get<CustomerFacts>(facts).keys) {
    EXPECT_EQ(key.role, KeyRole::kExact);
  }
}

TEST(DeriveTest, NotesOrdersThatSayUnusableKeys) {
  const struct {
    const char* email;
    bool unusable;
  } cases[] = {
      {"ann@contoso-mail.com", false}, {"no address", true}, {"", false}};
  for (const auto& test : cases) {
    SCOPED_TRACE(test.email);
    const Facts facts =
        DeriveFacts(*MakeRulebook(), OrderRecord("1", "7", test.email, kNow));
    EXPECT_EQ(std::get<OrderFacts>(facts).unusable_key, test.unusable);
  }
}

TEST(DeriveTest, LeavesNothingOfARecordThatIsTakenOut) {
  World world(MakeRulebook());
  const model::Record records[] = {
      MasterRecord("C-1", "ann@contoso-mail.com", kNow),
      ShopperRecord("1", "ann@contoso-mail.com", kNow),
      OrderRecord("11", "1", "ann@contoso-mail.com", kNow),
      OrderRecord("12", "", "guest@contoso-mail.com", kNow),
  };
  for (const model::Record& record : records) Put(&world, record);
  for (const model::Record& record : records) Take(&world, record);
  for (RowIndex row = 0; row < world.row_count(); ++row) {
    SCOPED_TRACE(row);
    EXPECT_FALSE(world.Exists(world.row(row), kNow));
    EXPECT_TRUE(world.KeysOf(row).empty());
  }
  EXPECT_TRUE(world.customers_by_creation().empty());
  EXPECT_TRUE(world.orders_by_time().empty());
}

TEST(RulebookTest, FindsTheSourceOfEachEntity) {
  const auto rulebook = MakeRulebook();
  EXPECT_EQ(rulebook->SourceOf(0).source->id, "erp");
  EXPECT_EQ(rulebook->FindEntity("catr"), 1);
  EXPECT_EQ(rulebook->FindEntity("none"), kNoEntity);
}

TEST(RulebookTest, PacksCurrencies) {
  for (const char* code : {"USD", "JPY", "ZZZ", "AAA"}) {
    EXPECT_EQ(UnpackCurrency(PackCurrency(code)), code);
  }
  for (const char* code : {"", "US", "USDX", "U1D"}) {
    EXPECT_EQ(PackCurrency(code), 0) << code;
  }
  EXPECT_EQ(PackCurrency("usd"), PackCurrency("USD"));
}

TEST(DeriveTest, KeepsOfDeletedReferencesOnlyWhatLookupsStoodFor) {
  const auto rulebook = MakeRulebook();
  struct Case {
    model::RecordRef ref;
    bool kept;
  };
  for (const Case& test : {Case{{"erp", "customer_group", "ustr:10"}, false},
                           Case{{"crm", "table_map", "m"}, false},
                           Case{{"crm", "customer_group", "g"}, true}}) {
    model::Record record;
    record.ref = test.ref;
    record.body = model::Reference{"10", "", "Retail"};
    record.fields.Add("msdyn_internalentityname",
                      {model::FieldValue::Type::kString, "account"});
    EXPECT_TRUE(
        std::holds_alternative<ReferenceFacts>(DeriveFacts(*rulebook, record)));
    record.deleted = absl::FromUnixSeconds(1);
    EXPECT_EQ(
        std::holds_alternative<ReferenceFacts>(DeriveFacts(*rulebook, record)),
        test.kept)
        << test.ref.ToString();
  }
}

}  // namespace
}  // namespace landfall::index
