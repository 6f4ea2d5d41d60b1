#pragma once

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"

namespace landfall::model {

// The six kinds of system that Landfall reads.
enum class System {
  kDataverse,
  kFinanceOperations,
  kBusinessCentral,
  kShopify,
  kBigCommerce,
  kAdobeCommerce,
};

// What part a stored record plays.
enum class RecordKind {
  kUpstreamCustomer,  // Dataverse account or contact, shop customer, company
  kMasterCustomer,    // a customer of one legal entity
  kOrder,             // shop order or quote
  kActivity,          // Dataverse opportunity or sales order
  kReference,        // a row of a reference set (customer group, currency, …)
  kCompanyLocation,  // lends its keys to customers: Shopify company location
                     // to its company, Adobe Commerce company to its members
  kErrorEvent,       // an integration failure
  kDocument,         // what a ledger made of an order: sales order, invoice
};

// "finance_operations" and so on, as in the configuration file.
absl::string_view SystemName(System system);
std::optional<System> ParseSystem(absl::string_view name);

// True for the systems that hold the customer master.
bool IsMaster(System system);
// True for Shopify, BigCommerce and Adobe Commerce.
bool IsShop(System system);

// The record types of `system` in the order in which they are documented,
// "error_event" last.
std::vector<absl::string_view> RecordTypes(System system);

// The kind of a record type, or nullopt when `system` has no such type.
std::optional<RecordKind> KindOf(System system, absl::string_view type);

}  // namespace landfall::model
