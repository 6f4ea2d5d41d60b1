#include "server/index/guests.h"

#include <algorithm>

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

// True for the address of somebody who may be a guest's registered self.
bool CanBeRegistered(const World& world, const KeySlot& slot) {
  const Row& row = world.row(slot.row);
  return !row.Is(Row::kGuest) && !row.Is(Row::kMaster) &&
         !row.Is(Row::kCompany) && world.Counts(slot);
}

void AddOnce(RowIndex row, std::vector<RowIndex>* rows) {
  if (std::find(rows->begin(), rows->end(), row) == rows->end()) {
    rows->push_back(row);
  }
}

// Visits the registered customers of the guest's shop that hold its address at
// `as_of` until `visit` returns false. One may be visited more than once.
void ForEachRegistered(const World& world, const Row& guest, Micros as_of,
                       absl::FunctionRef<bool(RowIndex)> visit) {
  ForEachSameEmail(
      world, guest, [&](const KeySlot& /*own*/, const KeySlot& other) {
        const bool registered = CanBeRegistered(world, other) &&
                                world.Exists(world.row(other.row), as_of);
        return !registered || visit(other.row);
      });
}

// The registered customers, of whatever time, that hold the guest's address.
std::vector<RowIndex> HoldersBeside(const World& world, RowIndex guest) {
  std::vector<RowIndex> holders;
  ForEachSameEmail(world, world.row(guest),
                   [&](const KeySlot& /*own*/, const KeySlot& other) {
                     if (CanBeRegistered(world, other)) {
                       holders.push_back(other.row);
                     }
                     return true;
                   });
  return holders;
}

// Whom the guest becomes changes only when a holder comes or goes.
std::vector<RowIndex> EverRegistered(const World& world, RowIndex guest) {
  const std::vector<RowIndex> holders = HoldersBeside(world, guest);
  std::vector<Micros> times = {kForever};
  for (RowIndex holder : holders) {
    const Row& row = world.row(holder);
    if (row.created != kNoTime) times.push_back(row.created);
    const Micros deleted = world.ExtraOf(row).deleted;
    if (deleted != kNoTime) times.push_back(deleted - 1);
  }
  std::vector<RowIndex> found;
  for (Micros time : times) {
    const RowIndex row = Registered(world, guest, time);
    if (row != guest) AddOnce(row, &found);
  }
  return found;
}

std::vector<RowIndex> GuestsEver(const World& world, RowIndex customer) {
  std::vector<RowIndex> guests;
  ForEachSameEmail(
      world, world.row(customer),
      [&](const KeySlot& /*own*/, const KeySlot& other) {
        if (!IsGuestRow(world.row(other.row))) return true;
        const std::vector<RowIndex> became = EverRegistered(world, other.row);
        if (std::find(became.begin(), became.end(), customer) != became.end()) {
          AddOnce(other.row, &guests);
        }
        return true;
      });
  return guests;
}

}  // namespace

bool IsGuestRow(const Row& row) {
  return row.Is(Row::kGuest) && !row.Is(Row::kHeld);
}

std::vector<RowIndex> EverOne(const World& world, RowIndex start) {
  std::vector<RowIndex> found = {start};
  if (world.row(start).Is(Row::kMaster)) return found;
  if (IsGuestRow(world.row(start))) {
    for (RowIndex row : EverRegistered(world, start)) AddOnce(row, &found);
  }
  const std::vector<RowIndex> known = found;
  for (RowIndex row : known) {
    if (IsGuestRow(world.row(row))) continue;
    for (RowIndex guest : GuestsEver(world, row)) AddOnce(guest, &found);
  }
  return found;
}

RowIndex Registered(const World& world, RowIndex index, Micros as_of) {
  const Row& guest = world.row(index);
  if (!IsGuestRow(guest)) return index;
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
