#include "server/match/subject.h"

#include "server/index/derive.h"
#include "server/index/guests.h"

namespace landfall::match {
namespace {

void AddDistinct(std::vector<index::KeyFact>* keys, const index::KeyFact& key) {
  for (const index::KeyFact& other : *keys) {
    if (other == key) return;
  }
  keys->push_back(key);
}

}  // namespace

Subject SubjectOf(const index::World& world, index::RowIndex index,
                  index::Micros as_of) {
  const index::Row& row = world.row(index);
  Subject subject;
  subject.row = index;
  subject.keys = world.KeysOf(index);
  index::ForEachGuestOf(world, index, as_of, [&](index::RowIndex guest) {
    for (const index::KeyFact& key : world.KeysOf(guest)) {
      AddDistinct(&subject.keys, key);
    }
  });
  subject.name_hash = row.name_hash;
  subject.postal_hash = row.postal_hash;
  if (row.Is(index::Row::kHeld)) return subject;
  const index::OrderRow* latest = nullptr;
  world.ForEachOrder(index, as_of, [&](const index::OrderRow& order) {
    if (order.placed > as_of || order.name_hash == 0) return;
    const bool later =
        latest == nullptr || latest->placed < order.placed ||
        (latest->placed == order.placed && latest->rank < order.rank);
    if (later) latest = &order;
  });
  if (latest != nullptr) subject.name_hash = latest->name_hash;
  return subject;
}

Subject SubjectOf(const index::Rulebook& rulebook,
                  const model::GivenKeys& given) {
  Subject subject;
  subject.name_hash = index::NameHash(rulebook, given.name);
  subject.postal_hash = index::PostalHash(rulebook, given.postal_code);
  for (const auto& outcome : index::KeyOutcomes(rulebook, given)) {
    if (!outcome.key) continue;
    for (const index::KeyFact& key :
         index::HashKey(rulebook, *outcome.key, false)) {
      AddDistinct(&subject.keys, key);
    }
  }
  return subject;
}

}  // namespace landfall::match
