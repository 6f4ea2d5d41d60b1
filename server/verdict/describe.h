#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "server/index/world.h"
#include "server/model/record.h"
#include "server/model/verdict.h"
#include "server/normalize/key.h"
#include "server/verdict/assess.h"

namespace landfall::verdict {

// Gives the stored record under an id, or nullptr. The pointer stays valid
// while the answer is being written.
using RecordLookup = absl::FunctionRef<const model::Record*(base::Hash128)>;

// Who a row is, for people.
struct Description {
  model::RecordRef ref;
  std::string name;  // "" when nobody knows it
};

// A customer whose own record is not held is described by its latest order;
// a guest without a name by its address.
Description Describe(const index::World& world, RecordLookup lookup,
                     index::RowIndex row, index::Micros as_of);

// Of a customer without a record so many of its newest orders are read; its
// hundredth tells nothing new.
inline constexpr size_t kMostOrders = 100;

// Every key value of an upstream row, usable or not: those of its record, or of
// its latest order when it has none.
std::vector<normalize::KeyOutcome> OutcomesOf(const index::World& world,
                                              RecordLookup lookup,
                                              index::RowIndex row,
                                              index::Micros as_of);

// A master customer as answers show it, without what it was matched on.
model::MasterMatch DescribeMaster(const index::World& world,
                                  RecordLookup lookup, index::RowIndex row);

// "same email and external ID".
std::string SharedKeys(model::KeyKinds kinds);

}  // namespace landfall::verdict
