#include "server/model/document_rule.h"

#include "absl/strings/string_view.h"

namespace landfall::model {
namespace {

// What people call an order, and what its shop writes to other systems.
absl::string_view NameField(System shop) {
  switch (shop) {
    case System::kShopify:
      return "name";
    case System::kAdobeCommerce:
      return "increment_id";
    default:
      return "id";
  }
}

}  // namespace

std::vector<DocumentRule> DefaultDocumentRules(System shop, System ledger) {
  std::vector<DocumentRule> rules;
  const auto add = [&](absl::string_view order_field,
                       absl::string_view document_field) {
    rules.push_back(
        {"", std::string(order_field), "", std::string(document_field)});
  };
  const absl::string_view name = NameField(shop);
  if (ledger == System::kFinanceOperations) {
    add(name, "CustomersOrderReference");
    add(name, "CustomerRequisitionNumber");
    add(name, "SalesOrderNumber");
    return rules;
  }
  if (shop == System::kShopify) {
    add("customAttributes.BC Doc. No.", "number");
    add("customAttributes.BC Doc. No.", "orderNumber");
    add("poNumber", "externalDocumentNumber");
  }
  // A bare number of BigCommerce would meet the numbers of the ledger's own
  // series.
  if (shop != System::kBigCommerce) {
    add(name, "number");
    add(name, "orderNumber");
  }
  add(name, "externalDocumentNumber");
  return rules;
}

}  // namespace landfall::model
