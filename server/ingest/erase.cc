// Turns a reference into everything that names what it names, and removes that.
// Entry point: Erase.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "server/base/status_macros.h"
#include "server/index/belongings.h"
#include "server/index/derive.h"
#include "server/index/guests.h"
#include "server/index/known.h"
#include "server/ingest/redact.h"
#include "server/ingest/store_ingest.h"

namespace landfall::ingest {
namespace {

using HashSet = absl::flat_hash_set<base::Hash128>;

// Whom an erasure is about, as far as the world knows.
struct Subject {
  base::Hash128 id;  // what the caller named
  HashSet guests;    // of `person`: their references are personal data
  // The customer in all its guises: registered and as a guest. Empty when the
  // caller named something that is nobody's self, such as one order.
  HashSet person;
};

Subject SubjectOf(const index::World& world, base::Hash128 id,
                  bool is_customer) {
  Subject subject;
  subject.id = id;
  index::RowIndex row = world.FindRow(id);
  if (is_customer) {
    subject.person.insert(id);
  } else if (const auto order = world.FindOrder(id); order != index::kNone) {
    // A guest is nothing but its orders: with the last one it goes itself.
    const index::RowIndex customer = world.order(order).customer;
    int orders = 0;
    world.ForEachOwnOrder(customer, index::kNoTime,
                          [&](const index::OrderRow&) { ++orders; });
    if (index::IsGuestRow(world.row(customer)) && orders == 1) row = customer;
  }
  if (row == index::kNone) return subject;
  for (index::RowIndex one : index::EverOne(world, row)) {
    subject.person.insert(world.row(one).id);
    if (index::IsGuestRow(world.row(one))) {
      subject.guests.insert(world.row(one).id);
    }
  }
  return subject;
}

// The ids of all records that may have to do with a subject: whatever belongs
// to the person, and every error event, because its text may name the person.
HashSet CandidatesFor(const live::State& state, const Subject& subject) {
  HashSet candidates = subject.person;
  candidates.insert(subject.id);
  for (const base::Hash128& id : subject.person) {
    const std::vector<base::Hash128> own = state.belongings.Of(id);
    candidates.insert(own.begin(), own.end());
    const index::RowIndex row = state.world.FindRow(id);
    if (row == index::kNone) continue;
    state.world.ForEachOwnOrder(
        row, index::kNoTime,
        [&](const index::OrderRow& order) { candidates.insert(order.id); });
  }
  const auto& events = state.belongings.events();
  candidates.insert(events.begin(), events.end());
  return candidates;
}

// Gathers what goes with a subject. First every candidate is shown to it, then
// the error events once more, because what they are about may come after them.
class Gathering {
 public:
  Gathering(const index::Rulebook& rulebook, Subject subject)
      : rulebook_(rulebook), subject_(std::move(subject)) {}

  void Visit(base::Hash128 id, const model::Record& record) {
    if (id == subject_.id || BelongsToPerson(id, record)) {
      going_.insert(id);
      NoteNames(record);
    } else if (std::holds_alternative<model::ErrorEvent>(record.body)) {
      events_.push_back(id);
    }
  }

  // True for an event that is about the person or about anything that goes.
  bool Goes(const model::Record& record) const {
    const auto& event = std::get<model::ErrorEvent>(record.body);
    if (IsNamed(rulebook_.RecordId(event.record))) return true;
    const index::Facts facts = index::DeriveFacts(rulebook_, record);
    if (const auto* named = std::get_if<index::EventFacts>(&facts)) {
      for (const base::Hash128& subject : named->subjects) {
        if (IsNamed(subject) || keys_.contains(subject)) return true;
      }
    }
    // An address that is no key, such as one of a placeholder domain, names the
    // person all the same.
    if (event.customer) {
      for (const std::string& email : event.customer->emails) {
        if (texts_.HasEmail(email)) return true;
      }
    }
    return texts_.IsMentionedIn(record.ref.id);
  }

  // Of whom the log of events must not speak any more once `changes` are made.
  std::vector<store::Forgotten> Forgotten(const Changes& changes) const {
    std::map<base::Hash128, bool> entirely;
    for (const base::Hash128& id : subject_.person) {
      entirely[id] = subject_.guests.contains(id);
    }
    for (const auto& [id, change] : changes.by_id) {
      // An id that somebody else gave out may be the person's address.
      entirely[id] |= texts_.IsMentionedIn(change.before->ref.id);
    }
    std::vector<store::Forgotten> all;
    for (const auto& [id, is] : entirely) all.push_back({id, is});
    return all;
  }

  const Subject& subject() const { return subject_; }
  const HashSet& going() const { return going_; }
  const std::vector<base::Hash128>& events() const { return events_; }
  const PersonTexts& texts() const { return texts_; }

 private:
  bool IsNamed(base::Hash128 id) const {
    return subject_.person.contains(id) || going_.contains(id);
  }

  // Everything that carries data of the customer: its own record, its orders,
  // its activities, its company's locations.
  bool BelongsToPerson(base::Hash128 id, const model::Record& record) const {
    if (subject_.person.empty()) return false;
    if (subject_.person.contains(id)) return true;
    const std::vector<base::Hash128> owners =
        index::OwnersOf(rulebook_, record);
    return std::any_of(owners.begin(), owners.end(), [this](const auto& owner) {
      return subject_.person.contains(owner);
    });
  }

  // The keys and texts by which others name the person. An order that goes
  // alone, while its customer stays, says nothing about the customer.
  void NoteNames(const model::Record& record) {
    if (subject_.person.empty()) return;
    std::vector<normalize::KeyOutcome> outcomes;
    if (const auto* order = std::get_if<model::Order>(&record.body)) {
      outcomes = index::OrderKeyOutcomes(rulebook_, record);
      texts_.AddName(order->customer_name);
      texts_.AddEmail(order->email);
    } else if (std::holds_alternative<model::UpstreamCustomer>(record.body) ||
               std::holds_alternative<model::MasterCustomer>(record.body) ||
               std::holds_alternative<model::CompanyLocation>(record.body)) {
      outcomes = index::KeyOutcomes(rulebook_, record);
      texts_.AddName(record.name);
    }
    for (const normalize::KeyOutcome& outcome : outcomes) {
      NoteKey(outcome);
    }
  }

  void NoteKey(const normalize::KeyOutcome& outcome) {
    if (outcome.key) {
      keys_.insert(index::HashKey(rulebook_, *outcome.key, false)[0].hash);
    }
    if (outcome.kind == model::KeyKind::kEmail) {
      texts_.AddEmail(outcome.raw);
      if (outcome.key) texts_.AddEmail(outcome.key->text());
    } else if (outcome.kind == model::KeyKind::kTaxId) {
      texts_.AddNumber(outcome.raw);
      if (outcome.key) texts_.AddNumber(outcome.key->text());
    }
  }

  const index::Rulebook& rulebook_;
  const Subject subject_;
  HashSet going_;
  HashSet keys_;
  std::vector<base::Hash128> events_;  // those that may stay
  PersonTexts texts_;
};

}  // namespace

absl::StatusOr<Changes> StoreIngest::PlanErasure(
    const model::RecordRef& ref) const {
  const auto kind =
      model::KindOf(settings().FindSource(ref.source)->system, ref.type);
  const bool is_customer = kind == model::RecordKind::kUpstreamCustomer ||
                           kind == model::RecordKind::kMasterCustomer;
  Subject subject;
  HashSet candidates;
  {
    const live::Live::Reading state = live_.Read();
    subject = SubjectOf(state->world, rulebook_.RecordId(ref), is_customer);
    candidates = CandidatesFor(*state, subject);
  }
  Gathering gathering(rulebook_, std::move(subject));
  Changes changes;
  changes.view = store_.View();
  for (const base::Hash128& id : candidates) {
    LF_ASSIGN_OR_RETURN(const std::optional<model::Record> record,
                        changes.view->Get(id));
    if (record) gathering.Visit(id, *record);
  }
  for (const base::Hash128& id : gathering.going()) {
    Change& change = changes.by_id[id];
    LF_ASSIGN_OR_RETURN(change.before, changes.view->Get(id));
    ++change.steps;
  }
  for (const base::Hash128& id : gathering.events()) {
    LF_ASSIGN_OR_RETURN(std::optional<model::Record> event,
                        changes.view->Get(id));
    if (!event) continue;
    Change change;
    change.before = event;
    ++change.steps;
    if (!gathering.Goes(*event)) {
      // Somebody else's failure stays, without what it says of this person.
      if (!gathering.texts().TakeOutOf(&*event)) continue;
      change.after = std::move(event);
    }
    changes.by_id.emplace(id, std::move(change));
  }
  changes.forgotten = gathering.Forgotten(changes);
  // By each of them the caller may ask whether it is done.
  HashSet erased = gathering.going();
  erased.insert(gathering.subject().id);
  erased.insert(gathering.subject().person.begin(),
                gathering.subject().person.end());
  store::DuePurges::Require(changes.view->revision(),
                            {erased.begin(), erased.end()}, &changes.intents);
  return changes;
}

absl::Status StoreIngest::Erase(const model::RecordRef& ref, absl::Time now) {
  LF_ASSIGN_OR_RETURN(const model::RecordRef named,
                      index::CanonicalRef(rulebook_, ref));
  LF_RETURN_IF_ERROR(CommitErasure(named, now));
  // Outside of any lock: nobody waits for files to be rewritten but the caller.
  return purges_.Finish();
}

absl::Status StoreIngest::CommitErasure(const model::RecordRef& ref,
                                        absl::Time now) {
  absl::MutexLock lock(&mutex_);
  LF_ASSIGN_OR_RETURN(Changes changes, PlanErasure(ref));
  if (changes.by_id.empty()) {
    // It may have been erased a moment ago, and then it is not gone yet.
    if (purges_.IsDue(rulebook_.RecordId(ref))) return absl::OkStatus();
    return absl::NotFoundError("record: Landfall does not hold this record");
  }
  LF_RETURN_IF_ERROR(Commit(std::move(changes), now));
  recall_.OnErasure();
  return absl::OkStatus();
}

}  // namespace landfall::ingest
