#include "server/filter/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landfall::filter {
namespace {

using Type = model::FieldValue::Type;

// A record as JSON has it, with the types of the system.
model::Fields JsonFields() {
  model::Fields fields;
  fields.Add("customertypecode", {Type::kNumber, "3"});
  fields.Add("msdyn_sellable", {Type::kBool, "true"});
  fields.Add("donotemail", {Type::kBool, "false"});
  fields.AddString("msdyn_contactpersonid", "P-17");
  fields.AddString("empty", "");
  fields.AddString("name",
                   "Contoso Stra\xC3\x9F"
                   "e");
  fields.AddString("OnHoldStatus", "Yes");
  fields.AddString("accountid", "A1B2C3D4-0000-4000-8000-00000000000F");
  fields.AddString("createdon", "2026-06-09T08:15:30Z");
  fields.Add("creditlimit", {Type::kNumber, "1000.50"});
  fields.Add("exchangerate", {Type::kNumber, "1000.5"});
  fields.AddString("customer.id", "77");
  fields.AddString("padded", "  x ");
  fields.Sort();
  return fields;
}

// The same as a CSV file has it: text only.
model::Fields CsvFields() {
  model::Fields fields;
  fields.AddString("customertypecode", "3");
  fields.AddString("msdyn_sellable", "TRUE");
  fields.AddString("flag", "1");
  fields.AddString("off", "0");
  fields.AddString("no", "No");
  fields.AddString("amount", "1,000");
  fields.AddString("guid", "{a1b2c3d4-0000-4000-8000-00000000000f}");
  fields.AddString("day", "2026-06-09");
  fields.Sort();
  return fields;
}

struct Case {
  const char* filter;
  bool matches;
};

void ExpectAll(const std::vector<Case>& cases, const model::Fields& fields) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.filter);
    const auto filter = Filter::Parse(c.filter);
    ASSERT_TRUE(filter.ok()) << filter.status();
    EXPECT_EQ(filter->Matches(fields), c.matches);
    EXPECT_EQ(filter->FirstFailingClause(fields).has_value(), !c.matches);
  }
}

TEST(FilterTest, EvaluatesTheFiltersOfTheTableMaps) {
  const std::vector<Case> cases = {
      {"customertypecode eq 3", true},
      {"msdyn_sellable eq true and msdyn_contactpersonid ne ''", true},
      {"msdyn_contactforvendor eq true and msdyn_sellable eq false and "
       "msdyn_contactpersonid ne ''",
       false},
  };
  ExpectAll(cases, JsonFields());
  model::Fields bare;
  bare.AddString("msdyn_sellable", "true");
  bare.Sort();
  ExpectAll({{"customertypecode eq 3", false},
             {"msdyn_sellable eq true and msdyn_contactpersonid ne ''", false}},
            bare);
}

TEST(FilterTest, TreatsAnAbsentFieldAsNullAndNullAsEmpty) {
  ExpectAll(
      {
          {"missing eq null", true},
          {"missing ne null", false},
          {"missing eq ''", true},
          {"missing ne ''", false},
          {"empty eq null", true},
          {"empty eq ''", true},
          {"empty eq missing", true},
          {"null eq null", true},
          {"null eq ''", true},
          {"name eq null", false},
          {"name ne null", true},
          {"missing eq 3", false},
          {"missing ne 3", true},
          {"missing eq true", false},
          {"missing eq false", false},
          {"missing gt 0", false},
          {"missing lt 0", false},
          {"missing ge null", false},
          {"empty lt 'a'", false},
          {"contains(missing, 'a')", false},
          {"contains(name, missing)", true},
      },
      JsonFields());
}

TEST(FilterTest, ComparesTextWithoutCase) {
  ExpectAll(
      {
          {"name eq 'CONTOSO STRASSE'", true},
          {"name eq 'contoso stra\xC3\x9F"
           "e'",
           true},
          {"name ne 'Contoso'", true},
          {"name gt 'adatum'", true},
          {"name lt 'adatum'", false},
          {"'contoso' le name", true},
          {"startswith(name, 'CON')", true},
          {"endswith(name, 'SSE')", true},
          {"contains(name,'toso')", true},
          {"contains(name, 'xx')", false},
          {"tolower(name) eq 'CONTOSO STRASSE'", true},
          {"toupper(name) eq name", true},
          {"trim(padded) eq 'x'", true},
          {"padded eq 'x'", false},
          {"contains(tolower(trim(padded)), 'X')", true},
      },
      JsonFields());
}

TEST(FilterTest, ComparesNumbersByValue) {
  ExpectAll(
      {
          {"creditlimit eq 1000.5", true},
          {"creditlimit eq 1000.500", true},
          {"creditlimit eq exchangerate", true},
          {"creditlimit gt 999", true},
          {"creditlimit ge 1000.5", true},
          {"creditlimit lt 1000.5", false},
          {"creditlimit le 1.0005e3", true},
          {"creditlimit gt -1", true},
          {"3 eq customertypecode", true},
          {"4 gt customertypecode", true},
          {"name eq 3", false},
          {"name ne 3", true},
          {"name gt 3", false},
          {"customertypecode eq '3'", true},
      },
      JsonFields());
  ExpectAll({{"customertypecode eq 3", true},
             {"customertypecode eq 3.0", true},
             {"customertypecode gt 2", true},
             {"customertypecode lt 20", true},  // by value, not by letter
             {"amount eq 1000", false}},
            CsvFields());
}

TEST(FilterTest, ReadsBooleansOfEverySpelling) {
  ExpectAll(
      {
          {"msdyn_sellable eq true", true},
          {"msdyn_sellable ne false", true},
          {"donotemail eq false", true},
          {"donotemail eq true", false},
          {"msdyn_sellable", true},
          {"not donotemail", true},
          {"true", true},
          {"false or msdyn_sellable", true},
          {"name eq true", false},
          {"contains(name, 'toso') eq true", true},
          {"contains(name, 'xx') eq false", true},
      },
      JsonFields());
  ExpectAll({{"msdyn_sellable eq true", true},
             {"flag eq true", true},
             {"off eq false", true},
             {"no eq false", true},
             {"off eq true", false}},
            CsvFields());
}

TEST(FilterTest, ReadsEnumLiterals) {
  ExpectAll(
      {
          {"OnHoldStatus eq Microsoft.Dynamics.DataEntities.NoYes'Yes'", true},
          {"OnHoldStatus eq Microsoft.Dynamics.DataEntities.NoYes'No'", false},
          {"OnHoldStatus ne Microsoft.Dynamics.DataEntities.NoYes'No'", true},
          {"OnHoldStatus eq Microsoft.Dynamics.DataEntities.Hold'yes'", true},
          {"msdyn_sellable eq Microsoft.Dynamics.DataEntities.NoYes'Yes'",
           true},
          {"donotemail eq Microsoft.Dynamics.DataEntities.NoYes'No'", true},
          {"missing eq Microsoft.Dynamics.DataEntities.NoYes'No'", false},
          {"name eq Microsoft.Dynamics.DataEntities.NoYes'Yes'", false},
      },
      JsonFields());
}

TEST(FilterTest, ComparesGuidsWithoutCaseAndBraces) {
  ExpectAll(
      {
          {"accountid eq a1b2c3d4-0000-4000-8000-00000000000f", true},
          {"accountid eq A1B2C3D4-0000-4000-8000-00000000000F", true},
          {"accountid eq guid'a1b2c3d4-0000-4000-8000-00000000000f'", true},
          {"accountid eq 'a1b2c3d4-0000-4000-8000-00000000000f'", true},
          {"accountid ne a1b2c3d4-0000-4000-8000-00000000000e", true},
      },
      JsonFields());
  ExpectAll({{"guid eq A1B2C3D4-0000-4000-8000-00000000000F", true}},
            CsvFields());
}

TEST(FilterTest, ComparesTimes) {
  ExpectAll(
      {
          {"createdon ge 2026-06-09", true},
          {"createdon lt 2026-06-10", true},
          {"createdon eq 2026-06-09T10:15:30+02:00", true},
          {"createdon gt 2026-06-09T08:15:30.5Z", false},
          {"name gt 2026-06-09", false},
          {"name ne 2026-06-09", true},
      },
      JsonFields());
  ExpectAll({{"day eq 2026-06-09T00:00:00Z", true}}, CsvFields());
}

TEST(FilterTest, BindsNotBeforeAndBeforeOr) {
  ExpectAll(
      {
          {"true or true and false", true},
          {"(true or true) and false", false},
          {"false and false or true", true},
          {"false and (false or true)", false},
          {"not false and false", false},
          {"not (false and false)", true},
          {"not customertypecode eq 4", true},
          {"not not true", true},
          {"NOT (false) AND true", true},
          {"customertypecode EQ 3", true},
          {"((((customertypecode eq 3))))", true},
      },
      JsonFields());
}

TEST(FilterTest, ReadsPathsAndEscapedQuotes) {
  model::Fields fields;
  fields.AddString("customer.id", "77");
  fields.AddString("name", "O'Neil's");
  fields.AddString("_parentid_value", "x");
  fields.Sort();
  ExpectAll({{"customer.id eq '77'", true},
             {"customer/id eq 77", true},
             {"name eq 'o''neil''s'", true},
             {"  _parentid_value\teq\n'X'  ", true}},
            fields);
}

TEST(FilterTest, NamesTheFirstFailingClause) {
  struct ClauseCase {
    const char* filter;
    const char* clause;
  };
  const model::Fields fields = JsonFields();
  for (const ClauseCase& c : {
           ClauseCase{"msdyn_sellable eq true and missing ne ''",
                      "missing ne ''"},
           ClauseCase{"missing ne '' and donotemail eq true", "missing ne ''"},
           ClauseCase{"customertypecode eq 4", "customertypecode eq 4"},
           ClauseCase{"true and (name eq 'x' or  empty ne null) and false",
                      "(name eq 'x' or  empty ne null)"},
           ClauseCase{"(true and (true and name eq 'x'))", "name eq 'x'"},
           ClauseCase{"false or name eq 'x'", "false or name eq 'x'"},
           ClauseCase{"not (true and true)", "not (true and true)"},
       }) {
    SCOPED_TRACE(c.filter);
    const auto filter = Filter::Parse(c.filter);
    ASSERT_TRUE(filter.ok()) << filter.status();
    EXPECT_EQ(filter->FirstFailingClause(fields), c.clause);
  }
}

}  // namespace
}  // namespace landfall::filter
