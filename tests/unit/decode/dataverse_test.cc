#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "tests/unit/decode/decoding.h"

namespace landfall::decode {
namespace {

using model::Activity;
using model::LifeState;
using model::Record;
using model::Reference;
using model::UpstreamCustomer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kId[] = "11111111-aaaa-4bbb-8ccc-0123456789ab";
constexpr char kOther[] = "22222222-aaaa-4bbb-8ccc-0123456789ab";
constexpr char kFormatted[] = "@OData.Community.Display.V1.FormattedValue";

class DataverseTest : public ::testing::Test {
 protected:
  // $1 and $2 stand for two GUIDs, $f for the FormattedValue annotation.
  static std::string Text(absl::string_view json) {
    return absl::StrReplaceAll(
        json, {{"$1", kId}, {"$2", kOther}, {"$f", kFormatted}});
  }
  Record One(absl::string_view json) {
    absl::StatusOr<Record> record = decoding_.One(Text(json));
    EXPECT_TRUE(record.ok()) << record.status();
    return record.ok() ? *record : Record();
  }
  UpstreamCustomer Customer(absl::string_view json) {
    Record record = One(json);
    const auto* customer = std::get_if<UpstreamCustomer>(&record.body);
    EXPECT_NE(customer, nullptr);
    return customer == nullptr ? UpstreamCustomer() : *customer;
  }

  Decoding decoding_{model::System::kDataverse};
};

TEST_F(DataverseTest, DecodesAnAccountOfTheWebApi) {
  const Record record = One(R"({
    "@odata.etag":"W/\"1\"","accountid":"{11111111-AAAA-4BBB-8CCC-0123456789AB}",
    "name":"Contoso","accountnumber":"C-1","emailaddress1":"a@contoso.com",
    "customertypecode":3,"customertypecode$f":"Customer","statecode":0,
    "address1_country":"US","msdyn_partycountry":"CA",
    "address1_postalcode":"98052","merged":false,"telephone1":null,
    "createdon":"2026-06-09T08:15:30Z","modifiedon":"2026-06-10T00:00:00Z",
    "_msdyn_company_value":"$2","_msdyn_company_value$f":"USTR",
    "_msdyn_company_value@Microsoft.Dynamics.CRM.lookuplogicalname":"cdm_company"
  })");
  EXPECT_EQ(record.ref.ToString(), absl::StrCat("src/account/", kId));
  EXPECT_EQ(record.name, "Contoso");
  EXPECT_EQ(record.created,
            absl::FromCivil(absl::CivilSecond(2026, 6, 9, 8, 15, 30),
                            absl::UTCTimeZone()));
  EXPECT_TRUE(record.modified.has_value());
  EXPECT_FALSE(record.deleted.has_value());
  const auto& customer = std::get<UpstreamCustomer>(record.body);
  EXPECT_EQ(customer.country, "US");
  EXPECT_EQ(customer.postal_code, "98052");
  EXPECT_EQ(customer.state, LifeState::kLive);
  EXPECT_EQ(customer.company.id, kOther);
  EXPECT_EQ(customer.company.code, "USTR");
  EXPECT_TRUE(customer.customer_group.empty());
  EXPECT_EQ(record.fields.Text("accountnumber"), "C-1");
  EXPECT_EQ(record.fields.Text("customertypecode"), "3");
  EXPECT_EQ(record.fields.Text("msdyn_company.cdm_companycode"), "USTR");
  for (const auto& [path, value] : record.fields.entries()) {
    EXPECT_EQ(path.find('@'), std::string::npos) << path;
  }
}

// What table maps carry says that it is empty; of anything else a null is none.
TEST_F(DataverseTest, KeepsThatAMappedColumnIsEmpty) {
  decoding_.source().mapped_columns = {"new_segment"};
  const Record record = One(R"({
    "accountid":"$1","telephone1":null,"_msdyn_paymentterm_value":null,
    "_msdyn_company_value":null,"new_segment":null,"new_other":null,
    "address1_city":""})");
  for (const char* path :
       {"telephone1", "_msdyn_paymentterm_value", "_msdyn_company_value",
        "new_segment", "address1_city"}) {
    ASSERT_NE(record.fields.Find(path), nullptr) << path;
    EXPECT_EQ(record.fields.Text(path), "") << path;
  }
  EXPECT_EQ(record.fields.Find("new_other"), nullptr);
  EXPECT_EQ(record.fields.Find("creditlimit"), nullptr);
  const auto& customer = std::get<UpstreamCustomer>(record.body);
  EXPECT_TRUE(customer.company.empty());
  EXPECT_TRUE(customer.payment_terms.empty());
}

TEST_F(DataverseTest, FallsBackToThePartyCountry) {
  EXPECT_EQ(Customer(R"({"accountid":"$1","address1_country":" ",
                         "msdyn_partycountry":"CAN"})")
                .country,
            "CAN");
}

TEST_F(DataverseTest, NamesAContactByItsParts) {
  EXPECT_EQ(
      One(R"({"contactid":"$1","fullname":"Ann B","firstname":"x"})").name,
      "Ann B");
  EXPECT_EQ(
      One(R"({"contactid":"$1","firstname":"Ann","lastname":"Bee"})").name,
      "Ann Bee");
}

TEST_F(DataverseTest, TellsTheStateOfARow) {
  EXPECT_EQ(Customer(R"({"accountid":"$1","statecode":1})").state,
            LifeState::kInactive);
  EXPECT_EQ(Customer(R"({"accountid":"$1","statecode":"Inactive"})").state,
            LifeState::kInactive);
  for (const char* json :
       {R"({"accountid":"$1","statecode":1,"merged":true,
            "_masterid_value":"$2"})",
        R"({"contactid":"$1","merged":"True","masterid":"{$2}"})"}) {
    SCOPED_TRACE(json);
    const UpstreamCustomer merged = Customer(json);
    EXPECT_EQ(merged.state, LifeState::kMerged);
    EXPECT_EQ(merged.merged_into, kOther);
  }
}

struct LookupCase {
  const char* json;
  const char* id;
  const char* code;
};

TEST_F(DataverseTest, ResolvesTheCompany) {
  const LookupCase cases[] = {
      {R"("_msdyn_company_value":null)", "", ""},
      {R"("_msdyn_company_value":"$2")", kOther, ""},
      {R"("_msdyn_company_value":"$2","_msdyn_company_value$f":"ustr")", kOther,
       "ustr"},
      {R"("msdyn_company":{"cdm_companycode":"USTR","cdm_companyid":"$2"})",
       kOther, "USTR"},
      {R"("msdyn_Company":{"cdm_companycode":"USTR"})", "", "USTR"},
      {R"("msdyn_company":"USTR")", "", "USTR"},
      {R"("msdyn_company":"$2")", kOther, ""},
      {R"("msdyn_company.cdm_companycode":"USTR")", "", "USTR"},
      {R"("_bcbi_companyid_value":"$2","_bcbi_companyid_value$f":"UK Ltd")",
       kOther, "UK Ltd"},
      {R"("bcbi_company":"UK Ltd")", "", "UK Ltd"},
      {R"("_msdyn_company_value":"$2","bcbi_company":"UK Ltd")", kOther, ""},
  };
  for (const LookupCase& c : cases) {
    SCOPED_TRACE(c.json);
    const Record record =
        One(absl::StrCat(R"({"accountid":"$1",)", c.json, "}"));
    const auto& company = std::get<UpstreamCustomer>(record.body).company;
    EXPECT_EQ(company.id, c.id);
    EXPECT_EQ(company.code, c.code);
    const bool dual_write = std::string(c.json).find("msdyn") == 1 ||
                            std::string(c.json).find("_msdyn") == 1;
    EXPECT_EQ(record.fields.Text("msdyn_company.cdm_companycode"),
              dual_write ? c.code : "");
  }
}

TEST_F(DataverseTest, ACurrencyNameIsNoCode) {
  const LookupCase cases[] = {
      {R"("_transactioncurrencyid_value":"$2",
          "_transactioncurrencyid_value$f":"US Dollar")",
       kOther, ""},
      {R"("_transactioncurrencyid_value":"$2",
          "_transactioncurrencyid_value$f":"USD")",
       kOther, "USD"},
      {R"("transactioncurrencyid":{"isocurrencycode":"CAD"})", "", "CAD"},
      {R"("transactioncurrencyid":"EUR")", "", "EUR"},
      {R"("transactioncurrencyid":"US Dollar")", "US Dollar", ""},
  };
  for (const LookupCase& c : cases) {
    SCOPED_TRACE(c.json);
    const Record record =
        One(absl::StrCat(R"({"accountid":"$1",)", c.json, "}"));
    const auto& currency = std::get<UpstreamCustomer>(record.body).currency;
    EXPECT_EQ(currency.id, c.id);
    EXPECT_EQ(currency.code, c.code);
    EXPECT_EQ(record.fields.Text("transactioncurrencyid.isocurrencycode"),
              c.code);
  }
}

TEST_F(DataverseTest, ResolvesGroupAndTerms) {
  const Record record = One(R"({"accountid":"$1",
    "_msdyn_customergroupid_value":"$2","_msdyn_customergroupid_value$f":"10",
    "msdyn_paymentterm":{"msdyn_name":"Net30","msdyn_paymenttermid":"$2"}})");
  const auto& customer = std::get<UpstreamCustomer>(record.body);
  EXPECT_EQ(customer.customer_group.code, "10");
  EXPECT_EQ(customer.customer_group.id, kOther);
  EXPECT_EQ(customer.payment_terms.code, "Net30");
  EXPECT_EQ(customer.payment_terms.id, kOther);
  EXPECT_EQ(record.fields.Text("msdyn_customergroupid.msdyn_groupid"), "10");
  EXPECT_EQ(record.fields.Text("msdyn_paymentterm.msdyn_name"), "Net30");
}

TEST_F(DataverseTest, GivesExportedTextItsTypes) {
  const Record record =
      One(R"({"accountid":"$1","customertypecode":"Customer","merged":"No",
              "name":"true","accountnumber":"3"})");
  using Type = model::FieldValue::Type;
  EXPECT_EQ(record.fields.Find("customertypecode")->type, Type::kNumber);
  EXPECT_EQ(record.fields.Text("customertypecode"), "3");
  EXPECT_EQ(record.fields.Find("merged")->type, Type::kBool);
  EXPECT_EQ(record.fields.Text("merged"), "false");
  EXPECT_EQ(record.fields.Find("name")->type, Type::kString);
  EXPECT_EQ(record.fields.Find("accountnumber")->type, Type::kString);
  const Record contact = One(R"({"contactid":"$1","msdyn_sellable":"Yes"})");
  EXPECT_EQ(contact.fields.Find("msdyn_sellable")->type, Type::kBool);
}

TEST_F(DataverseTest, InfersTheType) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"accountid":"$1","primarycontactid":"$2"})", "account"},
      {R"({"contactid":"$1","parentcustomerid":"$2"})", "contact"},
      {R"({"opportunityid":"$1","accountid":"$2","contactid":"$2"})",
       "opportunity"},
      {R"({"salesorderid":"$1","opportunityid":"$2","accountid":"$2"})",
       "salesorder"},
      {R"({"accountid":"$1","transactioncurrencyid":"$2",
           "msdyn_customergroupid":"$2"})",
       "account"},
      {R"({"cdm_companyid":"$1","cdm_companycode":"USTR"})", "cdm_company"},
      {R"({"msdyn_customergroupid":"$1","msdyn_paymenttermid":"$2"})",
       "customer_group"},
      {R"({"msdyn_paymenttermid":"$1","msdyn_name":"x"})", "payment_terms"},
      {R"({"transactioncurrencyid":"$1"})", "transactioncurrency"},
      {R"({"@odata.context":"https://x/$metadata#contacts(fullname)/$delta",
           "contactid":"$1","accountid":"$2"})",
       "contact"},
  };
  for (const auto& [json, type] : cases) {
    SCOPED_TRACE(json);
    EXPECT_EQ(One(json).ref.type, type);
    EXPECT_EQ(One(json).ref.id, kId);
  }
  EXPECT_THAT(decoding_.Error(R"({"x":1})"), HasSubstr("account, contact"));
  // A lead carries account ids, but is none.
  EXPECT_THAT(decoding_.Error(Text(
                  R"({"@odata.context":"https://x/$metadata#leads",
                      "accountid":"$1"})")),
              HasSubstr("cannot be told"));
}

TEST_F(DataverseTest, TheNamedTypeWins) {
  decoding_.context().type = "contact";
  EXPECT_EQ(One(R"({"contactid":"$1","salesorderid":"$2"})").ref.type,
            "contact");
  EXPECT_THAT(decoding_.Error(Text(R"({"accountid":"$1"})")),
              HasSubstr("'contactid'"));
  decoding_.context().type = "lead";
  EXPECT_THAT(decoding_.Error(Text(R"({"leadid":"$1"})")), HasSubstr("'lead'"));
}

TEST_F(DataverseTest, DecodesADeletion) {
  const char kDeleted[] =
      R"({"@odata.context":"https://x/$metadata#accounts/$deletedEntity",
          "id":"$1","reason":"deleted"})";
  const Record record = One(kDeleted);
  EXPECT_EQ(record.ref.ToString(), absl::StrCat("src/account/", kId));
  EXPECT_EQ(record.deleted, absl::InfinitePast());
  EXPECT_TRUE(std::holds_alternative<UpstreamCustomer>(record.body));
  decoding_.context().type = "opportunity";
  EXPECT_TRUE(std::holds_alternative<Activity>(
      One(R"({"id":"$1","reason":"deleted"})").body));
}

TEST_F(DataverseTest, DecodesActivities) {
  const Record record = One(R"({"opportunityid":"$1","name":"Big","statecode":0,
    "_customerid_value":"$2",
    "_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"account",
    "_parentaccountid_value":"$2","_parentcontactid_value":"$1"})");
  const auto& activity = std::get<Activity>(record.body);
  EXPECT_TRUE(activity.open);
  EXPECT_EQ(record.name, "Big");
  EXPECT_THAT(activity.customers,
              ElementsAre(Pair("account", kOther), Pair("contact", kId)));
}

TEST_F(DataverseTest, ACustomerWithoutTypeMayBeEither) {
  for (const char* json : {R"({"salesorderid":"$1","_customerid_value":"$2"})",
                           R"({"salesorderid":"$1","customerid":"{$2}"})"}) {
    SCOPED_TRACE(json);
    EXPECT_THAT(std::get<Activity>(One(json).body).customers,
                ElementsAre(Pair("account", kOther), Pair("contact", kOther)));
  }
  EXPECT_THAT(std::get<Activity>(One(R"({"salesorderid":"$1","customerid":"$2",
                                        "customeridtype":"contact"})")
                                     .body)
                  .customers,
              ElementsAre(Pair("contact", kOther)));
  EXPECT_THAT(std::get<Activity>(
                  One(R"({"salesorderid":"$1","customerid":"Ann"})").body)
                  .customers,
              IsEmpty());
}

TEST_F(DataverseTest, KnowsWhichActivitiesAreOpen) {
  const std::pair<const char*, bool> cases[] = {
      {R"({"opportunityid":"$1","statecode":0})", true},
      {R"({"opportunityid":"$1","statecode":1})", false},
      {R"({"opportunityid":"$1","statecode":2})", false},
      {R"({"opportunityid":"$1","statecode":"Open"})", true},
      {R"({"opportunityid":"$1"})", false},
      {R"({"salesorderid":"$1","statecode":0})", true},
      {R"({"salesorderid":"$1","statecode":1})", true},
      {R"({"salesorderid":"$1","statecode":"Submitted"})", true},
      {R"({"salesorderid":"$1","statecode":2})", false},
      {R"({"salesorderid":"$1","statecode":4})", false},
  };
  for (const auto& [json, open] : cases) {
    SCOPED_TRACE(json);
    EXPECT_EQ(std::get<Activity>(One(json).body).open, open);
  }
}

TEST_F(DataverseTest, DecodesReferenceSets) {
  const Record currency = One(R"({"transactioncurrencyid":"$1",
    "isocurrencycode":"USD","currencyname":"US Dollar"})");
  EXPECT_EQ(std::get<Reference>(currency.body).code, "USD");
  EXPECT_EQ(std::get<Reference>(currency.body).name, "US Dollar");
  EXPECT_EQ(std::get<Reference>(currency.body).entity, "");
  const Record group = One(R"({"msdyn_customergroupid":"$1",
    "msdyn_groupid":"10","msdyn_description":"Wholesale"})");
  EXPECT_EQ(std::get<Reference>(group.body).code, "10");
  EXPECT_EQ(group.name, "Wholesale");
}

TEST_F(DataverseTest, NamesTheDefectWithoutTheValue) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"accountid":"zoe@contoso.com"})", "'accountid': not a GUID"},
      {R"({"accountid":null,"name":"x"})", "cannot be told"},
      {R"({"accountid":"$1","createdon":"yesterday zoe"})",
       "'createdon': not a time"},
      {R"(["accountid"])", ""},
  };
  for (const auto& [json, message] : cases) {
    SCOPED_TRACE(json);
    const absl::Status status = decoding_.All(Text(json)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(message));
    EXPECT_THAT(std::string(status.message()),
                ::testing::Not(HasSubstr("zoe")));
  }
}

}  // namespace
}  // namespace landfall::decode
