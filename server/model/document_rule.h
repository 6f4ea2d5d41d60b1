#pragma once

#include <string>
#include <vector>

#include "server/model/system.h"

namespace landfall::model {

// How a shop's order is found in the ledger.
struct DocumentRule {
  std::string orders;          // id of the shop's source
  std::string order_field;     // path into Record::fields, or "id"
  std::string in;              // id of the master's source
  std::string document_field;  // path into the document's fields
};

// Where the usual connectors between two such systems leave an order's name, in
// the order in which it is looked for: without `orders` and `in`. Pure.
//
// Source: the Shopify connector of Business Central (BCApps, codeunit "Shpfy
// Process Order") writes the number of the document back to the order as the
// attribute "BC Doc. No." and the order's PO number into "External Document
// No."; it takes the order's name for the document's number if the shop says
// so. Into Finance & Operations everybody writes his own, in one of three
// fields.
std::vector<DocumentRule> DefaultDocumentRules(System shop, System ledger);

}  // namespace landfall::model
