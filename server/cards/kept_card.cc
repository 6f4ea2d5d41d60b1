// Changes and the passing of time -> the card as of now. Entry points: Note and
// BringUp.
#include "server/cards/kept_card.h"

#include <algorithm>

#include "server/cards/collect_events.h"
#include "server/cards/judge_walk.h"
#include "server/cards/members.h"
#include "server/cards/tally.h"
#include "server/verdict/evidence.h"

namespace landfall::cards {
namespace {

using index::kNone;
using index::Micros;
using index::RowIndex;

const Wanted& WantedOfKept() {
  static const Wanted* const kWanted = new Wanted{
      .reasons = true, .breakdown = true, .near = false, .until = true};
  return *kWanted;
}

bool HasEnded(const verdict::Context& context) {
  return context.budget != nullptr && !context.budget->status().ok();
}

}  // namespace

KeptCard::KeptCard(CardPlan plan, MemberListener& listener)
    : plan_(std::move(plan)), listener_(listener) {}

void KeptCard::Note(const index::Changes& changes) {
  if (changes.events) events_until_ = index::kNoTime;
  if (changes.all) everybody_ = true;
  if (everybody_) return;
  if (changes.near) near_open_ = near_;
  again_.insert(changes.rows.begin(), changes.rows.end());
  if (!changes.crowds) return;
  // Whose orders a guest's are may have changed in a crowd without anybody
  // being told.
  others_ = true;
  for (const auto& [row, entry] : entries_) {
    if (entry.crowded) again_.insert(row);
  }
}

bool KeptCard::BringUp(const verdict::Context& context, Micros as_of,
                       verdict::RecordLookup lookup, GiveWay give_way) {
  if (as_of < plan_.question.as_of()) everybody_ = true;
  MoveTo(as_of);
  if (plan_.population == Population::kEvents) {
    return CollectAgain(context, lookup, give_way);
  }
  Answering answering = AnsweringOf(context, as_of);
  if (answering != answering_) {
    answering_ = std::move(answering);
    everybody_ = true;
  }
  if (everybody_) return JudgeEverybody(context, lookup, give_way);
  AddExpired();
  if (again_.empty() && !others_) return true;
  return JudgeDue(context, lookup, give_way);
}

void KeptCard::MoveTo(Micros as_of) {
  expect::Window& window = plan_.question.window;
  window.start += as_of - window.end;
  window.end = as_of;
}

void KeptCard::AddExpired() {
  while (!due_.empty() && due_.front().first < plan_.question.as_of()) {
    const auto [until, row] = due_.front();
    std::pop_heap(due_.begin(), due_.end(), std::greater<>());
    due_.pop_back();
    const auto entry = entries_.find(row);
    if (entry != entries_.end() && entry->second.until == until) {
      again_.insert(row);
    }
  }
}

void KeptCard::AddDue(Micros until, RowIndex row) {
  if (until == index::kForever) return;
  due_.push_back({until, row});
  std::push_heap(due_.begin(), due_.end(), std::greater<>());
  // Those who were judged again since are taken out when they are most of it.
  if (due_.size() <= 2 * entries_.size() + 1024) return;
  due_.clear();
  for (const auto& [other, entry] : entries_) {
    if (entry.until != index::kForever) due_.push_back({entry.until, other});
  }
  std::make_heap(due_.begin(), due_.end(), std::greater<>());
}

bool KeptCard::JudgeEverybody(const verdict::Context& context,
                              verdict::RecordLookup lookup, GiveWay give_way) {
  Judged judged;
  JudgeWalk(context, plan_, WantedOfKept(), lookup, give_way, &judged)
      .Everybody();
  if (HasEnded(context)) return false;
  Clear();
  everybody_ = false;
  Add(context.world, std::move(judged));
  return true;
}

bool KeptCard::JudgeDue(const verdict::Context& context,
                        verdict::RecordLookup lookup, GiveWay give_way) {
  Judged judged;
  JudgeWalk walk(context, plan_, WantedOfKept(), lookup, give_way, &judged);
  walk.Some(again_);
  if (others_) {
    walk.Others([this](RowIndex row) {
      return entries_.contains(row) || again_.contains(row);
    });
  }
  if (HasEnded(context)) return false;
  for (RowIndex row : again_) Remove(context.world, row);
  again_.clear();
  others_ = false;
  Add(context.world, std::move(judged));
  return true;
}

bool KeptCard::CollectAgain(const verdict::Context& context,
                            verdict::RecordLookup lookup, GiveWay give_way) {
  const Micros as_of = plan_.question.as_of();
  if (!everybody_ && events_until_ >= as_of) return true;
  // What changes while it gives way sets this back.
  const auto& by_time = context.world.events().by_time();
  const auto next = by_time.lower_bound({as_of + 1, base::Hash128()});
  events_until_ = next == by_time.end() ? index::kForever : next->first - 1;
  std::vector<CountedEvent> events =
      CollectEvents(context, plan_, /*in_full=*/false, lookup, give_way);
  if (HasEnded(context)) {
    events_until_ = index::kNoTime;
    return false;
  }
  const expect::Window& window = plan_.question.window;
  if (!events.empty()) {
    events_until_ = std::min(
        events_until_, events.front().at + (window.end - window.start) - 1);
  }
  // What the listener knew before the first time is not known here.
  if (everybody_) listener_.OnAllGone();
  absl::flat_hash_set<base::Hash128> here;
  for (const CountedEvent& event : events) here.insert(event.id);
  for (const CountedEvent& event : here_.events) {
    if (!here.contains(event.id)) listener_.OnGone(event.id);
  }
  for (const CountedEvent& event : events) listener_.OnCome(event.id, kNone);
  count_ = static_cast<int>(events.size());
  here_.events = std::move(events);
  everybody_ = false;
  return true;
}

void KeptCard::Clear() {
  listener_.OnAllGone();
  entries_.clear();
  here_ = Collection();
  here_.prices = answering_.prices;
  members_ = MemberSum();
  near_.clear();
  near_open_.clear();
  tallied_.reset();
  due_.clear();
  again_.clear();
  others_ = false;
  count_ = 0;
}

void KeptCard::Come(base::Hash128 id, RowIndex row) {
  listener_.OnCome(id, row);
  members_.Add(id);
  ++count_;
}

void KeptCard::Go(base::Hash128 id) {
  listener_.OnGone(id);
  members_.Remove(id);
  --count_;
}

void KeptCard::Remove(const index::World& world, RowIndex row) {
  const auto it = entries_.find(row);
  if (it == entries_.end()) return;
  const Entry entry = it->second;
  entries_.erase(it);
  near_.erase(row);
  near_open_.erase(row);
  CountStage(entry.stage, -1, &here_.stages);
  tallied_.reset();
  if (entry.customer != kNone) RemoveCustomer(world, entry.customer);
  if (entry.plain != kNone) RemovePlain(world, entry.plain);
}

void KeptCard::RemoveCustomer(const index::World& world, uint32_t at) {
  std::vector<CountedCustomer>& customers = here_.customers;
  ForEachMember(
      world, plan_, customers[at],
      [&](base::Hash128 id, const CountedOrder* /*order*/) { Go(id); });
  std::swap(customers[at], customers.back());
  customers.pop_back();
  if (at < customers.size()) entries_.at(customers[at].row).customer = at;
}

void KeptCard::RemovePlain(const index::World& world, uint32_t at) {
  std::vector<PlainCustomer>& plain = here_.plain;
  Go(world.row(plain[at].row).id);
  plain[at] = plain.back();
  plain.pop_back();
  if (at < plain.size()) entries_.at(plain[at].row).plain = at;
}

// A row that is there twice has changed while the walk gave way: it is judged
// again in any case.
void KeptCard::Add(const index::World& world, Judged judged) {
  for (const Seen& seen : judged.seen) {
    Remove(world, seen.row);
    Entry& entry = entries_[seen.row];
    entry.until = seen.until;
    entry.stage = seen.stage;
    entry.crowded = seen.crowded;
    CountStage(seen.stage, 1, &here_.stages);
    if (seen.near) {
      near_.insert(seen.row);
      near_open_.insert(seen.row);
    }
    AddDue(seen.until, seen.row);
    tallied_.reset();
  }
  for (CountedCustomer& customer : judged.customers) {
    AddCustomer(world, std::move(customer));
  }
  for (const PlainCustomer& plain : judged.plain) AddPlain(world, plain);
}

void KeptCard::AddCustomer(const index::World& world,
                           CountedCustomer customer) {
  Entry& entry = entries_.at(customer.row);
  if (entry.customer != kNone) return;
  entry.customer = static_cast<uint32_t>(here_.customers.size());
  here_.customers.push_back(std::move(customer));
  const CountedCustomer& added = here_.customers.back();
  ForEachMember(world, plan_, added,
                [&](base::Hash128 id, const CountedOrder* /*order*/) {
                  Come(id, added.row);
                });
}

void KeptCard::AddPlain(const index::World& world, const PlainCustomer& plain) {
  Entry& entry = entries_.at(plain.row);
  if (entry.plain != kNone) return;
  entry.plain = static_cast<uint32_t>(here_.plain.size());
  here_.plain.push_back(plain);
  Come(world.row(plain.row).id, plain.row);
}

const CountedCustomer* KeptCard::Find(RowIndex row) const {
  const auto it = entries_.find(row);
  return it == entries_.end() || it->second.customer == kNone
             ? nullptr
             : &here_.customers[it->second.customer];
}

bool KeptCard::BringUpNear(const verdict::Context& context,
                           verdict::RecordLookup lookup, GiveWay give_way) {
  const std::vector<RowIndex> open(near_open_.begin(), near_open_.end());
  for (RowIndex row : open) {
    give_way();
    if (!context.Spend(base::Budget::kLarge)) return false;
    near_open_.erase(row);
    CountedCustomer& customer = here_.customers[entries_.at(row).customer];
    const bool had = customer.reasons.Has(model::ReasonCode::kNearMatch);
    const bool has = verdict::HasNear(context, row, plan_.question, lookup);
    if (has == had) continue;
    customer.reasons.Set(model::ReasonCode::kNearMatch, has);
    tallied_.reset();
  }
  return true;
}

model::Card KeptCard::Tallied(const index::Rulebook& rulebook) {
  if (!tallied_) tallied_ = Tally(rulebook, plan_, here_);
  model::Card card = *tallied_;
  SetTime(plan_, &card);
  return card;
}

}  // namespace landfall::cards
