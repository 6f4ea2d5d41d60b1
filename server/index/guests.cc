#include "server/index/guests.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "server/index/crowds.h"

namespace landfall::index {
namespace {

// Visits the addresses of `row` until `visit` returns false.
void ForEachEmail(const World& world, const Row& row,
                  absl::FunctionRef<bool(const KeySlot& own)> visit) {
  const KeyIndex& keys = world.keys();
  for (uint32_t s = row.first_slot; s != kNone; s = keys.slot(s).next_of_row) {
    const KeySlot& own = keys.slot(s);
    const bool is_email =
        own.kind == model::KeyKind::kEmail && own.role == KeyRole::kExact;
    if (is_email && !visit(own)) return;
  }
}

// Visits everybody of `source` who holds an address until `visit` returns
// false. False when they are a crowd, of which only some were visited.
bool ForEachHolderIn(const World& world, const KeySlot& email, uint16_t source,
                     absl::FunctionRef<bool(const KeySlot& other)> visit) {
  int slots = 0;
  world.keys().ForEach(email.Id(), [&](const KeySlot& other) {
    if (++slots > kCrowd) return false;
    return world.row(other.row).source != source || visit(other);
  });
  return slots <= kCrowd;
}

// True for the address of somebody who may be a guest's registered self.
bool CanBeRegistered(const World& world, const KeySlot& slot) {
  const Row& row = world.row(slot.row);
  return !row.Is(Row::kGuest) && !row.Is(Row::kMaster) &&
         !row.Is(Row::kCompany) && world.Counts(slot);
}

bool IsShop(const World& world, const Row& row) {
  return world.rulebook().sources()[row.source].shop;
}

// Visits the registered customers of the guest's shop that hold its address at
// `as_of` until `visit` returns false. One may be visited more than once, and
// of a crowd only two are.
void ForEachRegistered(const World& world, const Row& guest, Micros as_of,
                       absl::FunctionRef<bool(RowIndex)> visit) {
  ForEachEmail(world, guest, [&](const KeySlot& own) {
    bool goes_on = true;
    const bool all =
        ForEachHolderIn(world, own, guest.source, [&](const KeySlot& other) {
          goes_on = !IsRegistered(world, other, as_of) || visit(other.row);
          return goes_on;
        });
    if (all || !goes_on) return goes_on;
    const auto crowd = CrowdAt(world, own.Id(), as_of);
    for (RowIndex row : crowd->ShopOf(guest.source).registered) {
      if (!visit(row)) return false;
    }
    return true;
  });
}

using Guests = absl::InlinedVector<RowIndex, 4>;

// The guests of the customer's shop, of any time, that hold one of its
// addresses; none when others hold it too, so that they are nobody's.
Guests GuestsWith(const World& world, const Row& customer, const KeySlot& own,
                  Micros as_of) {
  Guests guests;
  const bool all =
      ForEachHolderIn(world, own, customer.source, [&](const KeySlot& other) {
        if (world.row(other.row).Is(Row::kGuest)) guests.push_back(other.row);
        return true;
      });
  if (all) return guests;
  const auto crowd = CrowdAt(world, own.Id(), as_of);
  const Crowd::Shop& shop = crowd->ShopOf(customer.source);
  if (shop.registered.size() > 1) return {};
  return Guests(shop.guests.begin(), shop.guests.end());
}

// Visits the addresses of `row` with everybody of its source who holds them.
void ForEachSameEmail(const World& world, const Row& row,
                      absl::FunctionRef<void(const KeySlot& other)> visit) {
  ForEachEmail(world, row, [&](const KeySlot& own) {
    world.keys().ForEach(own.Id(), [&](const KeySlot& other) {
      if (world.row(other.row).source == row.source) visit(other);
      return true;
    });
    return true;
  });
}

// Somebody with the guest's address begins or ceases to be.
struct Edge {
  Micros at;
  RowIndex row;
  bool begins;

  friend bool operator<(const Edge& a, const Edge& b) { return a.at < b.at; }
};

std::vector<Edge> EdgesBeside(const World& world, RowIndex guest) {
  std::vector<RowIndex> holders;
  ForEachSameEmail(world, world.row(guest), [&](const KeySlot& other) {
    if (CanBeRegistered(world, other)) holders.push_back(other.row);
  });
  std::sort(holders.begin(), holders.end());
  holders.erase(std::unique(holders.begin(), holders.end()), holders.end());
  std::vector<Edge> edges;
  for (RowIndex holder : holders) {
    const Micros created = world.row(holder).created;
    const Micros deleted = world.ExtraOf(world.row(holder)).deleted;
    if (deleted != kNoTime && deleted <= created) continue;  // never was
    edges.push_back({created, holder, true});
    if (deleted != kNoTime) edges.push_back({deleted, holder, false});
  }
  std::sort(edges.begin(), edges.end());
  return edges;
}

// The registered customers that the guest is at some time: whoever is the only
// one with its address.
std::vector<RowIndex> EverRegistered(const World& world, RowIndex guest) {
  std::vector<RowIndex> found;
  const std::vector<Edge> edges = EdgesBeside(world, guest);
  int count = 0;
  RowIndex mixed = 0;  // of several rows, and of one that row itself
  for (size_t i = 0; i < edges.size(); ++i) {
    count += edges[i].begins ? 1 : -1;
    mixed ^= edges[i].row;
    const bool last = i + 1 == edges.size() || edges[i + 1].at != edges[i].at;
    if (last && count == 1) found.push_back(mixed);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void AddOnce(RowIndex row, std::vector<RowIndex>* rows) {
  if (std::find(rows->begin(), rows->end(), row) == rows->end()) {
    rows->push_back(row);
  }
}

std::vector<RowIndex> GuestsEver(const World& world, RowIndex customer) {
  std::vector<RowIndex> guests;
  ForEachSameEmail(world, world.row(customer), [&](const KeySlot& other) {
    if (!IsGuestRow(world.row(other.row))) return;
    const std::vector<RowIndex> became = EverRegistered(world, other.row);
    if (std::binary_search(became.begin(), became.end(), customer)) {
      AddOnce(other.row, &guests);
    }
  });
  return guests;
}

}  // namespace

bool IsGuestRow(const Row& row) {
  return row.Is(Row::kGuest) && !row.Is(Row::kHeld);
}

bool IsRegistered(const World& world, const KeySlot& email, Micros as_of) {
  return CanBeRegistered(world, email) &&
         world.Exists(world.row(email.row), as_of);
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
  if (row.Is(Row::kGuest) || row.Is(Row::kMaster) || !IsShop(world, row)) {
    return;
  }
  ForEachEmail(world, row, [&](const KeySlot& own) {
    if (!world.Counts(own)) return true;
    for (RowIndex guest : GuestsWith(world, row, own, as_of)) {
      if (Registered(world, guest, as_of) == customer) visit(guest);
    }
    return true;
  });
}

bool MayHaveGuests(const World& world, RowIndex customer) {
  const Row& row = world.row(customer);
  if (row.Is(Row::kGuest) || row.Is(Row::kMaster) || !IsShop(world, row)) {
    return false;
  }
  bool found = false;
  ForEachEmail(world, row, [&](const KeySlot& own) {
    const bool all =
        ForEachHolderIn(world, own, row.source, [&](const KeySlot& other) {
          found = world.row(other.row).Is(Row::kGuest);
          return !found;
        });
    if (!all) {
      const auto crowd = CrowdAt(world, own.Id(), kForever);
      found = !crowd->ShopOf(row.source).guests.empty();
    }
    return !found;
  });
  return found;
}

}  // namespace landfall::index
