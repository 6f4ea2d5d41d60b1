#pragma once

#include <cstdint>
#include <vector>

#include "server/rates/price_table.h"
#include "server/verdict/assess.h"

namespace landfall::cards {

// Of all that judgements take from the times at which sources were read, and
// from the rates of currencies, what tells two moments apart. Value type.
struct Answering {
  std::vector<uint8_t> entities;  // what each legal entity can answer, as bits
  rates::PriceTable::Ref prices;

  friend bool operator==(const Answering& a, const Answering& b) {
    return a.entities == b.entities && a.prices == b.prices;
  }
  friend bool operator!=(const Answering& a, const Answering& b) {
    return !(a == b);
  }
};

// Pure.
Answering AnsweringOf(const verdict::Context& context, index::Micros as_of);

}  // namespace landfall::cards
