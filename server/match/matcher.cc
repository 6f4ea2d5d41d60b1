// Turns a subject's keys into the masters it is. Entry point: Match.
#include "server/match/matcher.h"

#include <algorithm>

#include "server/match/holders.h"

namespace landfall::match {
namespace {

using index::KeyFact;
using index::KeyRole;
using index::Row;
using index::RowIndex;

// The masters that one key leads to, before contradictions are looked at.
struct KeyLead {
  model::KeyKind kind;
  std::vector<RowIndex> masters;
};

// The tax IDs of a customer that say something, with the roots of those that
// have branches: a hub proves nothing, neither by being equal nor by differing.
std::vector<KeyFact> TellingTaxIds(const index::World& world,
                                   const std::vector<KeyFact>& keys,
                                   index::Micros as_of) {
  std::vector<KeyFact> telling;
  for (const KeyFact& key : keys) {
    if (key.kind != model::KeyKind::kTaxId) continue;
    if (key.role == KeyRole::kExact && HoldersOf(world, key, as_of).hub) {
      continue;
    }
    telling.push_back(key);
  }
  return telling;
}

bool Clash(const KeyFact& a, const KeyFact& b) {
  return a.role == KeyRole::kExact && b.role == KeyRole::kExact &&
         a.issuer == b.issuer && a.hash != b.hash;
}

// True when one of `ours` and one of `theirs` from this issuer are the same
// number, or the same but for a branch.
bool AgreeOn(uint16_t issuer, const std::vector<KeyFact>& ours,
             const std::vector<KeyFact>& theirs) {
  for (const KeyFact& a : ours) {
    for (const KeyFact& b : theirs) {
      if (a.issuer == issuer && b.issuer == issuer && a.hash == b.hash) {
        return true;
      }
    }
  }
  return false;
}

// True when a master holds a usable tax ID of an issuer of which the subject
// has another one, none of that issuer is equal, and it is more than a branch
// that differs.
bool TaxIdsContradict(const index::World& world, const Subject& subject,
                      RowIndex master, index::Micros as_of) {
  const std::vector<KeyFact> their_keys = world.KeysOf(master);
  const auto may_clash = [&] {
    for (const KeyFact& a : subject.keys) {
      for (const KeyFact& b : their_keys) {
        if (a.kind == model::KeyKind::kTaxId && Clash(a, b)) return true;
      }
    }
    return false;
  };
  if (!may_clash()) return false;  // the usual case, without counting holders
  const auto ours = TellingTaxIds(world, subject.keys, as_of);
  const auto theirs = TellingTaxIds(world, their_keys, as_of);
  for (const KeyFact& a : ours) {
    for (const KeyFact& b : theirs) {
      if (Clash(a, b) && !AgreeOn(a.issuer, ours, theirs)) return true;
    }
  }
  return false;
}

bool NameOrPostcodeAgrees(const index::World& world, const Subject& subject,
                          RowIndex row, index::Micros as_of) {
  const Subject other = SubjectOf(world, row, as_of);
  return (subject.name_hash != 0 && subject.name_hash == other.name_hash) ||
         (subject.postal_hash != 0 && subject.postal_hash == other.postal_hash);
}

// True when nobody else holds a weak number on the subject's own side.
bool UniqueOnOwnSide(const index::World& world, const Subject& subject,
                     const Holders& holders) {
  if (subject.row == index::kNone) return true;  // typed keys stand alone
  const Row& row = world.row(subject.row);
  if (row.Is(Row::kMaster)) return true;
  int others = 0;
  for (RowIndex upstream : holders.counted) {
    others +=
        upstream != subject.row && world.row(upstream).source == row.source;
  }
  return others == 0;
}

// A weak number proves something only when it is unique on both sides and name
// or postcode agrees.
bool WeakKeyHolds(const index::World& world, const Subject& subject,
                  const Holders& holders, RowIndex master,
                  index::Micros as_of) {
  // Catch-all masters are not counted as holders, so one of them must find
  // none.
  const Row& row = world.row(master);
  const int itself = row.Is(Row::kCatchAll) ? 0 : 1;
  return MastersIn(world, holders, row.entity) <= itself &&
         UniqueOnOwnSide(world, subject, holders) &&
         NameOrPostcodeAgrees(world, subject, master, as_of);
}

// The same between two customers of the selling side. For a master as subject
// the caller asks each upstream customer again.
bool WeakKeyRelates(const index::World& world, const Subject& subject,
                    const Holders& holders, RowIndex upstream,
                    index::Micros as_of) {
  if (subject.row != index::kNone && world.row(subject.row).Is(Row::kMaster)) {
    return true;
  }
  int others = 0;
  for (RowIndex other : holders.counted) {
    others += other != upstream &&
              world.row(other).source == world.row(upstream).source;
  }
  return others == 0 && UniqueOnOwnSide(world, subject, holders) &&
         NameOrPostcodeAgrees(world, subject, upstream, as_of);
}

void AddKind(std::vector<MasterHit>* hits, RowIndex row, model::KeyKind kind) {
  for (MasterHit& hit : *hits) {
    if (hit.row != row) continue;
    hit.matched_on = hit.matched_on.With(kind);
    return;
  }
  hits->push_back({row, model::KeyKinds().With(kind)});
}

void AddKind(std::vector<UpstreamHit>* hits, RowIndex row,
             model::KeyKind kind) {
  for (UpstreamHit& hit : *hits) {
    if (hit.row != row) continue;
    hit.shared = hit.shared.With(kind);
    return;
  }
  hits->push_back({row, model::KeyKinds().With(kind)});
}

class Matching {
 public:
  Matching(const index::World& world, const Subject& subject,
           index::Micros as_of)
      : world_(world), subject_(subject), as_of_(as_of) {}

  void Follow(const KeyFact& key) {
    result_.usable_key = true;
    result_.telling_key |= !key.own;
    const Holders holders = HoldersOf(world_, key, as_of_);
    if (holders.hub) {
      result_.hub = true;
      return;
    }
    KeyLead lead{key.kind, {}};
    for (RowIndex master : holders.masters) {
      if (master != subject_.row) TryMaster(key, holders, master, &lead);
    }
    leads_.push_back(std::move(lead));
    for (RowIndex upstream : holders.upstreams) {
      if (upstream == subject_.row) continue;
      if (key.weak &&
          !WeakKeyRelates(world_, subject_, holders, upstream, as_of_)) {
        continue;
      }
      AddKind(&result_.upstreams, upstream, key.kind);
    }
  }

  // A kind that was not asked for contradicts nothing.
  MatchResult Finish(model::KeyKinds kinds) {
    auto rejected = [&](RowIndex row) {
      return kinds.Has(model::KeyKind::kTaxId) &&
             TaxIdsContradict(world_, subject_, row, as_of_);
    };
    std::vector<MasterHit> hits = std::move(result_.masters);
    result_.masters.clear();
    for (RowIndex row : unproven_) {
      const bool proven =
          std::any_of(hits.begin(), hits.end(),
                      [row](const MasterHit& hit) { return hit.row == row; });
      if (!proven) index::Insert(&result_.weak, world_.row(row).entity);
    }
    for (const MasterHit& hit : hits) {
      if (rejected(hit.row)) {
        index::Insert(&result_.conflicting, world_.row(hit.row).entity);
      } else {
        result_.masters.push_back(hit);
      }
    }
    std::sort(
        result_.masters.begin(), result_.masters.end(),
        [](const MasterHit& a, const MasterHit& b) { return a.row < b.row; });
    FlagLeads();
    if (kinds.Has(model::KeyKind::kExternalId)) FlagForeignIds();
    return std::move(result_);
  }

 private:
  void TryMaster(const KeyFact& key, const Holders& holders, RowIndex master,
                 KeyLead* lead) {
    const Row& row = world_.row(master);
    if (key.weak && !WeakKeyHolds(world_, subject_, holders, master, as_of_)) {
      if (!row.Is(Row::kCatchAll)) unproven_.push_back(master);
      return;
    }
    if (row.Is(Row::kCatchAll)) {
      index::Insert(&result_.catch_all, row.entity);
      return;
    }
    AddKind(&result_.masters, master, key.kind);
    lead->masters.push_back(master);
  }

  // The accepted masters of `entity` that one key leads to.
  std::vector<RowIndex> LeadsTo(const KeyLead& lead,
                                index::EntityIndex entity) const {
    std::vector<RowIndex> rows;
    for (const MasterHit& hit : result_.masters) {
      if (world_.row(hit.row).entity != entity) continue;
      if (std::find(lead.masters.begin(), lead.masters.end(), hit.row) !=
          lead.masters.end()) {
        rows.push_back(hit.row);
      }
    }
    return rows;
  }

  void FlagLeads() {
    for (const MasterHit& hit : result_.masters) {
      const index::EntityIndex entity = world_.row(hit.row).entity;
      std::vector<std::vector<RowIndex>> sets;
      for (const KeyLead& lead : leads_) {
        std::vector<RowIndex> rows = LeadsTo(lead, entity);
        if (rows.size() > 1) index::Insert(&result_.several, entity);
        if (!rows.empty()) sets.push_back(std::move(rows));
      }
      for (size_t i = 1; i < sets.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
          if (Disjoint(sets[i], sets[j])) {
            index::Insert(&result_.keys_disagree, entity);
          }
        }
      }
    }
  }

  void FlagForeignIds() {
    if (subject_.row == index::kNone) return;  // typed keys have no source
    const Row& self = world_.row(subject_.row);
    if (self.Is(Row::kMaster)) return;
    for (const MasterHit& hit : result_.masters) {
      if (!hit.matched_on.Has(model::KeyKind::kEmail) ||
          hit.matched_on.Has(model::KeyKind::kExternalId)) {
        continue;
      }
      for (const KeyFact& key : world_.KeysOf(hit.row)) {
        if (key.kind != model::KeyKind::kExternalId) continue;
        const Holders holders = HoldersOf(world_, key, as_of_);
        if (holders.hub) continue;
        for (RowIndex other : holders.upstreams) {
          if (other == subject_.row) continue;
          if (world_.row(other).source != self.source) continue;
          result_.foreign_ids.push_back({hit.row, other});
        }
      }
    }
  }

  static bool Disjoint(const std::vector<RowIndex>& a,
                       const std::vector<RowIndex>& b) {
    for (RowIndex row : a) {
      if (std::find(b.begin(), b.end(), row) != b.end()) return false;
    }
    return true;
  }

  const index::World& world_;
  const Subject& subject_;
  const index::Micros as_of_;
  MatchResult result_;
  std::vector<KeyLead> leads_;
  std::vector<RowIndex> unproven_;  // found by a weak key without proof
};

}  // namespace

MatchResult Match(const index::World& world, const Subject& subject,
                  model::KeyKinds kinds, index::Micros as_of) {
  Matching matching(world, subject, as_of);
  for (const KeyFact& key : subject.keys) {
    if (key.role == KeyRole::kExact && kinds.Has(key.kind)) {
      matching.Follow(key);
    }
  }
  return matching.Finish(kinds);
}

}  // namespace landfall::match
