#pragma once

#include <string>

namespace landfall::model {

// What a ledger made of an order: a sales order or an invoice of one legal
// entity. What it says of the order is among the fields of its record.
struct Document {
  std::string entity;    // F&O dataAreaId, BC company name or id; as written
  std::string number;    // what people call it: "SO-1001"
  std::string customer;  // id of the customer's record; "" if it names none
};

}  // namespace landfall::model
