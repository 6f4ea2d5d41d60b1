// Turns facts into the in-memory world. Entry point: World::Apply.
#include "server/index/world.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"

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

std::string SetKey(uint16_t source, absl::string_view set,
                   absl::string_view area) {
  return absl::StrCat(source, "\n", set, "\n", absl::AsciiStrToLower(area));
}

}  // namespace

World::World(std::shared_ptr<const Rulebook> rulebook)
    : rulebook_(std::move(rulebook)) {
  sets_.push_back({});       // set 0 is the empty one
  companies_.push_back({});  // company 0 is none
  InternTraits(Traits());    // traits 0 are the usual ones
  extras_.Add(RowExtra());   // extra 0 is nothing
}

void World::Apply(const Facts& before, const Facts& after) {
  if (Either<CustomerFacts>(before, after)) {
    ApplyCustomer(As<CustomerFacts>(before), As<CustomerFacts>(after));
  }
  if (Either<OrderFacts>(before, after)) {
    ApplyOrder(As<OrderFacts>(before), As<OrderFacts>(after));
  }
  if (Either<ActivityFacts>(before, after)) {
    ApplyActivity(As<ActivityFacts>(before), As<ActivityFacts>(after));
  }
  if (Either<ReferenceFacts>(before, after)) {
    ApplyReference(As<ReferenceFacts>(before), As<ReferenceFacts>(after));
  }
  if (Either<LocationFacts>(before, after)) {
    ApplyLocation(As<LocationFacts>(before), As<LocationFacts>(after));
  }
  if (Either<EventFacts>(before, after)) {
    ApplyEvent(As<EventFacts>(before), As<EventFacts>(after));
  }
}

void World::Prefetch(const Facts& facts) const {
  const CustomerFacts* customer = As<CustomerFacts>(facts);
  if (const auto* order = As<OrderFacts>(facts)) customer = &order->implied;
  if (customer == nullptr) return;
  row_by_id_.Prefetch(customer->id);
  for (const KeyFact& key : customer->keys) keys_.Prefetch(key.hash);
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
  Forget(row);
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
  Forget(row);
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
  traits.company = InternCompany(facts.source, facts.company);
  traits.override_set = Intern(facts.override_set);
  traits.tag_set = Intern(facts.tag_set);
  traits.country_set = Intern(facts.country_set);
  traits.scope_reason = facts.scope_reason;
  row.traits = InternTraits(traits);
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

void World::ApplyActivity(const ActivityFacts* before,
                          const ActivityFacts* after) {
  if (before != nullptr && before->open) {
    for (const base::Hash128& customer : before->customers) {
      auto it = activities_.find(customer);
      if (it == activities_.end()) continue;
      std::vector<OpenActivity>& list = it->second;
      for (size_t i = 0; i < list.size(); ++i) {
        if (list[i].id != before->id) continue;
        list.erase(list.begin() + static_cast<ptrdiff_t>(i));
        break;
      }
      if (list.empty()) activities_.erase(it);
    }
  }
  if (after == nullptr || !after->open) return;
  for (const base::Hash128& customer : after->customers) {
    activities_[customer].push_back(
        {after->id, after->created, after->deleted});
  }
}

bool World::HasOpenActivity(base::Hash128 customer, Micros as_of) const {
  auto it = activities_.find(customer);
  if (it == activities_.end()) return false;
  for (const OpenActivity& activity : it->second) {
    // kNoTime sorts before every time: such an activity has always existed.
    const bool gone = activity.deleted != kNoTime && activity.deleted <= as_of;
    if (activity.created <= as_of && !gone) return true;
  }
  return false;
}

void World::ApplyReference(const ReferenceFacts* before,
                           const ReferenceFacts* after) {
  auto count = [this](const ReferenceFacts& facts, int by) {
    reference_sets_[SetKey(facts.source, facts.set, facts.entity)] += by;
    reference_sets_[absl::StrCat(SetKey(facts.source, facts.set, facts.entity),
                                 "\n", absl::AsciiStrToLower(facts.code))] +=
        by;
  };
  if (before != nullptr) {
    count(*before, -1);
    reference_codes_.erase(SetKey(before->source, before->set, before->id));
  }
  if (after != nullptr) {
    count(*after, 1);
    reference_codes_[SetKey(after->source, after->set, after->id)] =
        after->code;
  }
  for (Company& company : companies_) {
    company.entities = ResolveCompany(company.source, company.lookup);
  }
}

std::string World::ReferenceCode(uint16_t source, absl::string_view set,
                                 absl::string_view id) const {
  auto it = reference_codes_.find(SetKey(source, set, id));
  return it == reference_codes_.end() ? "" : it->second;
}

bool World::HasReferenceSet(uint16_t source, absl::string_view set,
                            absl::string_view area) const {
  auto it = reference_sets_.find(SetKey(source, set, area));
  return it != reference_sets_.end() && it->second > 0;
}

bool World::HasReferenceCode(uint16_t source, absl::string_view set,
                             absl::string_view area,
                             absl::string_view code) const {
  auto it = reference_sets_.find(absl::StrCat(SetKey(source, set, area), "\n",
                                              absl::AsciiStrToLower(code)));
  return it != reference_sets_.end() && it->second > 0;
}

void World::ApplyEvent(const EventFacts* before, const EventFacts* after) {
  if (before != nullptr) {
    events_.erase(before->id);
    events_by_time_.erase({before->at, before->id});
    for (const base::Hash128& subject : before->subjects) {
      std::vector<base::Hash128>& list = subjects_[subject];
      list.erase(std::remove(list.begin(), list.end(), before->id), list.end());
      if (list.empty()) subjects_.erase(subject);
    }
  }
  if (after == nullptr) return;
  events_[after->id] = {after->id, after->source, after->entity, after->at};
  events_by_time_.insert({after->at, after->id});
  for (const base::Hash128& subject : after->subjects) {
    subjects_[subject].push_back(after->id);
  }
}

const EventRow* World::FindEvent(base::Hash128 id) const {
  auto it = events_.find(id);
  return it == events_.end() ? nullptr : &it->second;
}

std::vector<base::Hash128> World::EventsAbout(base::Hash128 subject) const {
  auto it = subjects_.find(subject);
  if (it == subjects_.end()) return {};
  return it->second;
}

EntitySetId World::Intern(const EntitySet& set) {
  if (set.empty()) return 0;
  std::string key(reinterpret_cast<const char*>(set.data()),
                  set.size() * sizeof(EntityIndex));
  auto [it, inserted] = set_ids_.try_emplace(
      std::move(key), static_cast<EntitySetId>(sets_.size()));
  if (inserted) sets_.push_back(set);
  return it->second;
}

uint32_t World::InternTraits(const Traits& traits) {
  auto [it, inserted] =
      traits_ids_.try_emplace(traits, static_cast<uint32_t>(traits_.size()));
  if (inserted) traits_.push_back(traits);
  return it->second;
}

void World::SetOverride(RowIndex row, const EntitySet& set) {
  Traits traits = TraitsOf(rows_[row]);
  traits.override_set = Intern(set);
  rows_[row].traits = InternTraits(traits);
}

uint32_t World::InternCompany(uint16_t source, const model::Lookup& company) {
  if (company.empty()) return 0;
  auto [it, inserted] = company_ids_.try_emplace(
      absl::StrCat(source, "\n", company.id, "\n", company.code),
      static_cast<uint32_t>(companies_.size()));
  if (inserted) {
    companies_.push_back({source, company, ResolveCompany(source, company)});
  }
  return it->second;
}

EntitySet World::ResolveCompany(uint16_t source,
                                const model::Lookup& lookup) const {
  std::string code = lookup.code;
  if (code.empty()) code = ReferenceCode(source, "cdm_company", lookup.id);
  if (const EntityIndex entity = rulebook_->FindEntity(code);
      entity != kNoEntity) {
    return {entity};
  }
  // A Business Central link names the company, not an entity id.
  EntitySet set;
  const std::string name = absl::AsciiStrToLower(code);
  for (const SourceRules& rules : rulebook_->sources()) {
    auto it = rules.entities.find(name);
    if (it != rules.entities.end()) Insert(&set, it->second);
  }
  return set;
}

const EntitySet* World::CompanyEntities(const Row& row) const {
  const uint32_t company = TraitsOf(row).company;
  return company == 0 ? nullptr : &companies_[company].entities;
}

}  // namespace landfall::index
