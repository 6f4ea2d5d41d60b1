#include "server/preflight/map_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/preflight/table_maps.h"

namespace landfall::preflight {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(const std::string& text) {
  const auto maps = WithMapFile(text, "maps.txt");
  return maps.ok() ? "" : std::string(maps.status().message());
}

constexpr char kMap[] = "[Own V1 | new_things]\ntype customer_group\n";

TEST(MapFileTest, ReadsWhatItSays) {
  const auto sections = ParseMapFile(
      "# a comment\n"
      "[Customers V3 | accounts]\r\n"
      "type account\n"
      "company no\n"
      "sends customertypecode eq 3\n"
      "CustomerAccount = accountnumber code mandatory\n"
      "  PersonGender  ><  gendercode choice values:Male=1,Unknown=\n"
      "PaymentTerms < msdyn_paymentterm.msdyn_name lookup:payment_terms\n"
      "LanguageId << none constant:en-us\n"
      "none >> customertypecode constant:3\n",
      "maps.txt");
  ASSERT_TRUE(sections.ok()) << sections.status();
  ASSERT_EQ(sections->size(), 1u);
  const model::TableMap& map = (*sections)[0].map;
  EXPECT_EQ(map.Name(), "Customers V3 (accounts)");
  EXPECT_EQ(map.type, "account");
  EXPECT_FALSE(map.of_company);
  EXPECT_EQ(map.sends, "customertypecode eq 3");
  ASSERT_EQ(map.fields.size(), 5u);
  EXPECT_TRUE(map.fields[0].mandatory);
  EXPECT_EQ(map.fields[0].kind, model::FieldKind::kCode);
  EXPECT_EQ(map.fields[1].values.size(), 2u);
  EXPECT_EQ(map.fields[1].values[1].first, "Unknown");
  EXPECT_EQ(map.fields[1].values[1].second, "");
  EXPECT_EQ(map.fields[2].flow, model::MapFlow::kToMaster);
  EXPECT_EQ(map.fields[2].lookup, "payment_terms");
  EXPECT_EQ(map.fields[3].upstream_field, "");
  EXPECT_EQ(map.fields[3].constant, "en-us");
  EXPECT_EQ(map.fields[4].master_field, "");
  for (size_t i = 0; i < map.fields.size(); ++i) {
    const char* const symbols[] = {"=", "><", "<", "<<", ">>"};
    EXPECT_EQ(model::MapSymbol(map.fields[i]), symbols[i]);
  }
}

TEST(MapFileTest, RefusesWhatItDoesNotUnderstand) {
  const struct {
    std::string text;
    std::string problem;
  } cases[] = {
      {"type account\n", "maps.txt:1: a map begins with ["},
      {"[Customers V3]\n", "maps.txt:1: a map begins with ["},
      {"[ | accounts]\n", "must have a name"},
      {"[Own V1 | new_things]\nA = b\n", "needs type: "},
      {"[Own V1 | new_things]\ntype accont\n", "did you mean account?"},
      {"[Own V1 | new_things]\ntype salesorder\n", "they are account, contact"},
      {absl::StrCat(kMap, "company maybe\n"), "company: must be yes or no"},
      {absl::StrCat(kMap, "sends a eq\n"), "maps.txt:3: sends: "},
      {absl::StrCat(kMap, "colour red\n"), "unknown \"colour\"; allowed are"},
      {absl::StrCat(kMap, "sends\n"), "sends: must have a value"},
      {absl::StrCat(kMap, "A =\n"), "A: the field of Dataverse is missing"},
      {absl::StrCat(kMap, "none = none\n"), "must have a name"},
      {absl::StrCat(kMap, "A = b big\n"), "A: unknown word \"big\"; allowed"},
      {absl::StrCat(kMap, "A = b lookup:colour\n"),
       "maps.txt:3: A: lookup: \"colour\" is no record type"},
      {absl::StrCat(kMap, "A >< b values:Yes\n"),
       "A: values: must be <theirs>=<ours>"},
      {absl::StrCat(kMap, "A = b\nA = b\n"), "maps.txt:4: A: comes twice"},
      {absl::StrCat(kMap, kMap), "map Own V1 (new_things) comes twice"},
      {absl::StrCat(kMap, "A = ", std::string(5000, 'b'), "\n"),
       "longer than 4096 bytes"},
      {std::string(kMostMapBytes + 1, '#'), "longer than 1048576 bytes"},
      {"[Own V1 | new_things]\nextends yes\n", "extends no shipped map"},
      {"[Customers V3 | accounts]\nextends yes\nwithout Colour\n",
       "the map has no field \"Colour\""},
      {"[Customers V3 | accounts]\ntype account\nwithout CreditLimit\n",
       "only of a map that extends one"},
  };
  for (const auto& test : cases) {
    EXPECT_THAT(ErrorOf(test.text), HasSubstr(test.problem))
        << test.text.substr(0, 200);
  }
}

TEST(MapFileTest, HasABoundOfFields) {
  std::string text = kMap;
  for (size_t i = 0; i <= kMostMappedFields; ++i) {
    absl::StrAppend(&text, "F", i, " = f", i, "\n");
  }
  EXPECT_THAT(ErrorOf(text), HasSubstr("more than 1000 fields"));
}

TEST(MapFileTest, ExtendsAndReplacesWhatIsShipped) {
  const size_t shipped = BuiltInTableMaps()[0].fields.size();
  const auto maps = WithMapFile(
      "[Customers V3 | accounts]\n"
      "extends yes\n"
      "without PrimaryContactEmail telephone1\n"
      "CreditLimit > creditlimit number\n"
      "Segment = new_segment mandatory\n"
      "[Name affixes | msdyn_nameaffixes]\n"
      "type name_affix\n"
      "Affix = msdyn_affix\n"
      "[Own V1 | new_things]\n"
      "type customer_group\n",
      "maps.txt");
  ASSERT_TRUE(maps.ok()) << maps.status();
  EXPECT_EQ(maps->size(), BuiltInTableMaps().size() + 1);
  const model::TableMap& accounts = (*maps)[0];
  EXPECT_EQ(accounts.fields.size(), shipped - 1);
  EXPECT_EQ(accounts.sends, "customertypecode eq 3");
  for (const model::MappedField& field : accounts.fields) {
    EXPECT_NE(field.master_field, "PrimaryContactEmail");
    EXPECT_NE(field.upstream_field, "telephone1");
    if (field.master_field == "CreditLimit") {
      EXPECT_EQ(field.flow, model::MapFlow::kToUpstream);
    }
  }
  EXPECT_EQ(accounts.fields.back().master_field, "Segment");
  for (const model::TableMap& map : *maps) {
    if (map.entity == "Name affixes") {
      EXPECT_EQ(map.fields.size(), 1u);
      EXPECT_TRUE(map.of_company);
    }
  }
}

TEST(BuiltInTableMapsTest, AreTheElevenOfCustomers) {
  const std::vector<model::TableMap>& maps = BuiltInTableMaps();
  EXPECT_EQ(maps.size(), 11u);
  size_t fields = 0;
  for (const model::TableMap& map : maps) fields += map.fields.size();
  EXPECT_EQ(fields, 191u);
  const TableMaps known(maps);
  for (const char* type : {"account", "contact"}) {
    ASSERT_NE(known.OfCustomers(type), nullptr) << type;
    EXPECT_NE(known.SendFilter(type), nullptr) << type;
  }
  for (const char* type :
       {"customer_group", "payment_terms", "payment_method", "payment_day",
        "payment_day_line", "payment_schedule", "payment_schedule_line",
        "name_affix"}) {
    EXPECT_NE(known.OfReference(type), nullptr) << type;
    EXPECT_EQ(known.OfCustomers(type), nullptr) << type;
  }
  EXPECT_EQ(known.OfReference("account"), nullptr);
}

}  // namespace
}  // namespace landfall::preflight
