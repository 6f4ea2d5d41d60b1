#include "server/match/near_finder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

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

std::string RandomLocal(std::mt19937_64& dice) {
  std::string local;
  const size_t size = 5 + dice() % 3;
  while (local.size() < size) local += "ab1"[dice() % 3];
  return local;
}

// One swap, one other letter, one more or one less.
bool AreOneEditApart(const std::string& a, const std::string& b) {
  if (a.size() > b.size()) return AreOneEditApart(b, a);
  if (b.size() > a.size() + 1 || a == b) return false;
  size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  if (b.size() > a.size()) return a.substr(same) == b.substr(same + 1);
  const std::string rest = a.substr(same + 1);
  if (rest == b.substr(same + 1)) return true;
  return same + 1 < a.size() && a[same] == b[same + 1] &&
         a[same + 1] == b[same] && a.substr(same + 2) == b.substr(same + 2);
}

TEST_F(NearFinderTest, FindsWhoIsOneEditAwayAndNobodyElse) {
  constexpr uint64_t kSeed = 11;
  std::mt19937_64 dice(kSeed);
  std::set<std::string> masters;
  while (masters.size() < 40) masters.insert(RandomLocal(dice));
  for (const std::string& local : masters) {
    AddMaster(local, absl::StrCat(local, "@contoso.com"));
  }
  size_t all = 0;
  for (int i = 0; i < 500; ++i) {
    const std::string asked = RandomLocal(dice);
    const auto apart = static_cast<size_t>(std::count_if(
        masters.begin(), masters.end(), [&](const std::string& local) {
          return AreOneEditApart(local, asked);
        }));
    EXPECT_EQ(Find({absl::StrCat(asked, "@contoso.com")}, {}), apart) << asked;
    all += apart;
  }
  EXPECT_GT(all, 100u);
}

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
