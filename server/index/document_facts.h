#pragma once

#include <cstdint>
#include <vector>

#include "server/base/hash128.h"
#include "server/index/micros.h"

namespace landfall::index {

// What a document calls the order that it was made of, and where it does so.
struct OrderName {
  uint64_t hash = 0;    // see OrderNames
  uint16_t column = 0;  // see DocumentColumn
};

// A document of a ledger, boiled down to whose it is and of which order.
struct DocumentFacts {
  base::Hash128 id;
  base::Hash128 customer;  // a master customer; zero if it names none
  Micros created = kNoTime;
  Micros deleted = kNoTime;
  std::vector<OrderName> names;
};

}  // namespace landfall::index
