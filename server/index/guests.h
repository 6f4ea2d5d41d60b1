#pragma once

#include "absl/functional/function_ref.h"
#include "server/index/world.h"

// Guests and registered customers of one shop with one address are one customer
// as long as the address says which. All functions are pure.

namespace landfall::index {

// The registered customer that a guest is at `as_of`: the only one of its shop
// with the guest's email. The row itself for everybody else.
RowIndex Registered(const World& world, RowIndex row, Micros as_of);

// True when a registered customer of the guest's shop holds its email: the
// guest is then no holder of its own.
bool HasRegisteredBeside(const World& world, RowIndex guest, Micros as_of);

// Visits the guests that are this customer at `as_of`.
void ForEachGuestOf(const World& world, RowIndex customer, Micros as_of,
                    absl::FunctionRef<void(RowIndex)> visit);

// False when no guest can be this customer at any time.
bool MayHaveGuests(const World& world, RowIndex customer);

}  // namespace landfall::index
