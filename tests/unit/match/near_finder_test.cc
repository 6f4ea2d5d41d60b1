#include "server/match/near_finder.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/index/derive.h"
#include "server/normalize/normalize.h"

namespace landfall::match {
namespace {

model::Settings OneEntity() {
  model::Settings settings;
  settings.legal_entities = {{"USTR", "", "US", "USD", "erp", ""}};
  model::Source erp;
  erp.id = "erp";
  erp.system = model::System::kFinanceOperations;
  erp.keys = model::DefaultKeyFields(erp.system, "erp", {});
  settings.sources = {erp};
  return settings;
}

class NearFinderTest : public ::testing::Test {
 protected:
  NearFinderTest()
      : world_(*index::Rulebook::Create(
            OneEntity(),
            base::Hasher(std::string(base::Hasher::kSecretSize, 's')))) {}

  void AddMaster(const std::string& account, const std::string& email) {
    model::MasterCustomer master;
    master.entity = "ustr";
    master.account = account;
    model::Record record;
    record.ref = {"erp", "customer", absl::StrCat("ustr:", account)};
    record.body = master;
    record.fields.AddString("PrimaryContactEmail", email);
    record.fields.Sort();
    world_.Apply(std::monostate(),
                 index::DeriveFacts(world_.rulebook(), record));
  }

  // How many masters are near the addresses and bare tax IDs.
  size_t Find(const std::vector<std::string>& emails,
              const std::vector<std::string>& tax_ids) {
    std::vector<normalize::KeyOutcome> outcomes;
    for (const std::string& email : emails) {
      outcomes.push_back(normalize::NormalizeEmails(email, {})[0]);
    }
    for (const std::string& tax_id : tax_ids) {
      outcomes.push_back(normalize::NormalizeTaxId(tax_id, "DE"));
    }
    return FindNear(world_, outcomes, "DE", model::KeyKinds::All(), &look_ups_)
        .size();
  }

  index::World world_;
  int look_ups_ = 0;
};

// As long as an address may be: 64 bytes in front of the '@'.
std::string LongAddress(int n) {
  return absl::StrCat(std::string(60, 'l'), 1000 + n, "@", std::string(50, 'd'),
                      ".contoso.com");
}

TEST_F(NearFinderTest, LooksUpNoMoreForAHundredAddressesThanForAFew) {
  std::vector<std::string> emails;
  for (int i = 0; i < 100; ++i) emails.push_back(LongAddress(i));
  Find({emails[0]}, {});
  EXPECT_GT(look_ups_, 2000);
  EXPECT_LE(look_ups_, kMostSpellings);
  Find(emails, {});
  EXPECT_LE(look_ups_, kMostSpellings);
}

TEST_F(NearFinderTest, LooksUpNoMoreForAHundredTaxIds) {
  std::vector<std::string> tax_ids;
  for (int i = 0; i < 100; ++i) {
    tax_ids.push_back(absl::StrCat("DE1366959", 10 + i % 80));  // hardly valid
    tax_ids.push_back("DE136695976");
  }
  Find({}, tax_ids);
  EXPECT_GT(look_ups_, 0);
  EXPECT_LE(look_ups_, kMostSpellings);
}

TEST_F(NearFinderTest, LooksAmongTheFirstKeys) {
  AddMaster("C-1", "smith@contoso.com");
  std::vector<std::string> emails = {"smyth@contoso.com"};
  for (int i = 0; i < 100; ++i) emails.push_back(LongAddress(i));
  EXPECT_EQ(Find(emails, {}), 1u);
  std::reverse(emails.begin(), emails.end());
  EXPECT_EQ(Find(emails, {}), 0u);
}

TEST_F(NearFinderTest, LooksForAllKeysOfACustomerWithMany) {
  AddMaster("C-1", "smith@contoso.com");
  EXPECT_EQ(Find({"accounts.payable@contoso.com", "purchasing@contoso.com",
                  "ann.of.the.office@contoso.com", "smyth@contoso.com"},
                 {"DE136695976", "DE136695970"}),
            1u);
}

}  // namespace
}  // namespace landfall::match
