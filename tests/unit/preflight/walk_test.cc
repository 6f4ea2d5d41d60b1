#include "server/preflight/walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace landfall::preflight {
namespace {

using Kind = Finding::Kind;
using MapRow = std::map<std::string, std::string>;

const char kTermsId[] = "f0000000-0000-0000-0000-000000000001";

std::string NameOf(Kind kind) {
  switch (kind) {
    case Kind::kMapStopped:
      return "map stopped";
    case Kind::kFiltered:
      return "filtered";
    case Kind::kNoCompany:
      return "no company";
    case Kind::kEmpty:
      return "empty";
    case Kind::kUnknownValue:
      return "unknown";
    case Kind::kNeedsMap:
      return "needs map";
  }
  return "";
}

class WalkTest : public ::testing::Test {
 protected:
  // What would stop the row, a text for each.
  std::string Walked(const std::string& map_name, const std::string& type,
                     const MapRow& row) {
    model::Record record;
    record.ref = {"crm", type, "1"};
    for (const auto& [path, text] : row) record.fields.AddString(path, text);
    record.fields.Sort();
    std::vector<std::string> texts;
    for (const TableMaps::Entry& entry : maps_.all()) {
      if (entry.map->Name() != map_name) continue;
      for (const Finding& finding : Go(entry, record)) {
        std::string text = NameOf(finding.kind);
        if (finding.field != nullptr) {
          absl::StrAppend(&text, " ", finding.field->master_field);
        }
        if (!finding.value.empty()) absl::StrAppend(&text, " ", finding.value);
        if (!finding.clause.empty()) {
          absl::StrAppend(&text, " ", finding.clause);
        }
        if (finding.needs != nullptr) {
          absl::StrAppend(&text, " of ", finding.needs->Name());
        }
        texts.push_back(text);
      }
    }
    return absl::StrJoin(texts, "; ");
  }

  std::vector<Finding> Go(const TableMaps::Entry& entry,
                          const model::Record& record) {
    const auto known = [this](absl::string_view set,
                              absl::string_view code) -> std::optional<bool> {
      const auto it = lists_.find(std::string(set));
      if (it == lists_.end()) return std::nullopt;
      return it->second == code;
    };
    const auto resolve = [](absl::string_view set, absl::string_view id) {
      return std::string(set == "payment_terms" && id == kTermsId ? "Net45"
                                                                  : "");
    };
    const auto runs =
        [this](const model::TableMap& map) -> std::optional<bool> {
      const auto it = runs_.find(map.entity);
      if (it == runs_.end()) return std::nullopt;
      return it->second;
    };
    return Walk(maps_, entry, record, known, resolve, runs);
  }

  TableMaps maps_{BuiltInTableMaps()};
  std::map<std::string, std::string> lists_;  // the one code of each set
  std::map<std::string, bool> runs_;
};

MapRow With(MapRow row, const MapRow& more) {
  for (const auto& [path, text] : more) row[path] = text;
  return row;
}

const MapRow& Account() {
  static const auto* const row = new MapRow{
      {"customertypecode", "3"},
      {"_msdyn_company_value", "d0000000-0000-0000-0000-000000000001"},
      {"msdyn_customergroupid.msdyn_groupid", "RETAIL"},
      {"transactioncurrencyid.isocurrencycode", "USD"}};
  return *row;
}

// For each of the eleven maps a row that would arrive, and one that would not.
TEST_F(WalkTest, TellsOfEveryMapWhatStopsARow) {
  lists_["customer_group"] = "RETAIL";
  lists_["payment_terms"] = "Net30";
  lists_["payment_method"] = "CARD";
  lists_["payment_day"] = "FRIDAY";
  lists_["payment_schedule"] = "FOUR";
  const MapRow contact = {{"msdyn_sellable", "true"},
                          {"msdyn_contactpersonid", "P-1"},
                          {"msdyn_customergroupid.msdyn_groupid", "RETAIL"},
                          {"transactioncurrencyid.isocurrencycode", "USD"}};
  const MapRow vendor_contact = {{"msdyn_contactforvendor", "true"},
                                 {"msdyn_sellable", "false"},
                                 {"msdyn_contactpersonid", "P-1"},
                                 {"msdyn_partynumber", "9"}};
  const struct {
    const char* map;
    const char* type;
    MapRow good;
    MapRow bad;
    const char* stops;
  } cases[] = {
      {"Customers V3 (accounts)", "account", Account(),
       With(Account(), {{"msdyn_customergroupid.msdyn_groupid", "GOLD"}}),
       "unknown CustomerGroupId GOLD"},
      {"Customers V3 (contacts)", "contact", contact,
       With(contact, {{"transactioncurrencyid.isocurrencycode", ""}}),
       "empty SalesCurrencyCode"},
      {"CDS Contacts V2 (contacts)", "contact", vendor_contact,
       With(vendor_contact, {{"msdyn_partynumber", ""}}),
       "empty ContactPersonPartyNumber"},
      {"Customer groups (msdyn_customergroups)",
       "customer_group",
       {{"msdyn_groupid", "GOLD"}, {"_msdyn_paymenttermid_value", ""}},
       {{"msdyn_groupid", "GOLD"}, {"_msdyn_paymenttermid_value", kTermsId}},
       "unknown PaymentTermId Net45"},
      {"Terms of payment (msdyn_paymentterms)",
       "payment_terms",
       {{"msdyn_name", "N30"}, {"msdyn_paymentdayname.msdyn_name", "FRIDAY"}},
       {{"msdyn_name", "N30"}, {"msdyn_paymentdayname.msdyn_name", "MONDAY"}},
       "unknown PaymentDayName MONDAY"},
      {"Customer payment method (msdyn_customerpaymentmethods)",
       "payment_method",
       {{"msdyn_name", "CARD"}},
       {{"msdyn_name", "CARD"}, {"_msdyn_company_value", ""}},
       "no company"},
      {"Payment days CDS (msdyn_paymentdays)",
       "payment_day",
       {{"msdyn_name", "FRIDAY"}},
       {{"msdyn_description", "Fridays"}},
       "empty Name"},
      {"Payment day lines CDS V2 (msdyn_paymentdaylines)",
       "payment_day_line",
       {{"msdyn_paymentday.msdyn_name", "FRIDAY"}, {"msdyn_linenumber", "1"}},
       {{"msdyn_paymentday.msdyn_name", "SUNDAY"}, {"msdyn_linenumber", "1"}},
       "unknown Name SUNDAY"},
      {"Payment schedule (msdyn_paymentschedules)",
       "payment_schedule",
       {{"msdyn_name", "FOUR"}},
       {{"msdyn_name", " "}},
       "empty Name"},
      {"Payment schedule lines (msdyn_paymentschedulelines)",
       "payment_schedule_line",
       {{"msdyn_paymentschedule.msdyn_name", "FOUR"},
        {"msdyn_linenumber", "1"}},
       {{"msdyn_paymentschedule.msdyn_name", "FOUR"}},
       "empty LineNumber"},
      {"Name affixes (msdyn_nameaffixes)",
       "name_affix",
       {{"msdyn_affix", "Dr."}, {"_msdyn_company_value", ""}},
       {{"msdyn_affix", ""}},
       "empty Affix"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.map);
    EXPECT_EQ(Walked(test.map, test.type, test.good), "");
    EXPECT_EQ(Walked(test.map, test.type, test.bad), test.stops);
  }
}

TEST_F(WalkTest, SaysNothingElseOfARowThatIsNotSent) {
  MapRow row = Account();
  row["customertypecode"] = "8";
  row.erase("msdyn_customergroupid.msdyn_groupid");
  EXPECT_EQ(Walked("Customers V3 (accounts)", "account", row),
            "filtered customertypecode eq 3");
  EXPECT_EQ(Walked("CDS Contacts V2 (contacts)", "contact",
                   {{"msdyn_contactforvendor", "false"}}),
            "filtered msdyn_contactforvendor eq true");
}

TEST_F(WalkTest, MakesNoFindingOfWhatNobodyKnows) {
  // No list of the ledger was read, no state of a map; the id explains nothing.
  MapRow row = Account();
  row["msdyn_customergroupid.msdyn_groupid"] = "GOLD";
  row["_msdyn_paymentterm_value"] = "f0000000-0000-0000-0000-000000000099";
  EXPECT_EQ(Walked("Customers V3 (accounts)", "account", row), "");
  lists_["payment_terms"] = "Net30";
  EXPECT_EQ(Walked("Customers V3 (accounts)", "account", row), "");
  // A row that has not the column may name a company.
  row.erase("_msdyn_company_value");
  EXPECT_EQ(Walked("Customers V3 (accounts)", "account", row), "");
  // An id that nothing explains fills a mandatory field, a form's name of a
  // currency too.
  row.erase("msdyn_customergroupid.msdyn_groupid");
  row["_msdyn_customergroupid_value"] = "f0000000-0000-0000-0000-000000000098";
  row.erase("transactioncurrencyid.isocurrencycode");
  row["transactioncurrencyid"] = "US Dollar";
  EXPECT_EQ(Walked("Customers V3 (accounts)", "account", row), "");
}

TEST_F(WalkTest, NamesMapsThatStandStill) {
  runs_["Customers V3"] = false;
  runs_["Customer groups"] = false;
  runs_["Terms of payment"] = false;
  EXPECT_EQ(Walked("Customers V3 (accounts)", "account", Account()),
            "map stopped; needs map CustomerGroupId RETAIL of Customer groups "
            "(msdyn_customergroups)");
  runs_["Customers V3"] = true;
  runs_["Customer groups"] = true;
  EXPECT_EQ(Walked("Customers V3 (accounts)", "account", Account()), "");
  // Only what the row needs has to be brought.
  MapRow row = Account();
  row["_msdyn_paymentterm_value"] = kTermsId;
  EXPECT_EQ(Walked("Customers V3 (accounts)", "account", row),
            "needs map PaymentTerms Net45 of Terms of payment "
            "(msdyn_paymentterms)");
}

}  // namespace
}  // namespace landfall::preflight
