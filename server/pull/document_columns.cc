// What is read of sales orders, invoices and credit memos. Entry point:
// DocumentColumns.
#include "server/pull/document_columns.h"

#include "absl/strings/str_cat.h"
#include "server/pull/configured_fields.h"

namespace landfall::pull {
namespace {

constexpr absl::string_view kSalesOrder = "sales_order";
constexpr absl::string_view kSalesInvoice = "sales_invoice";
constexpr absl::string_view kSalesCreditMemo = "sales_credit_memo";

std::vector<std::string> OfBusinessCentral(absl::string_view type) {
  std::vector<std::string> columns = {"id",
                                      "number",
                                      "externalDocumentNumber",
                                      "customerId",
                                      "customerNumber",
                                      "currencyCode",
                                      "totalAmountExcludingTax",
                                      "totalAmountIncludingTax",
                                      "status",
                                      "lastModifiedDateTime"};
  if (type == kSalesOrder) return WithMore(columns, {"orderDate"});
  if (type == kSalesCreditMemo) {
    return WithMore(columns, {"creditMemoDate", "invoiceId", "invoiceNumber"});
  }
  return WithMore(columns, {"invoiceDate", "orderNumber",
                            "customerPurchaseOrderReference"});
}

std::vector<std::string> OfFinanceOperations(absl::string_view type) {
  if (type == kSalesOrder) {
    return {"dataAreaId",
            "SalesOrderNumber",
            "SalesOrderStatus",
            "OrderingCustomerAccountNumber",
            "InvoiceCustomerAccountNumber",
            "CustomersOrderReference",
            "CustomerRequisitionNumber",
            "CurrencyCode",
            "OrderTotalAmount",
            "OrderTotalTaxAmount",
            "OrderCreationDateTime"};
  }
  return {"dataAreaId",
          "InvoiceNumber",
          "InvoiceDate",
          "SalesOrderNumber",
          "CustomersOrderReference",
          "InvoiceCustomerAccountNumber",
          "CurrencyCode",
          "TotalInvoiceAmount",
          "TotalTaxAmount"};
}

}  // namespace

bool IsDocumentType(absl::string_view type) {
  return type == kSalesOrder || type == kSalesInvoice ||
         type == kSalesCreditMemo;
}

std::vector<std::string> DocumentColumns(const model::Settings& settings,
                                         const model::Source& source,
                                         absl::string_view type) {
  std::vector<std::string> named;
  for (const model::DocumentRule& rule : settings.documents) {
    if (rule.in == source.id) named.push_back(rule.document_field);
  }
  const bool business_central =
      source.system == model::System::kBusinessCentral;
  return WithMore(
      business_central ? OfBusinessCentral(type) : OfFinanceOperations(type),
      named);
}

bool MissingColumns::Note(const std::string& type, const std::string& column) {
  return !column.empty() && by_type_[type].insert(column).second;
}

std::string MissingColumns::Without(
    absl::string_view type, const std::vector<std::string>& columns) const {
  const auto missing = by_type_.find(std::string(type));
  std::string there;
  for (const std::string& column : columns) {
    if (missing != by_type_.end() && missing->second.count(column) > 0) {
      continue;
    }
    absl::StrAppend(&there, there.empty() ? "" : ",", column);
  }
  return there;
}

}  // namespace landfall::pull
