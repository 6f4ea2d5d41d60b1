#pragma once

#include <vector>

#include "absl/functional/function_ref.h"
#include "server/index/world.h"

// Guests and registered customers of one shop with one address are one customer
// as long as the address says which. All functions are pure.

namespace landfall::index {

// True for a customer whom only orders know, by an address.
bool IsGuestRow(const Row& row);

// True when the holder of an email address is a customer as a guest of the shop
// with this address may be one at `as_of`.
bool IsRegistered(const World& world, const KeySlot& email, Micros as_of);

// The registered customer that a guest is at `as_of`: the only one of its shop
// with the guest's email. The row itself for everybody else.
RowIndex Registered(const World& world, RowIndex row, Micros as_of);

// True when a registered customer of the guest's shop holds its email: the
// guest is then no holder of its own.
bool HasRegisteredBeside(const World& world, RowIndex guest, Micros as_of);

// Visits the guests that are this customer at `as_of`.
void ForEachGuestOf(const World& world, RowIndex customer, Micros as_of,
                    absl::FunctionRef<void(RowIndex)> visit);

// All rows that are one customer with this row at some time, itself first: the
// guests of a registered customer; of a guest, whom it became and the other
// guests of that one. For whoever has to find everything about a person.
std::vector<RowIndex> EverOne(const World& world, RowIndex row);

// False when no guest can be this customer at any time.
bool MayHaveGuests(const World& world, RowIndex customer);

}  // namespace landfall::index
