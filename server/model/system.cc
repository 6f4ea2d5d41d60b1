#include "server/model/system.h"

#include <algorithm>

namespace landfall::model {
namespace {

struct TypeRow {
  System system;
  absl::string_view type;
  RecordKind kind;
};

constexpr TypeRow kTypes[] = {
    {System::kDataverse, "account", RecordKind::kUpstreamCustomer},
    {System::kDataverse, "contact", RecordKind::kUpstreamCustomer},
    {System::kDataverse, "opportunity", RecordKind::kActivity},
    {System::kDataverse, "salesorder", RecordKind::kActivity},
    {System::kDataverse, "cdm_company", RecordKind::kReference},
    {System::kDataverse, "customer_group", RecordKind::kReference},
    {System::kDataverse, "payment_terms", RecordKind::kReference},
    {System::kDataverse, "transactioncurrency", RecordKind::kReference},
    // What the other table maps of customers carry.
    {System::kDataverse, "payment_method", RecordKind::kReference},
    {System::kDataverse, "payment_day", RecordKind::kReference},
    {System::kDataverse, "payment_day_line", RecordKind::kReference},
    {System::kDataverse, "payment_schedule", RecordKind::kReference},
    {System::kDataverse, "payment_schedule_line", RecordKind::kReference},
    {System::kDataverse, "name_affix", RecordKind::kReference},
    // Which table maps of dual-write run.
    {System::kDataverse, "table_map", RecordKind::kReference},
    {System::kDataverse, "flow_run", RecordKind::kErrorEvent},
    {System::kFinanceOperations, "customer", RecordKind::kMasterCustomer},
    {System::kFinanceOperations, "customer_group", RecordKind::kReference},
    {System::kFinanceOperations, "payment_terms", RecordKind::kReference},
    {System::kFinanceOperations, "payment_method", RecordKind::kReference},
    {System::kFinanceOperations, "payment_day", RecordKind::kReference},
    {System::kFinanceOperations, "payment_schedule", RecordKind::kReference},
    {System::kFinanceOperations, "error", RecordKind::kErrorEvent},
    {System::kFinanceOperations, "sales_order", RecordKind::kDocument},
    {System::kFinanceOperations, "sales_invoice", RecordKind::kDocument},
    {System::kBusinessCentral, "customer", RecordKind::kMasterCustomer},
    {System::kBusinessCentral, "sync_error", RecordKind::kErrorEvent},
    {System::kBusinessCentral, "sales_order", RecordKind::kDocument},
    {System::kBusinessCentral, "sales_invoice", RecordKind::kDocument},
    {System::kBusinessCentral, "sales_credit_memo", RecordKind::kDocument},
    {System::kShopify, "customer", RecordKind::kUpstreamCustomer},
    {System::kShopify, "order", RecordKind::kOrder},
    {System::kShopify, "draft_order", RecordKind::kOrder},
    {System::kShopify, "company", RecordKind::kUpstreamCustomer},
    {System::kShopify, "company_location", RecordKind::kCompanyLocation},
    {System::kBigCommerce, "customer", RecordKind::kUpstreamCustomer},
    {System::kBigCommerce, "order", RecordKind::kOrder},
    {System::kBigCommerce, "quote", RecordKind::kOrder},
    // Of the B2B Edition. It lends its keys to the customers that belong to it.
    {System::kBigCommerce, "company", RecordKind::kCompanyLocation},
    {System::kAdobeCommerce, "customer", RecordKind::kUpstreamCustomer},
    {System::kAdobeCommerce, "order", RecordKind::kOrder},
    {System::kAdobeCommerce, "quote", RecordKind::kOrder},
    // A company of Adobe Commerce is no customer itself: it lends its tax ID to
    // the customers that belong to it.
    {System::kAdobeCommerce, "company", RecordKind::kCompanyLocation},
};

constexpr absl::string_view kErrorEvent = "error_event";

struct NameRow {
  System system;
  absl::string_view name;
};

constexpr NameRow kNames[] = {
    {System::kDataverse, "dataverse"},
    {System::kFinanceOperations, "finance_operations"},
    {System::kBusinessCentral, "business_central"},
    {System::kShopify, "shopify"},
    {System::kBigCommerce, "bigcommerce"},
    {System::kAdobeCommerce, "adobe_commerce"},
};

}  // namespace

absl::string_view SystemName(System system) {
  for (const NameRow& row : kNames) {
    if (row.system == system) return row.name;
  }
  return "";
}

std::optional<System> ParseSystem(absl::string_view name) {
  for (const NameRow& row : kNames) {
    if (row.name == name) return row.system;
  }
  return std::nullopt;
}

bool IsMaster(System system) {
  return system == System::kFinanceOperations ||
         system == System::kBusinessCentral;
}

bool IsShop(System system) {
  return system == System::kShopify || system == System::kBigCommerce ||
         system == System::kAdobeCommerce;
}

std::vector<absl::string_view> RecordTypes(System system) {
  std::vector<absl::string_view> types;
  for (const TypeRow& row : kTypes) {
    if (row.system == system) types.push_back(row.type);
  }
  types.push_back(kErrorEvent);
  return types;
}

std::optional<RecordKind> KindOf(System system, absl::string_view type) {
  if (type == kErrorEvent) return RecordKind::kErrorEvent;
  for (const TypeRow& row : kTypes) {
    if (row.system == system && row.type == type) return row.kind;
  }
  return std::nullopt;
}

}  // namespace landfall::model
