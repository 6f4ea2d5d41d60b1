#include "server/drift/compare.h"

#include <gtest/gtest.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/preflight/table_maps.h"

namespace landfall::drift {
namespace {

using Value = std::optional<std::string>;  // nullopt: the column was not read

const char kTermsId[] = "f0000000-0000-0000-0000-000000000001";

std::string NoCode(absl::string_view, absl::string_view) { return ""; }
std::string Net30(absl::string_view set, absl::string_view id) {
  return set == "payment_terms" && id == kTermsId ? "NET30" : "";
}

model::Record RecordWith(const std::string& path, const Value& value) {
  model::Record record;
  if (value) record.fields.AddString(path, *value);
  record.fields.Sort();
  return record;
}

// "DeliveryAddressCity: Oslo|Bergen" for each field that differs.
std::string Told(const std::string& type, const std::string& ours,
                 const Value& a, const std::string& theirs, const Value& b,
                 preflight::ResolveLookup resolve = NoCode) {
  const preflight::TableMaps maps(preflight::BuiltInTableMaps());
  const model::TableMap& map = *maps.OfCustomers(type)->map;
  const model::Record upstream = RecordWith(ours, a);
  const model::Record master = RecordWith(theirs, b);
  std::vector<std::string> told;
  for (const Difference& found : Compare(map, upstream, master, resolve)) {
    told.push_back(absl::StrCat(found.field->master_field, ": ", found.upstream,
                                "|", found.master));
  }
  EXPECT_EQ(Differ(map, upstream, master, resolve), !told.empty());
  return absl::StrJoin(told, "; ");
}

TEST(CompareTest, ComparesWhatTheKindOfAFieldMeans) {
  const struct {
    const char* ours;
    const char* a;
    const char* theirs;
    const char* b;
    bool differ;
  } cases[] = {
      {"address1_city", "Oslo", "DeliveryAddressCity", "Oslo", false},
      {"address1_city", " OSLO ", "DeliveryAddressCity", "Oslo", false},
      {"address1_city", "New\t York", "DeliveryAddressCity", "new york", false},
      {"address1_city", "ÅLESUND", "DeliveryAddressCity", "ålesund", false},
      {"address1_city", "Ålesund", "DeliveryAddressCity", "Alesund", true},
      {"address1_city", "Oslo", "DeliveryAddressCity", "Bergen", true},
      {"address1_city", "", "DeliveryAddressCity", "Bergen", true},
      {"address1_city", "Oslo", "DeliveryAddressCity", " ", true},
      {"address1_city", "", "DeliveryAddressCity", " ", false},
      {"address1_line1", "1 Main St\r\nFloor 2", "DeliveryAddressStreet",
       "1 Main St\nFloor 2", false},
      {"creditlimit", "1000", "CreditLimit", "1000.00", false},
      {"creditlimit", "", "CreditLimit", "0", false},
      {"creditlimit", "1000", "CreditLimit", "1000.01", true},
      {"address1_latitude", "59.91273", "DeliveryAddressLatitude",
       "59.9127300001", false},
      {"msdyn_onetimecustomer", "true", "IsOneTimeCustomer", "Yes", false},
      {"msdyn_onetimecustomer", "", "IsOneTimeCustomer", "No", false},
      {"msdyn_onetimecustomer", "false", "IsOneTimeCustomer", "Yes", true},
      {"telephone1", "+47 22 00 11", "PrimaryContactPhone", "+47220011", false},
      {"telephone1", "+47 22 00 11", "PrimaryContactPhone", "+47 22 00 12",
       true},
      {"websiteurl", "https://Contoso.com/", "PrimaryContactURL",
       "https://contoso.com", false},
      {"msdyn_partycountry", "NO", "PartyCountry", "NOR", false},
      {"msdyn_partycountry", "Norway", "PartyCountry", "no", false},
      {"msdyn_partycountry", "NO", "PartyCountry", "SWE", true},
      {"msdyn_partycountry", "Atlantis", "PartyCountry", "atlantis", false},
      // No value map says which number is which word.
      {"msdyn_onholdstatus", "192350000", "OnHoldStatus", "No", false},
  };
  for (const auto& test : cases) {
    const std::string told =
        Told("account", test.ours, test.a, test.theirs, test.b);
    EXPECT_EQ(!told.empty(), test.differ)
        << test.ours << " '" << test.a << "' '" << test.b << "': " << told;
  }
}

TEST(CompareTest, TranslatesChoicesByTheirValues) {
  EXPECT_EQ(Told("contact", "gendercode", "1", "PersonGender", "Male"), "");
  EXPECT_EQ(Told("contact", "gendercode", "2", "PersonGender", "Male"),
            "PersonGender: 2|Male");
  EXPECT_EQ(Told("contact", "gendercode", "", "PersonGender", "Unknown"), "");
  EXPECT_EQ(Told("contact", "gendercode", "", "PersonGender", "Female"),
            "PersonGender: |Female");
  EXPECT_EQ(Told("contact", "gendercode", "2", "PersonGender", ""),
            "PersonGender: 2|");
  // A word that the map does not translate says nothing.
  EXPECT_EQ(Told("contact", "gendercode", "1", "PersonGender", "NonSpecific"),
            "");
}

TEST(CompareTest, ComparesOnlyWhatBothHave) {
  EXPECT_EQ(Told("account", "address1_city", std::nullopt,
                 "DeliveryAddressCity", "Oslo"),
            "");
  EXPECT_EQ(Told("account", "address1_city", "Oslo", "DeliveryAddressCity",
                 std::nullopt),
            "");
  // A constant of the map has one side only.
  EXPECT_EQ(Told("account", "customertypecode", "3", "PartyType", "Person"),
            "");
}

TEST(CompareTest, ComparesLookupsByTheirCode) {
  const std::string id = "_msdyn_paymentterm_value";
  const std::string code = "msdyn_paymentterm.msdyn_name";
  EXPECT_EQ(Told("account", code, "net30", "PaymentTerms", "Net30"), "");
  EXPECT_EQ(Told("account", code, "Net45", "PaymentTerms", "Net30"),
            "PaymentTerms: Net45|Net30");
  EXPECT_EQ(Told("account", id, kTermsId, "PaymentTerms", "Net30", Net30), "");
  EXPECT_EQ(Told("account", id, kTermsId, "PaymentTerms", "Net45", Net30),
            "PaymentTerms: NET30|Net45");
  // An id that nothing explains may be anything; none is none.
  EXPECT_EQ(Told("account", id, kTermsId, "PaymentTerms", "Net45"), "");
  EXPECT_EQ(Told("account", id, "", "PaymentTerms", "Net45"),
            "PaymentTerms: |Net45");
}

}  // namespace
}  // namespace landfall::drift
