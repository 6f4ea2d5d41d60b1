// The customers of a card -> their judgements. Entry points: Everybody, Some
// and Others.
#include "server/cards/judge_walk.h"

#include <algorithm>

#include "server/cards/judge.h"
#include "server/cards/members.h"
#include "server/index/connected.h"
#include "server/verdict/drift.h"
#include "server/verdict/evidence.h"
#include "server/verdict/stands_until.h"

namespace landfall::cards {
namespace {

using index::Micros;
using index::Row;
using index::RowIndex;
using model::Verdict;

Stage StageOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPromoted:
      return Stage::kPromoted;
    case Verdict::kNotPromoted:
      return Stage::kNotPromoted;
    case Verdict::kAwaitingSync:
      return Stage::kAwaitingSync;
    case Verdict::kUnknown:
      return Stage::kUnknown;
    case Verdict::kOutOfScope:
      return Stage::kOutOfScope;
  }
  return Stage::kUnknown;
}

}  // namespace

JudgeWalk::JudgeWalk(const verdict::Context& context, const CardPlan& plan,
                     const Wanted& wanted, verdict::RecordLookup lookup,
                     GiveWay give_way, Judged* judged)
    : context_(context),
      world_(context.world),
      plan_(plan),
      wanted_(wanted),
      lookup_(lookup),
      give_way_(give_way),
      population_(context, plan_, give_way),
      remembers_(context.recall != nullptr &&
                 plan_.question.keys == world_.rulebook().settings().keys),
      judged_(*judged) {}

JudgeWalk::~JudgeWalk() {
  if (remembers_) context_.recall->CountPresence(hits_, misses_);
}

void JudgeWalk::Everybody() {
  population_.ForEach([this](RowIndex row) { Judge(row); });
}

void JudgeWalk::Some(const absl::flat_hash_set<RowIndex>& rows) {
  for (RowIndex row : rows) {
    give_way_();
    if (population_.Contains(row) && MayGoOn()) Judge(row);
  }
}

void JudgeWalk::Others(absl::FunctionRef<bool(RowIndex)> known) {
  population_.ForEach([&](RowIndex row) {
    if (!known(row)) Judge(row);
  });
}

void JudgeWalk::Judge(RowIndex row) {
  if (!plan_.Passes(SourceOf(world_.row(row)))) return;
  Seen seen{row};
  if (!IsSettled(row, &seen)) {
    if (!context_.Spend(base::Budget::kLarge)) return;
    JudgeInFull(row, &seen);
  } else if (wanted_.until) {
    seen.until = InWindowUntil(row);
  }
  if (wanted_.until && wanted_.breakdown) {
    seen.until =
        std::min(seen.until, world_.activities().HasOpenUntil(
                                 world_.row(row).id, plan_.question.as_of()));
  }
  judged_.seen.push_back(seen);
}

void JudgeWalk::JudgeInFull(RowIndex row, Seen* seen) {
  const verdict::Assessment assessment =
      verdict::AssessCustomer(context_, row, plan_.question);
  std::vector<RowIndex> connected = {row};
  seen->crowded = !index::AddConnected(world_, &connected);
  if (wanted_.until) {
    seen->until = verdict::StandsUntil(context_, row, plan_.question);
    if (CountsDrift()) {
      seen->until = std::min(seen->until, InWindowUntil(row));
    }
  }
  const index::EntitySet drifting = DriftOf(assessment);
  if (remembers_) {
    recall::Drift drift = recall::Drift::kUnknown;
    if (CountsDrift()) {
      drift = drifting.empty() ? recall::Drift::kNone : recall::Drift::kSome;
    }
    context_.recall->KeepPresence(world_, row, plan_.question.as_of(),
                                  assessment.standing.present,
                                  verdict::IsPlain(world_, assessment), drift);
  }
  NoteLanding(assessment);
  if (!PassesEntity(assessment)) return;
  seen->stage = StageOf(assessment.verdict());
  if (!plan_.Counts(assessment.verdict())) return;
  if (CountsDrift()) {
    CountDrifting(assessment, drifting);
    return;
  }
  seen->near = wanted_.reasons && verdict::WantsNear(assessment);
  AddCounted(CountCustomer(context_, plan_, assessment, wanted_, lookup_));
}

void JudgeWalk::AddCounted(CountedCustomer customer) {
  judged_.customers.push_back(std::move(customer));
  if (judged_.members) {
    AddMembers(world_, plan_, judged_.customers.back(), &*judged_.members);
  }
}

index::EntitySet JudgeWalk::DriftOf(const verdict::Assessment& assessment) {
  if (!CountsDrift()) return {};
  const std::vector<RowIndex> masters =
      verdict::ComparedMasters(context_, assessment);
  if (masters.empty()) return {};
  // Where there is one legal entity, that somebody drifts says where.
  index::EntitySet entities;
  for (RowIndex master : masters) {
    index::Insert(&entities, world_.row(master).entity);
  }
  if (remembers_ && entities.size() == 1) {
    const auto presence = context_.recall->FindPresence(world_, assessment.row,
                                                        plan_.question.as_of());
    if (presence && presence->drift == recall::Drift::kSome) return entities;
    if (presence && presence->drift == recall::Drift::kNone) return {};
  }
  return verdict::DriftingEntities(context_, assessment, lookup_);
}

void JudgeWalk::CountDrifting(const verdict::Assessment& assessment,
                              const index::EntitySet& drifting) {
  const bool passes = plan_.entity == index::kNoEntity
                          ? !drifting.empty()
                          : index::Contains(drifting, plan_.entity);
  if (!passes) return;
  CountedCustomer customer =
      CountCustomer(context_, plan_, assessment, wanted_, lookup_);
  if (wanted_.breakdown) SetDriftLines(drifting, &customer);
  AddCounted(std::move(customer));
}

// With an entity filter: customers whom that entity misses, for all that
// anybody knows, or may have to hold.
bool JudgeWalk::PassesEntity(const verdict::Assessment& assessment) const {
  if (plan_.entity == index::kNoEntity) return true;
  if (!assessment.in_scope) return false;
  // Whoever drifts is there.
  if (CountsDrift()) return assessment.expectation.Expects(plan_.entity);
  if (assessment.expectation.IsClear(plan_.entity)) {
    return !index::Contains(assessment.standing.present, plan_.entity);
  }
  return assessment.expectation.IsCandidate(plan_.entity);
}

void JudgeWalk::NoteLanding(const verdict::Assessment& assessment) {
  const Micros landed_after = wanted_.landed_after;
  const expect::Expectation& expected = assessment.expectation;
  if (landed_after == index::kForever || !assessment.in_scope ||
      expected.since == index::kNoTime) {
    return;
  }
  Micros first = index::kForever;
  for (const match::MasterHit& hit : assessment.match.masters) {
    const Row& master = world_.row(hit.row);
    const bool asked =
        plan_.entity == index::kNoEntity || plan_.entity == master.entity;
    if (asked && expected.Expects(master.entity)) {
      // kNoTime sorts before every time: who was always there landed never.
      first = std::min(first, master.created);
    }
  }
  if (first == index::kForever || first <= landed_after ||
      first < expected.since) {
    return;
  }
  judged_.waits.push_back({assessment.row, first - expected.since});
}

// Counts the usual customer without matching it again: one that is out of
// scope by itself, or is known to be where it is expected. False when it has
// to be assessed.
bool JudgeWalk::IsSettled(RowIndex index, Seen* seen) {
  const bool filtered = plan_.entity != index::kNoEntity;
  if (!world_.row(index).Is(Row::kInScope)) {
    seen->stage = filtered ? Stage::kNone : Stage::kOutOfScope;
    // Whose orders count for it was not looked at; looking again is cheap.
    seen->crowded = true;
    return true;
  }
  if (!remembers_) return false;
  const auto presence =
      context_.recall->FindPresence(world_, index, plan_.question.as_of());
  ++(presence ? hits_ : misses_);
  if (!presence || presence->since > wanted_.landed_after) return false;
  const expect::QuickLook look =
      expect::LookQuickly(world_, index, plan_.question.window, *presence);
  const bool unasked = !look.any && !plan_.question.without_orders_any;
  if (!unasked && !look.met) return false;
  if (CountsDrift()) {
    // Who may drift is looked at in full.
    if (filtered || !look.met || presence->drift != recall::Drift::kNone) {
      return false;
    }
    seen->stage = Stage::kPromoted;
    return true;
  }
  // An entity that surely holds the customer, or is not asked to, says so.
  if (filtered) return look.clear;
  if (unasked) {
    seen->stage = Stage::kOutOfScope;
    return true;
  }
  if (CountsPromoted()) {
    if (!presence->plain || !look.clear) return false;
    CountPlain(index, look.since);
  }
  seen->stage = Stage::kPromoted;
  return true;
}

// Of who is settled, nothing but the window can change the judgement.
Micros JudgeWalk::InWindowUntil(RowIndex index) const {
  const expect::Window& window = plan_.question.window;
  Micros first = index::kForever;
  const auto note = [&](Micros time) {
    if (time > window.start && time <= window.end) {
      first = std::min(first, time);
    }
  };
  if (plan_.population == Population::kChanged) {
    note(world_.last_changes().At(index));
    return first == index::kForever ? first
                                    : first + (window.end - window.start) - 1;
  }
  note(world_.row(index).created);
  world_.ForEachOrder(index, window.end, [&](const index::OrderRow& order) {
    note(order.placed);
  });
  if (first == index::kForever) return first;
  return first + (window.end - window.start) - 1;
}

void JudgeWalk::CountPlain(RowIndex index, Micros since) {
  const Row& row = world_.row(index);
  PlainCustomer plain;
  plain.row = index;
  plain.source = row.source;
  plain.since = since;
  plain.open_activity =
      wanted_.breakdown &&
      world_.activities().HasOpen(row.id, plan_.question.as_of());
  judged_.plain.push_back(plain);
  if (judged_.members) judged_.members->Add(row.id);
}

}  // namespace landfall::cards
