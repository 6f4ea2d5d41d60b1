#include "server/normalize/record_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landfall::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kGuid[] = "11111111-aaaa-4bbb-8ccc-0123456789ab";
constexpr char kLoudGuid[] = "{11111111-AAAA-4BBB-8CCC-0123456789AB}";

model::Source Source(const std::string& id, model::System system) {
  model::Source source;
  source.id = id;
  source.system = system;
  return source;
}

// One Business Central with two companies, one with a single one.
model::Settings Settings() {
  model::Settings settings;
  settings.sources = {Source("bc", model::System::kBusinessCentral),
                      Source("one", model::System::kBusinessCentral),
                      Source("erp", model::System::kFinanceOperations),
                      Source("crm", model::System::kDataverse),
                      Source("shop", model::System::kShopify),
                      Source("b2b", model::System::kBigCommerce)};
  settings.legal_entities = {
      {"UKCO", "UK Trade", "GB", "", "bc", "UK Trade: Ltd"},
      {"IECO", "IE Trade", "IE", "", "bc", kGuid},
      {"FRCO", "FR Trade", "FR", "", "one", "FR Trade SARL"},
      {"USTR", "US Trade", "US", "", "erp", ""}};
  return settings;
}

std::string IdOf(const std::string& source, const std::string& type,
                 const std::string& id) {
  const model::Settings settings = Settings();
  const auto read =
      CanonicalId(settings, *settings.FindSource(source), type, id);
  return read.ok() ? *read : std::string(read.status().message());
}

TEST(RecordIdTest, PutsTheLegalEntityInFrontOfASystemId) {
  const std::string uk = std::string("ukco:") + kGuid;
  for (const char* company :
       {"ukco", "UKCO", "uk trade", "UK Trade: Ltd", " UKCO "}) {
    SCOPED_TRACE(company);
    EXPECT_EQ(IdOf("bc", "customer", std::string(company) + ":" + kGuid), uk);
    EXPECT_EQ(IdOf("bc", "customer", std::string(company) + ":" + kLoudGuid),
              uk);
  }
  EXPECT_EQ(IdOf("bc", "customer", std::string(kGuid) + ":" + kGuid),
            std::string("ieco:") + kGuid);
  EXPECT_EQ(IdOf("bc", "customer", "UK Trade:C1"), "ukco:C1");
  // No legal entity of ours; a customer of it is held all the same.
  EXPECT_EQ(IdOf("bc", "customer", std::string("CRONUS:") + kLoudGuid),
            std::string("cronus:") + kGuid);
}

TEST(RecordIdTest, TakesASystemIdAloneWhereItSaysEnough) {
  EXPECT_EQ(IdOf("one", "customer", kLoudGuid), std::string("frco:") + kGuid);
  EXPECT_THAT(IdOf("bc", "customer", kGuid),
              HasSubstr("<legal entity id>:<system id>"));
  EXPECT_THAT(IdOf("one", "customer", "C1"), HasSubstr("not an id"));
}

TEST(RecordIdTest, KnowsGuestsOfShopsOnly) {
  const std::string guest = "guest-0123456789abcdef";
  for (const char* shop : {"shop", "b2b"}) {
    EXPECT_EQ(IdOf(shop, "customer", guest), guest);
    EXPECT_EQ(IdOf(shop, "customer", " GUEST-0123456789ABCDEF"), guest);
    for (const char* bad :
         {"guest-", "guest-0123456789abcde", "guest-0123456789abcdeg",
          "guest-0123456789abcdef0"}) {
      EXPECT_THAT(IdOf(shop, "customer", bad), HasSubstr("16 hex digits"));
    }
    EXPECT_THAT(IdOf(shop, "order", guest), HasSubstr("not an id"));
  }
  EXPECT_THAT(IdOf("crm", "account", guest), HasSubstr("not a GUID"));
  const model::Settings settings = Settings();
  EXPECT_TRUE(IsGuestId(*settings.FindSource("shop"), "customer", guest));
  EXPECT_FALSE(IsGuestId(*settings.FindSource("shop"), "customer", "71"));
  EXPECT_FALSE(IsGuestId(*settings.FindSource("crm"), "customer", guest));
}

TEST(RecordIdTest, LeavesTheOtherIdsToTheirSystems) {
  EXPECT_EQ(IdOf("shop", "customer", "gid://shopify/Customer/71"), "71");
  EXPECT_EQ(IdOf("crm", "account", kLoudGuid), kGuid);
  EXPECT_EQ(IdOf("erp", "customer", "USTR:C-1"), "ustr:C-1");
  EXPECT_EQ(IdOf("bc", "sync_error", kLoudGuid), kGuid);
  EXPECT_EQ(IdOf("bc", "error_event", "run 7"), "run 7");
}

TEST(RecordIdTest, AnEventMayMeanSeveral) {
  const model::Settings settings = Settings();
  const auto meant = [&](const char* id, const char* entity) {
    return MeantIds(settings, *settings.FindSource("bc"), "customer", id,
                    entity);
  };
  const std::string uk = std::string("ukco:") + kGuid;
  const std::string ie = std::string("ieco:") + kGuid;
  EXPECT_THAT(meant(kLoudGuid, ""), ElementsAre(uk, ie));
  EXPECT_THAT(meant(kGuid, "elsewhere"), ElementsAre(uk, ie));
  EXPECT_THAT(meant(kGuid, "ie trade"), ElementsAre(ie));
  EXPECT_THAT(meant(ie.c_str(), "UKCO"), ElementsAre(ie));
  EXPECT_THAT(meant("none", ""), ElementsAre("none"));
}

TEST(RecordIdTest, ReadsARecordOfAnEarlierVersion) {
  const model::Settings settings = Settings();
  const model::Source& source = *settings.FindSource("bc");
  model::Record record;
  record.ref = {"bc", "customer", kGuid};
  model::MasterCustomer customer;
  customer.entity = "IE Trade";
  record.body = customer;
  EXPECT_EQ(*CanonicalId(settings, source, record),
            std::string("ieco:") + kGuid);
  record.ref.id = std::string("once:") + kGuid;
  EXPECT_EQ(*CanonicalId(settings, source, record),
            std::string("ieco:") + kGuid);
}

}  // namespace
}  // namespace landfall::normalize
