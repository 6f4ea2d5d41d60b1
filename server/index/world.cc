// Turns facts into the in-memory world. Entry point: World::Apply.
#include "server/index/world.h"

namespace landfall::index {
namespace {

template <typename T>
const T* As(const Facts& facts) {
  return std::get_if<T>(&facts);
}

template <typename T>
bool Either(const Facts& before, const Facts& after) {
  return As<T>(before) != nullptr || As<T>(after) != nullptr;
}

}  // namespace

World::World(std::shared_ptr<const Rulebook> rulebook, WorldMemory* memory)
    : rulebook_(std::move(rulebook)),
      memory_(memory),
      traits_(rulebook_.get(), &references_) {
  extras_.Add(RowExtra());  // extra 0 is nothing
}

void World::Apply(const Facts& before, const Facts& after) {
  if (Either<CustomerFacts>(before, after)) {
    ApplyCustomer(As<CustomerFacts>(before), As<CustomerFacts>(after));
  }
  if (Either<OrderFacts>(before, after)) {
    ApplyOrder(As<OrderFacts>(before), As<OrderFacts>(after));
  }
  if (Either<ActivityFacts>(before, after)) {
    activities_.Apply(As<ActivityFacts>(before), As<ActivityFacts>(after));
  }
  if (Either<ReferenceFacts>(before, after)) {
    references_.Apply(As<ReferenceFacts>(before), As<ReferenceFacts>(after));
    traits_.ResolveCompanies();
  }
  if (Either<LocationFacts>(before, after)) {
    ApplyLocation(As<LocationFacts>(before), As<LocationFacts>(after));
  }
  if (Either<EventFacts>(before, after)) {
    events_.Apply(As<EventFacts>(before), As<EventFacts>(after));
  }
  if (Either<DocumentFacts>(before, after)) {
    documents_.Apply(As<DocumentFacts>(before), As<DocumentFacts>(after));
  }
}

void World::Prefetch(const Facts& facts) const {
  const CustomerFacts* customer = As<CustomerFacts>(facts);
  if (const auto* order = As<OrderFacts>(facts)) customer = &order->implied;
  if (customer == nullptr) return;
  row_by_id_.Prefetch(customer->id);
  for (const KeyFact& key : customer->keys) keys_.Prefetch(key.hash);
}

void World::Touch(RowIndex row, WorldMemory::When when) {
  if (memory_ != nullptr) memory_->OnTouched(*this, row, when);
}

RowIndex World::RowFor(base::Hash128 id) {
  const RowIndex known = row_by_id_.Find(id);
  if (known != kNone) return known;
  Row row;
  row.id = id;
  return row_by_id_.Insert(static_cast<RowIndex>(rows_.Add(row)));
}

RowIndex World::FindRow(base::Hash128 id) const { return row_by_id_.Find(id); }

RowExtra& World::MakeExtra(RowIndex index) {
  Row& row = rows_[index];
  if (row.extra == 0) {
    row.extra = static_cast<uint32_t>(extras_.Add(RowExtra()));
  }
  return extras_[row.extra];
}

void World::AddKeys(RowIndex row, const std::vector<KeyFact>& keys) {
  for (const KeyFact& key : keys) {
    const uint32_t known = rows_[row].first_slot;
    keys_.Add(row, key, &rows_[row].first_slot);
    const bool added = rows_[row].first_slot != known;
    if (added && key.kind == model::KeyKind::kEmail && !key.fallback &&
        key.role == KeyRole::kExact) {
      ++rows_[row].own_emails;
    }
  }
}

void World::RemoveKeys(RowIndex row, const std::vector<KeyFact>& keys) {
  for (const KeyFact& key : keys) {
    const bool removed = keys_.Remove(row, key, &rows_[row].first_slot);
    if (removed && key.kind == model::KeyKind::kEmail && !key.fallback &&
        key.role == KeyRole::kExact) {
      --rows_[row].own_emails;
    }
  }
}

void World::ApplyCustomer(const CustomerFacts* before,
                          const CustomerFacts* after) {
  const RowIndex row = RowFor(after != nullptr ? after->id : before->id);
  Touch(row, WorldMemory::When::kBefore);
  UnindexCreation(row);
  if (before != nullptr) {
    RemoveKeys(row, before->keys);
  }
  if (after != nullptr || !rows_[row].Is(Row::kCompany)) LeaveGroup(row);
  ClearAttributes(row);
  if (after != nullptr) {
    AddKeys(row, after->keys);
    SetAttributes(row, *after);
    rows_[row].Set(Row::kHeld, true);
    JoinGroup(row, after->group);
  } else {
    SetOverride(row, rulebook_->OverrideEntities(rows_[row].id));
    RefreshImplied(row);
  }
  IndexCreation(row);
  last_changes_.Set(row, after != nullptr ? after->changed : 0);
  Touch(row, WorldMemory::When::kAfter);
}

void World::SetAttributes(RowIndex index, const CustomerFacts& facts) {
  Row& row = rows_[index];
  row.created = facts.created;
  if (facts.deleted != kNoTime) MakeExtra(index).deleted = facts.deleted;
  row.name_hash = facts.name_hash;
  row.postal_hash = facts.postal_hash;
  row.source = facts.source;
  row.entity = facts.entity;
  Traits traits;
  traits.company = traits_.InternCompany(facts.source, facts.company);
  traits.override_set = traits_.Intern(facts.override_set);
  traits.tag_set = traits_.Intern(facts.tag_set);
  traits.country_set = traits_.Intern(facts.country_set);
  traits.key_sketch = traits_.Intern(facts.key_sketch);
  if (facts.mapped_values != nullptr) {
    traits.mapped_values = traits_.Intern(*facts.mapped_values);
  }
  traits.scope_reason = facts.scope_reason;
  row.traits = traits_.Intern(traits);
  row.Set(Row::kMaster, facts.master);
  row.Set(Row::kInScope, facts.in_scope);
  row.Set(Row::kCatchAll, facts.catch_all);
  row.Set(Row::kBlocked, facts.blocked);
  row.Set(Row::kSendable, facts.sendable);
  row.Set(Row::kCompany, facts.is_company);
}

void World::ClearAttributes(RowIndex index) {
  Row& row = rows_[index];
  row.flags &= Row::kGuest | Row::kCompany;
  row.created = kNoTime;
  if (row.extra != 0) extras_[row.extra].deleted = kNoTime;
  row.name_hash = 0;
  row.postal_hash = 0;
  row.traits = 0;
  row.entity = kNoEntity;
}

void World::SetOverride(RowIndex row, const EntitySet& set) {
  Traits traits = TraitsOf(rows_[row]);
  traits.override_set = traits_.Intern(set);
  rows_[row].traits = traits_.Intern(traits);
}

}  // namespace landfall::index
