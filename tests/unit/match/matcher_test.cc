#include "server/match/matcher.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/index/derive.h"

namespace landfall::match {
namespace {

constexpr index::Micros kNow = 1'780'000'000'000'000;
constexpr index::EntityIndex kUs = 0;
constexpr index::EntityIndex kCa = 1;

model::Settings TwoEntities() {
  model::Settings settings;
  settings.legal_entities = {{"USTR", "", "US", "USD", "erp", ""},
                             {"CATR", "", "CA", "CAD", "erp", ""}};
  model::Source erp;
  erp.id = "erp";
  erp.system = model::System::kFinanceOperations;
  erp.keys = model::DefaultKeyFields(erp.system, "erp", {"crm"});
  erp.catch_all = {"WEB-DEFAULT"};
  model::Source crm;
  crm.id = "crm";
  crm.system = model::System::kDataverse;
  crm.keys = model::DefaultKeyFields(crm.system, "crm", {});
  settings.sources = {erp, crm};
  return settings;
}

// What a record says of its customer.
struct Keys {
  std::string email = "";
  std::string tax_id = "";
  std::string country = "US";
  std::string name = "";
  std::string postal_code = "";
  std::string number = "";  // the account number
};

class Town {
 public:
  Town()
      : world_(*index::Rulebook::Create(
            TwoEntities(),
            base::Hasher(std::string(base::Hasher::kSecretSize, 's')))) {}

  index::RowIndex Master(const std::string& area, const std::string& account,
                         const Keys& keys) {
    model::MasterCustomer master;
    master.entity = area;
    master.account = account;
    master.country = keys.country;
    master.postal_code = keys.postal_code;
    model::Record record;
    record.ref = {"erp", "customer", absl::StrCat(area, ":", account)};
    record.body = master;
    if (!keys.number.empty()) {
      record.fields.AddString("CustomerAccount", keys.number);
    }
    return Add(std::move(record), keys, "PrimaryContactEmail",
               "TaxExemptNumber");
  }

  index::RowIndex Account(const std::string& id, const Keys& keys) {
    model::UpstreamCustomer customer;
    customer.country = keys.country;
    customer.postal_code = keys.postal_code;
    model::Record record;
    record.ref = {"crm", "account", id};
    record.fields.Add("customertypecode",
                      {model::FieldValue::Type::kNumber, "3"});
    record.body = customer;
    if (!keys.number.empty()) {
      record.fields.AddString("accountnumber", keys.number);
    }
    return Add(std::move(record), keys, "emailaddress1",
               "msdyn_taxexemptnumber");
  }

  MatchResult MatchOf(index::RowIndex row,
                      model::KeyKinds kinds = model::KeyKinds::All()) const {
    return Match(world_, SubjectOf(world_, row, kNow), kinds, kNow);
  }

 private:
  index::RowIndex Add(model::Record record, const Keys& keys,
                      const std::string& email, const std::string& tax_id) {
    record.name = keys.name;
    if (!keys.email.empty()) record.fields.AddString(email, keys.email);
    if (!keys.tax_id.empty()) record.fields.AddString(tax_id, keys.tax_id);
    record.fields.Sort();
    world_.Apply(std::monostate(),
                 index::DeriveFacts(world_.rulebook(), record));
    const auto row = world_.FindRow(world_.rulebook().RecordId(record.ref));
    LF_CHECK(row != index::kNone);
    return row;
  }

  index::World world_;
};

const char kMail[] = "ann@contoso-mail.com";

TEST(MatchTest, FindsTheMasterInEachEntity) {
  Town town;
  const auto ann = town.Account("a", {kMail, ""});
  const auto us = town.Master("ustr", "C-1", {"Ann@Contoso-Mail.com", ""});
  const auto ca = town.Master("catr", "C-1", {kMail, ""});
  town.Master("ustr", "C-2", {"bob@contoso-mail.com", ""});
  const MatchResult result = town.MatchOf(ann);
  ASSERT_EQ(result.masters.size(), 2u);
  EXPECT_EQ(result.masters[0].row, us);
  EXPECT_EQ(result.masters[1].row, ca);
  EXPECT_TRUE(result.several.empty());
  EXPECT_TRUE(town.MatchOf(ann, model::KeyKinds().With(model::KeyKind::kTaxId))
                  .masters.empty());
}

TEST(MatchTest, TrustsAnAddressBelowTheHubLimitOnly) {
  for (int holders : {1, 3, 4, 5}) {
    SCOPED_TRACE(holders);
    Town town;
    const auto ann = town.Account("a", {kMail, ""});
    for (int i = 0; i < holders; ++i) {
      town.Master("ustr", absl::StrCat("C-", i), {kMail, ""});
    }
    const MatchResult result = town.MatchOf(ann);
    EXPECT_EQ(result.hub, holders >= 4);
    EXPECT_EQ(static_cast<int>(result.masters.size()),
              holders >= 4 ? 0 : holders);
    EXPECT_EQ(result.several.empty(), holders != 3);
  }
}

TEST(MatchTest, CountsHoldersWithinOneEntityOrSource) {
  Town town;
  const auto ann = town.Account("a", {kMail, ""});
  for (int i = 0; i < 3; ++i) {
    town.Master("ustr", absl::StrCat("C-", i), {kMail, ""});
    town.Master("catr", absl::StrCat("C-", i), {kMail, ""});
  }
  town.Account("b", {kMail, ""});
  town.Account("c", {kMail, ""});
  EXPECT_EQ(town.MatchOf(ann).masters.size(), 6u);
  town.Account("d", {kMail, ""});
  EXPECT_TRUE(town.MatchOf(ann).hub);
}

TEST(MatchTest, LeavesCatchAllCustomersOut) {
  Town town;
  const auto ann = town.Account("a", {kMail, ""});
  town.Master("ustr", "WEB-DEFAULT", {kMail, ""});
  const MatchResult result = town.MatchOf(ann);
  EXPECT_TRUE(result.masters.empty());
  EXPECT_EQ(result.catch_all, index::EntitySet({kUs}));
}

TEST(MatchTest, RejectsAMasterWithAnotherTaxIdOfTheSameIssuer) {
  const struct {
    const char* tax_id;
    const char* country;
    bool accepted;
  } kCases[] = {
      {"DE136695976", "DE", true},   // the same
      {"136695976", "DE", true},     // the same in another spelling
      {"DE129390950", "DE", false},  // another
      {"DE136695977", "DE", true},   // none: bad checksum
      {"GB242338087", "GB", true},   // another issuer
      {"", "DE", true},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.tax_id);
    Town town;
    const auto ann = town.Account("a", {kMail, "DE136695976", "DE"});
    town.Master("ustr", "C-1", {kMail, test.tax_id, test.country});
    const MatchResult result = town.MatchOf(ann);
    EXPECT_EQ(result.masters.size(), test.accepted ? 1u : 0u);
    EXPECT_EQ(result.conflicting.empty(), test.accepted);
    // A key that is not asked for cannot contradict either.
    EXPECT_EQ(town.MatchOf(ann, model::KeyKinds().With(model::KeyKind::kEmail))
                  .masters.size(),
              1u);
  }
}

TEST(MatchTest, SeesNoClashInABranchNorAMatch) {
  Town town;
  const auto ann = town.Account("a", {kMail, "GB242338087388", "GB"});
  town.Master("ustr", "C-1", {kMail, "GB242338087", "GB"});
  town.Master("catr", "C-1", {"", "GB242338087", "GB"});
  const MatchResult result = town.MatchOf(ann);
  ASSERT_EQ(result.masters.size(), 1u);
  EXPECT_EQ(result.masters[0].matched_on,
            model::KeyKinds().With(model::KeyKind::kEmail));
  EXPECT_TRUE(result.conflicting.empty());
}

TEST(MatchTest, AsksMoreOfAWeakTaxId) {
  const struct {
    const char* what;
    Keys master;
    bool accepted;
  } kCases[] = {
      {"name", {"", "942404110", "US", "CONTOSO, Inc."}, true},
      {"postcode", {"", "942404110", "US", "Other", "98052"}, true},
      {"neither", {"", "942404110", "US", "Other", "10001"}, false},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.what);
    Town town;
    const auto ann =
        town.Account("a", {"", "94-2404110", "US", "Contoso", "98052"});
    town.Master("ustr", "C-1", test.master);
    EXPECT_EQ(town.MatchOf(ann).masters.size(), test.accepted ? 1u : 0u);
    EXPECT_EQ(town.MatchOf(ann).weak.empty(), test.accepted);
  }
}

TEST(MatchTest, TakesAWeakTaxIdOnlyWhenItIsUniqueOnBothSides) {
  const Keys contoso{"", "94-2404110", "US", "Contoso", "98052"};
  Town masters;
  auto ann = masters.Account("a", contoso);
  masters.Master("ustr", "C-1", contoso);
  masters.Master("catr", "C-1", contoso);
  EXPECT_EQ(masters.MatchOf(ann).masters.size(), 2u);
  masters.Master("ustr", "C-2", contoso);
  EXPECT_EQ(masters.MatchOf(ann).weak, index::EntitySet({kUs}));
  EXPECT_EQ(masters.MatchOf(ann).masters.size(), 1u);

  Town accounts;
  ann = accounts.Account("a", contoso);
  accounts.Account("b", contoso);
  accounts.Master("catr", "C-1", contoso);
  EXPECT_TRUE(accounts.MatchOf(ann).masters.empty());
  EXPECT_EQ(accounts.MatchOf(ann).weak, index::EntitySet({kCa}));
}

TEST(MatchTest, FlagsKeysThatLeadToDifferentMasters) {
  Town town;
  const auto ann = town.Account("a", {kMail, "DE136695976", "DE"});
  town.Master("ustr", "C-1", {kMail, "", "DE"});
  town.Master("ustr", "C-2", {"", "DE136695976", "DE"});
  const MatchResult result = town.MatchOf(ann);
  EXPECT_EQ(result.masters.size(), 2u);
  EXPECT_EQ(result.keys_disagree, index::EntitySet({kUs}));
  EXPECT_TRUE(result.several.empty());
}

TEST(MatchTest, OwnIdTellsNothing) {
  Town town;
  EXPECT_FALSE(town.MatchOf(town.Account("a", {})).telling_key);
  EXPECT_FALSE(town.MatchOf(town.Account("b", {"n/a", "PENDING"})).telling_key);
  EXPECT_TRUE(town.MatchOf(town.Account("c", {kMail, ""})).telling_key);
  EXPECT_TRUE(town.MatchOf(town.Account("d", {"", "94-2404110"})).telling_key);
}

TEST(MatchTest, FlagsAMasterThatCarriesSomebodyElsesId) {
  Town town;
  const auto ann = town.Account("a", {.email = kMail, .number = "C-1"});
  const auto bob =
      town.Account("b", {.email = "bob@contoso-mail.com", .number = "C-2"});
  const auto master =
      town.Master("ustr", "C-2", {.email = kMail, .number = "C-2"});
  const MatchResult result = town.MatchOf(ann);
  ASSERT_EQ(result.masters.size(), 1u);
  ASSERT_EQ(result.foreign_ids.size(), 1u);
  EXPECT_EQ(result.foreign_ids[0].master, master);
  EXPECT_EQ(result.foreign_ids[0].customer, bob);
  // Whose id it is has nothing to fear, and who may not look at ids says
  // nothing about them.
  EXPECT_TRUE(town.MatchOf(bob).foreign_ids.empty());
  EXPECT_TRUE(town.MatchOf(ann, model::KeyKinds().With(model::KeyKind::kEmail))
                  .foreign_ids.empty());
}

TEST(MatchTest, AnIdThatNobodyHoldsIsNobodyElses) {
  Town town;
  const auto ann = town.Account("a", {.email = kMail, .number = "C-1"});
  town.Master("ustr", "C-2", {.email = kMail, .number = "C-2"});
  EXPECT_TRUE(town.MatchOf(ann).foreign_ids.empty());
}

TEST(MatchTest, AnExternalIdOfElevenProvesNothing) {
  Town town;
  index::RowIndex last = index::kNone;
  for (int i = 0; i < 10; ++i) {
    last = town.Account(absl::StrCat("a", i), {.number = "C-1"});
  }
  town.Master("ustr", "C-1", {.number = "C-1"});
  EXPECT_EQ(town.MatchOf(last).masters.size(), 1u);
  last = town.Account("b", {.number = "C-1"});
  EXPECT_TRUE(town.MatchOf(last).hub);
  EXPECT_TRUE(town.MatchOf(last).masters.empty());
}

}  // namespace
}  // namespace landfall::match
