#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/unit/decode/decoding.h"

namespace landfall::decode {
namespace {

using model::ErrorEvent;
using model::MasterCustomer;
using model::Record;
using model::Reference;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kGuid[] = "11111111-aaaa-4bbb-8ccc-0123456789ab";

class FinanceOperationsTest : public ::testing::Test {
 protected:
  Record One(absl::string_view json) {
    absl::StatusOr<Record> record = decoding_.One(json);
    EXPECT_TRUE(record.ok()) << record.status();
    return record.ok() ? *record : Record();
  }
  MasterCustomer Customer(absl::string_view more) {
    return std::get<MasterCustomer>(
        One(absl::StrCat(R"({"dataAreaId":"usmf","CustomerAccount":"C-1")",
                         more, "}"))
            .body);
  }

  Decoding decoding_{model::System::kFinanceOperations};
};

TEST_F(FinanceOperationsTest, DecodesACustomer) {
  const Record record = One(R"({"@odata.etag":"W/\"x\"","dataAreaId":"USMF",
    "CustomerAccount":"US-001a","OrganizationName":"Contoso Retail",
    "NameAlias":"Contoso","PrimaryContactEmail":"a@contoso.com",
    "AddressCountryRegionISOCode":"US","AddressCountryRegionId":"USA",
    "AddressZipCode":"98052","OnHoldStatus":"No","CustomerGroupId":"10",
    "CreatedDateTime":"2026-01-01T00:00:00Z"})");
  EXPECT_EQ(record.ref.ToString(), "src/customer/usmf:US-001a");
  EXPECT_EQ(record.name, "Contoso Retail");
  const auto& customer = std::get<MasterCustomer>(record.body);
  EXPECT_EQ(customer.entity, "USMF");
  EXPECT_EQ(customer.account, "US-001a");
  EXPECT_EQ(customer.country, "US");
  EXPECT_EQ(customer.postal_code, "98052");
  EXPECT_FALSE(customer.blocked);
  EXPECT_FALSE(record.created.has_value());
  EXPECT_EQ(record.fields.Text("CustomerGroupId"), "10");
  EXPECT_EQ(record.fields.Find("@odata.etag"), nullptr);
}

TEST_F(FinanceOperationsTest, TakesCreationFromConfiguredFieldsOnly) {
  decoding_.source().created = {"CreatedDateTime"};
  EXPECT_TRUE(One(R"({"dataAreaId":"usmf","CustomerAccount":"1",
                      "CREATEDDATETIME":"2026-01-01T00:00:00Z"})")
                  .created.has_value());
}

TEST_F(FinanceOperationsTest, FallsBackForTheCountry) {
  EXPECT_EQ(Customer(R"(,"AddressCountryRegionId":"USA","PartyCountry":"CAN")")
                .country,
            "USA");
  EXPECT_EQ(Customer(R"(,"AddressCountryRegionISOCode":"",
                         "PartyCountry":"CAN")")
                .country,
            "CAN");
}

TEST_F(FinanceOperationsTest, NamesAPerson) {
  EXPECT_EQ(One(R"({"dataAreaId":"a","CustomerAccount":"1",
                    "PersonFirstName":"Ann","PersonLastName":"Bee",
                    "NameAlias":"x"})")
                .name,
            "Ann Bee");
  EXPECT_EQ(
      One(R"({"dataAreaId":"a","CustomerAccount":"1","NameAlias":"x"})").name,
      "x");
}

TEST_F(FinanceOperationsTest, KnowsWhatBlocks) {
  for (const char* status : {"All", "Invoice", "ALL", "invoice", "1", "2"}) {
    EXPECT_TRUE(
        Customer(absl::StrCat(R"(,"OnHoldStatus":")", status, "\"")).blocked)
        << status;
  }
  for (const char* status :
       {"No", "", "Payment", "Requisition", "Never", "0"}) {
    EXPECT_FALSE(
        Customer(absl::StrCat(R"(,"OnHoldStatus":")", status, "\"")).blocked)
        << status;
  }
}

TEST_F(FinanceOperationsTest, ReadsColumnsInAnyCase) {
  decoding_.source().keys.external_id = {{"EcomCustomerId", "shop"}};
  const Record record = One(R"({"DATAAREAID":"usmf","CUSTOMERACCOUNT":"C-1",
    "PRIMARYCONTACTEMAIL":"a@b.co","ecomcustomerid":"77","OnHoldstatus":"All",
    "MyColumn":"kept"})");
  EXPECT_EQ(record.ref.id, "usmf:C-1");
  EXPECT_TRUE(std::get<MasterCustomer>(record.body).blocked);
  EXPECT_EQ(record.fields.Text("PrimaryContactEmail"), "a@b.co");
  EXPECT_EQ(record.fields.Text("EcomCustomerId"), "77");
  EXPECT_EQ(record.fields.Text("MyColumn"), "kept");
}

TEST_F(FinanceOperationsTest, TakesTheAreaOfTheContext) {
  decoding_.context().company = "CATR";
  EXPECT_EQ(One(R"({"CustomerAccount":"1"})").ref.id, "catr:1");
  EXPECT_EQ(One(R"({"CustomerAccount":"1","dataAreaId":"usmf"})").ref.id,
            "usmf:1");
}

TEST_F(FinanceOperationsTest, DecodesReferenceSets) {
  const Record group = One(R"({"dataAreaId":"USMF","CustomerGroupId":"10",
                               "Description":"Wholesale","PaymentTermId":"N"})");
  EXPECT_EQ(group.ref.ToString(), "src/customer_group/usmf:10");
  EXPECT_EQ(std::get<Reference>(group.body).code, "10");
  EXPECT_EQ(std::get<Reference>(group.body).entity, "USMF");
  const Record terms = One(R"({"dataAreaId":"usmf","Name":"Net30",
                               "Description":"30 days"})");
  EXPECT_EQ(terms.ref.ToString(), "src/payment_terms/usmf:Net30");
  EXPECT_EQ(std::get<Reference>(terms.body).name, "30 days");
  decoding_.context().type = "payment_terms";
  EXPECT_EQ(One(R"({"dataAreaId":"usmf","PaymentTermId":"N10"})").ref.id,
            "usmf:N10");
}

TEST_F(FinanceOperationsTest, InfersTheTypeFromThePage) {
  EXPECT_EQ(One(R"({"@odata.context":"$metadata#PaymentTerms",
                    "dataAreaId":"a","Name":"x"})")
                .ref.type,
            "payment_terms");
  EXPECT_THAT(decoding_.Error(R"({"@odata.context":"$metadata#VendorsV2",
                                  "dataAreaId":"a","Name":"x"})"),
              HasSubstr("cannot be told"));
}

TEST_F(FinanceOperationsTest, DecodesTheDocumentsOfOrders) {
  const Record order = One(
      R"({"@odata.context":"$metadata#SalesOrderHeadersV2","dataAreaId":"USMF",
          "SalesOrderNumber":"000777","OrderingCustomerAccountNumber":"C-1",
          "InvoiceCustomerAccountNumber":"C-2",
          "CustomersOrderReference":"#1001",
          "OrderCreationDateTime":"2026-06-08T10:00:00Z"})");
  EXPECT_EQ(order.ref.ToString(), "src/sales_order/usmf:000777");
  EXPECT_TRUE(order.created.has_value());
  const auto& document = std::get<model::Document>(order.body);
  EXPECT_EQ(document.entity, "USMF");
  EXPECT_EQ(document.number, "000777");
  EXPECT_EQ(document.customer, "usmf:C-1");
  EXPECT_EQ(order.fields.Text("CustomersOrderReference"), "#1001");

  const Record invoice = One(
      R"({"dataAreaId":"usmf","InvoiceNumber":"INV-1","SalesOrderNumber":"",
          "InvoiceDate":"2026-06-09T12:00:00Z",
          "InvoiceCustomerAccountNumber":"C-2"})");
  EXPECT_EQ(invoice.ref.ToString(), "src/sales_invoice/usmf:INV-1");
  EXPECT_EQ(std::get<model::Document>(invoice.body).customer, "usmf:C-2");

  EXPECT_EQ(One(R"({"dataareaid":"usmf","salesordernumber":"1"})").ref.type,
            "sales_order");
  decoding_.context().type = "sales_invoice";
  EXPECT_THAT(decoding_.Error(R"({"dataAreaId":"usmf"})"),
              HasSubstr("InvoiceNumber"));
}

TEST_F(FinanceOperationsTest, DecodesADualWriteError) {
  const char kRow[] = R"({"ProjectName":"P1","RecordIdentifier":5637144576,
    "ExternalEntityName":"accounts","InternalEntityName":"Customers V3",
    "DetailedErrorMessage":"Field 'Customer group' must be filled in.",
    "CDSPayload":"{\"accountid\":\"{11111111-AAAA-4bbb-8ccc-0123456789ab}\",\"emailaddress1\":\"ann@b.co\"}",
    "DataAreaId":"usmf","CreatedDateTime":"2026-06-09T08:00:00Z"})";
  const Record record = One(kRow);
  EXPECT_EQ(record.ref.type, "error");
  EXPECT_EQ(record.ref.id.size(), 32u);
  EXPECT_TRUE(record.created.has_value());
  const auto& event = std::get<ErrorEvent>(record.body);
  EXPECT_EQ(event.system, "dual_write");
  EXPECT_EQ(event.flow, "P1");
  EXPECT_EQ(event.map, "Customers V3 (accounts)");
  EXPECT_EQ(event.entity, "usmf");
  EXPECT_THAT(event.message, HasSubstr("Customer group"));
  EXPECT_EQ(event.record, (model::RecordRef{"", "account", kGuid}));
  EXPECT_EQ(record.fields.Find("CDSPayload"), nullptr);
  EXPECT_EQ(record.fields.Text("RecordIdentifier"), "5637144576");
  EXPECT_EQ(One(kRow).ref, record.ref);
}

TEST_F(FinanceOperationsTest, FindsTheSubjectOfAnError) {
  decoding_.context().type = "error";
  const auto event = [this](absl::string_view more) {
    return std::get<ErrorEvent>(
        One(absl::StrCat(R"({"DetailedErrorMessage":"x",)", more, "}")).body);
  };
  EXPECT_EQ(event(R"("CDSPayload":"{\"accountnumber\":\"C-1\"}")")
                .customer->external_ids.front()
                .value,
            "C-1");
  const std::string both = absl::StrCat(
      R"("CDSPayload":{"accountid":"22222222-aaaa-4bbb-8ccc-0123456789ab",)",
      R"("contactid":")", kGuid, "\"}");
  EXPECT_EQ(event(both).record.type, "contact");
  EXPECT_EQ(event(absl::StrCat(R"("ExternalEntityName":"accounts",)", both))
                .record.id,
            "22222222-aaaa-4bbb-8ccc-0123456789ab");
  EXPECT_EQ(One(absl::StrCat(R"({"DetailedErrorMessage":"x",)", both, "}"))
                .fields.entries()
                .size(),
            1u);
  EXPECT_EQ(event(absl::StrCat(R"("ExternalEntityName":"contacts",)",
                               R"("recordId":")", kGuid, "\""))
                .record.type,
            "contact");
  EXPECT_TRUE(event(R"("CDSPayload":"not JSON")").record.empty());
  EXPECT_FALSE(event(R"("CDSPayload":"not JSON")").customer.has_value());
}

TEST_F(FinanceOperationsTest, KnowsTheNamesOfAnErrorEventInAnErrorLog) {
  const auto event = [this](const std::string& record) {
    return std::get<ErrorEvent>(
        One(absl::StrCat(
                R"({"id":7,"at":"2026-06-08T10:00:00Z","flow":"F",)",
                R"j("map":"Customers V3 (contacts)","entity":"USTR",)j",
                R"("errorMessage":"x","code":"c","record":")", record, "\"}"))
            .body);
  };
  const ErrorEvent number = event("C-1");
  EXPECT_EQ(number.customer->external_ids.front().value, "C-1");
  EXPECT_EQ(number.map, "Customers V3 (contacts)");
  EXPECT_EQ(number.entity, "USTR");
  EXPECT_EQ(number.flow, "F");
  EXPECT_EQ(number.code, "c");
  EXPECT_EQ(event(kGuid).record, (model::RecordRef{"", "contact", kGuid}));
  EXPECT_EQ(event(absl::StrCat("crm/account/", kGuid)).record,
            (model::RecordRef{"crm", "account", kGuid}));
}

TEST_F(FinanceOperationsTest, NamesTheDefectWithoutTheValue) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"CustomerAccount":"1"})", "'dataAreaId': missing"},
      {R"({"dataAreaId":"zoe:x","CustomerAccount":"1"})", "colon"},
      {R"({"dataAreaId":"a","CustomerAccount":" "})", "'CustomerAccount'"},
      {R"({"x":"zoe"})", "cannot be told"},
      {R"({"ProjectName":"P","DetailedErrorMessage":""})", "what failed"},
  };
  for (const auto& [json, message] : cases) {
    SCOPED_TRACE(json);
    EXPECT_THAT(decoding_.Error(json), HasSubstr(message));
    EXPECT_THAT(decoding_.Error(json), Not(HasSubstr("zoe")));
  }
}

}  // namespace
}  // namespace landfall::decode
