#include "server/index/guests.h"

namespace landfall::index {
namespace {

// Visits the addresses of `row` (`own`) with everybody of its source who holds
// them (`other`) until `visit` returns false.
void ForEachSameEmail(
    const World& world, const Row& row,
    absl::FunctionRef<bool(const KeySlot& own, const KeySlot& other)> visit) {
  const KeyIndex& keys = world.keys();
  bool goes_on = true;
  for (uint32_t s = row.first_slot; s != kNone && goes_on;
       s = keys.slot(s).next_of_row) {
    const KeySlot& own = keys.slot(s);
    if (own.kind != model::KeyKind::kEmail || own.role != KeyRole::kExact) {
      continue;
    }
    keys.ForEach(own.Id(), [&](const KeySlot& other) {
      if (world.row(other.row).source != row.source) return true;
      goes_on = visit(own, other);
      return goes_on;
    });
  }
}

// Visits the registered customers of the guest's shop that hold its address at
// `as_of` until `visit` returns false. One may be visited more than once.
void ForEachRegistered(const World& world, const Row& guest, Micros as_of,
                       absl::FunctionRef<bool(RowIndex)> visit) {
  ForEachSameEmail(
      world, guest, [&](const KeySlot& /*own*/, const KeySlot& other) {
        const Row& row = world.row(other.row);
        const bool registered = !row.Is(Row::kGuest) && !row.Is(Row::kMaster) &&
                                !row.Is(Row::kCompany) && world.Counts(other) &&
                                world.Exists(row, as_of);
        return !registered || visit(other.row);
      });
}

}  // namespace

RowIndex Registered(const World& world, RowIndex index, Micros as_of) {
  const Row& guest = world.row(index);
  if (!guest.Is(Row::kGuest) || guest.Is(Row::kHeld)) return index;
  RowIndex found = kNone;
  bool several = false;
  ForEachRegistered(world, guest, as_of, [&](RowIndex row) {
    several = found != kNone && found != row;
    found = row;
    return !several;
  });
  return found == kNone || several ? index : found;
}

bool HasRegisteredBeside(const World& world, RowIndex guest, Micros as_of) {
  bool found = false;
  ForEachRegistered(world, world.row(guest), as_of, [&](RowIndex /*row*/) {
    found = true;
    return false;
  });
  return found;
}

void ForEachGuestOf(const World& world, RowIndex customer, Micros as_of,
                    absl::FunctionRef<void(RowIndex)> visit) {
  const Row& row = world.row(customer);
  if (row.Is(Row::kGuest) || row.Is(Row::kMaster)) return;
  ForEachSameEmail(world, row, [&](const KeySlot& own, const KeySlot& other) {
    if (world.Counts(own) && world.row(other.row).Is(Row::kGuest) &&
        Registered(world, other.row, as_of) == customer) {
      visit(other.row);
    }
    return true;
  });
}

bool MayHaveGuests(const World& world, RowIndex customer) {
  const Row& row = world.row(customer);
  if (row.Is(Row::kGuest) || row.Is(Row::kMaster)) return false;
  bool found = false;
  ForEachSameEmail(world, row,
                   [&](const KeySlot& /*own*/, const KeySlot& other) {
                     found = world.row(other.row).Is(Row::kGuest);
                     return !found;
                   });
  return found;
}

}  // namespace landfall::index
