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
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kGuid[] = "11111111-aaaa-4bbb-8ccc-0123456789ab";

class BusinessCentralTest : public ::testing::Test {
 protected:
  BusinessCentralTest() { decoding_.context().company = "UK Trade Ltd"; }

  Record One(absl::string_view json) {
    absl::StatusOr<Record> record = decoding_.One(json);
    EXPECT_TRUE(record.ok()) << record.status();
    return record.ok() ? *record : Record();
  }
  std::string Row(absl::string_view more) {
    return absl::StrCat(R"({"id":")", kGuid, R"(","number":"C1",)", more, "}");
  }

  Decoding decoding_{model::System::kBusinessCentral};
};

TEST_F(BusinessCentralTest, DecodesACustomer) {
  const Record record = One(Row(R"("@odata.etag":"x","displayName":"Adatum",
    "type":"Company","country":"GB","postalCode":"W1","blocked":"_x0020_",
    "email":"a@b.co","taxRegistrationNumber":"GB1",
    "currencyId":"00000000-0000-0000-0000-000000000000",
    "lastModifiedDateTime":"2026-06-09T08:15:30.603Z")"));
  EXPECT_EQ(record.ref.ToString(),
            absl::StrCat("src/customer/uk trade ltd:", kGuid));
  EXPECT_EQ(record.name, "Adatum");
  EXPECT_FALSE(record.created.has_value());
  EXPECT_TRUE(record.modified.has_value());
  const auto& customer = std::get<MasterCustomer>(record.body);
  EXPECT_EQ(customer.entity, "UK Trade Ltd");
  EXPECT_EQ(customer.account, "C1");
  EXPECT_EQ(customer.country, "GB");
  EXPECT_EQ(customer.postal_code, "W1");
  EXPECT_FALSE(customer.blocked);
  EXPECT_EQ(record.fields.Text("taxRegistrationNumber"), "GB1");
  EXPECT_EQ(record.fields.Find("@odata.etag"), nullptr);
}

TEST_F(BusinessCentralTest, KnowsWhatBlocks) {
  const std::pair<const char*, bool> cases[] = {
      {R"("blocked":"_x0020_")", false},
      {R"("blocked":" ")", false},
      {R"("blocked":"")", false},
      {R"("blocked":null)", false},
      {R"("x":1)", false},
      {R"("blocked":"Ship")", true},
      {R"("blocked":"Invoice")", true},
      {R"("blocked":"All")", true},
  };
  for (const auto& [json, blocked] : cases) {
    SCOPED_TRACE(json);
    EXPECT_EQ(std::get<MasterCustomer>(One(Row(json)).body).blocked, blocked);
  }
}

TEST_F(BusinessCentralTest, SeparatesEmails) {
  const Record record = One(Row(R"("email":"a@b.co; c@d.co ;;")"));
  EXPECT_THAT(record.fields.All("email"), ElementsAre("a@b.co", "c@d.co"));
  EXPECT_THAT(One(Row(R"("email":"a@b.co")")).fields.All("email"),
              ElementsAre("a@b.co"));
}

TEST_F(BusinessCentralTest, FindsTheCompany) {
  const auto company = [this](absl::string_view more) {
    return std::get<MasterCustomer>(One(Row(more)).body).entity;
  };
  EXPECT_EQ(company(R"("companyId":"x")"), "x");
  EXPECT_EQ(company(R"("company":"CRONUS")"), "CRONUS");
  const std::string context =
      absl::StrCat(R"("@odata.context":"https://x/$metadata#companies()", kGuid,
                   R"()/customers")");
  EXPECT_EQ(company(context), "UK Trade Ltd");
  decoding_.context().company = "";
  EXPECT_EQ(company(context), kGuid);
  EXPECT_THAT(decoding_.Error(Row(R"("x":1)")),
              HasSubstr("'company': missing"));
}

TEST_F(BusinessCentralTest, ANumberStandsForAMissingId) {
  EXPECT_EQ(One(R"({"number":"C1","displayName":"x"})").ref.id,
            "uk trade ltd:C1");
  EXPECT_THAT(decoding_.Error(R"({"displayName":"x"})"), HasSubstr("'id'"));
  EXPECT_THAT(decoding_.Error(R"({"number":"a:b"})"), HasSubstr("'number'"));
  EXPECT_THAT(decoding_.Error(R"({"number":"1","id":"7"})"),
              HasSubstr("not a GUID"));
}

TEST_F(BusinessCentralTest, DecodesASyncErrorInBothSpellings) {
  const std::string captions = absl::StrCat(
      R"({"Integration Synch. Job ID":"{22222222-aaaa-4bbb-8ccc-0123456789ab}",
          "Source Record ID":"CRM Account: {)",
      kGuid,
      R"(}","Destination Record ID":"Customer: C1","Message":"short",
         "Date/Time":"2026-06-09T08:00:00Z",
         "Error Message":"must be coupled to a Dataverse row."})");
  const std::string names = absl::StrCat(
      R"({"integrationSynchJobId":"22222222-aaaa-4bbb-8ccc-0123456789ab",
          "sourceRecordId":"Customer: C1",
          "destinationRecordId":"Dataverse Account: )",
      kGuid,
      R"(","message":"short","dateTime":"2026-06-09T08:00:00Z",
         "errorMessage":"must be coupled to a Dataverse row."})");
  for (const std::string& json : {captions, names}) {
    SCOPED_TRACE(json);
    const Record record = One(json);
    EXPECT_EQ(record.ref.type, "sync_error");
    EXPECT_EQ(record.ref.id.size(), 32u);
    EXPECT_EQ(One(json).ref, record.ref);
    EXPECT_TRUE(record.created.has_value());
    const auto& event = std::get<ErrorEvent>(record.body);
    EXPECT_EQ(event.system, "business_central");
    EXPECT_EQ(event.entity, "UK Trade Ltd");
    EXPECT_EQ(event.message, "must be coupled to a Dataverse row.");
    EXPECT_EQ(event.record, (model::RecordRef{"", "account", kGuid}));
  }
}

TEST_F(BusinessCentralTest, KeepsWhatASyncErrorHas) {
  decoding_.context().type = "sync_error";
  const Record record = One(R"({"id":"17","Message":"short",
                                "Source Record ID":"Customer: C1"})");
  EXPECT_EQ(record.ref.id, "17");
  EXPECT_EQ(std::get<ErrorEvent>(record.body).message, "short");
  EXPECT_TRUE(std::get<ErrorEvent>(record.body).record.empty());
  EXPECT_THAT(decoding_.Error(R"({"id":"17"})"), HasSubstr("Error Message"));
  EXPECT_THAT(decoding_.Error(R"({"Message":"x","Date/Time":"noon"})"),
              HasSubstr("not a time"));
}

TEST_F(BusinessCentralTest, DecodesTheDocumentsOfOrders) {
  const Record order =
      One(absl::StrCat(R"({"id":")", kGuid, R"(","number":"S-ORD101001",
          "externalDocumentNumber":"4711","orderDate":"2026-06-08",
          "customerId":"{22222222-AAAA-4bbb-8ccc-0123456789ab}",
          "customerNumber":"C1","status":"Open",
          "lastModifiedDateTime":"2026-06-09T08:15:30Z"})"));
  EXPECT_EQ(order.ref.ToString(),
            absl::StrCat("src/sales_order/uk trade ltd:", kGuid));
  EXPECT_EQ(order.name, "S-ORD101001");
  EXPECT_FALSE(order.created.has_value()) << "the order date may be any date";
  const auto& document = std::get<model::Document>(order.body);
  EXPECT_EQ(document.entity, "UK Trade Ltd");
  EXPECT_EQ(document.number, "S-ORD101001");
  EXPECT_EQ(document.customer,
            "uk trade ltd:22222222-aaaa-4bbb-8ccc-0123456789ab");
  EXPECT_EQ(order.fields.Text("externalDocumentNumber"), "4711");

  // A CSV row has neither ids nor a name of its set.
  const Record invoice = One(
      R"({"number":"PS-INV1","orderNumber":"S-ORD101001",
          "invoiceDate":"2026-06-09","customerNumber":"C1"})");
  EXPECT_EQ(invoice.ref.ToString(), "src/sales_invoice/uk trade ltd:PS-INV1");
  EXPECT_EQ(std::get<model::Document>(invoice.body).customer,
            "uk trade ltd:C1");

  EXPECT_EQ(One(R"({"@odata.context":"$metadata#companies(1)/salesOrders",
                    "number":"1"})")
                .ref.type,
            "sales_order");
  EXPECT_EQ(One(R"({"number":"1","creditMemoDate":"2026-06-09"})").ref.type,
            "sales_credit_memo");
  decoding_.context().type = "sales_order";
  EXPECT_THAT(decoding_.Error(R"({"externalDocumentNumber":"4711"})"),
              HasSubstr("number"));
}

TEST_F(BusinessCentralTest, RefusesOtherTypes) {
  decoding_.context().type = "vendor";
  EXPECT_THAT(decoding_.Error(Row(R"("x":1)")),
              HasSubstr("customer, sync_error, sales_order"));
  decoding_.context().type = "";
  EXPECT_THAT(decoding_.Error(R"({"name":"x"})"), HasSubstr("cannot be told"));
}

}  // namespace
}  // namespace landfall::decode
