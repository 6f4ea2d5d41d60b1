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

// True when a master holds a usable tax ID of an issuer of which the subject
// has another one, none is equal, and it is more than a branch that differs.
bool TaxIdsContradict(const index::World& world, const Subject& subject,
                      RowIndex master) {
  bool contradiction = false;
  for (const KeyFact& theirs : world.KeysOf(master)) {
    if (theirs.kind != model::KeyKind::kTaxId) continue;
    for (const KeyFact& ours : subject.keys) {
      if (ours.kind != model::KeyKind::kTaxId) continue;
      if (ours.hash == theirs.hash) return false;  // equal number or root
      contradiction |= ours.role == KeyRole::kExact &&
                       theirs.role == KeyRole::kExact &&
                       ours.issuer == theirs.issuer;
    }
  }
  return contradiction;
}

bool NameOrPostcodeAgrees(const index::World& world, const Subject& subject,
                          RowIndex row, index::Micros as_of) {
  const Subject other = SubjectOf(world, row, as_of);
  return (subject.name_hash != 0 && subject.name_hash == other.name_hash) ||
         (subject.postal_hash != 0 && subject.postal_hash == other.postal_hash);
}

// A weak number proves something only when it is unique on both sides.
bool WeakKeyHolds(const index::World& world, const Subject& subject,
                  const Holders& holders, RowIndex master,
                  index::Micros as_of) {
  if (MastersIn(world, holders, world.row(master).entity) > 1) return false;
  for (RowIndex upstream : holders.upstreams) {
    const uint16_t source = world.row(upstream).source;
    const bool concerns = subject.row == index::kNone ||
                          source == world.row(subject.row).source;
    if (concerns && UpstreamsIn(world, holders, source) > 1) return false;
  }
  return NameOrPostcodeAgrees(world, subject, master, as_of);
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
      if (key.weak && !NameOrPostcodeAgrees(world_, subject_, upstream, as_of_)) {
        continue;
      }
      AddKind(&result_.upstreams, upstream, key.kind);
    }
  }

  // `tax_ids_count`: whether tax IDs may contradict.
  MatchResult Finish(bool tax_ids_count) {
    auto rejected = [&](RowIndex row) {
      return tax_ids_count && TaxIdsContradict(world_, subject_, row);
    };
    std::vector<MasterHit> hits = std::move(result_.masters);
    result_.masters.clear();
    for (const MasterHit& hit : hits) {
      if (rejected(hit.row)) {
        result_.conflicting.push_back(hit.row);
      } else {
        result_.masters.push_back(hit);
      }
    }
    std::sort(result_.masters.begin(), result_.masters.end(),
              [](const MasterHit& a, const MasterHit& b) {
                return a.row < b.row;
              });
    FlagLeads();
    return std::move(result_);
  }

 private:
  void TryMaster(const KeyFact& key, const Holders& holders, RowIndex master,
                 KeyLead* lead) {
    if (world_.row(master).Is(Row::kCatchAll)) {
      auto& list = result_.catch_all;
      if (std::find(list.begin(), list.end(), master) == list.end()) {
        list.push_back(master);
      }
      return;
    }
    if (key.weak && !WeakKeyHolds(world_, subject_, holders, master, as_of_)) {
      result_.weak = true;
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
        result_.several |= rows.size() > 1;
        if (!rows.empty()) sets.push_back(std::move(rows));
      }
      for (size_t i = 1; i < sets.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
          result_.keys_disagree |= Disjoint(sets[i], sets[j]);
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
  return matching.Finish(kinds.Has(model::KeyKind::kTaxId));
}

}  // namespace landfall::match
