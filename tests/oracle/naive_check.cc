// Turns a check into an answer: of a held customer, a master, or typed keys.
// Entry point: AnswerCheck.

#include <algorithm>

#include "tests/oracle/naive_drift.h"
#include "tests/oracle/naive_keys.h"
#include "tests/oracle/naive_matching.h"
#include "tests/oracle/naive_verdict.h"

namespace landfall::oracle {
namespace {

using model::Verdict;

model::CheckAnswer NotHeld() {
  model::CheckAnswer answer;
  answer.verdict = Verdict::kUnknown;
  model::Reason reason;
  reason.code = model::ReasonCode::kRecordNotHeld;
  answer.reasons.push_back(reason);
  return answer;
}

bool StandsFor(const NaiveView& view, const NaiveMaster& master,
               const NaiveCustomer& customer, model::KeyKinds kinds) {
  for (const NaivePresence& presence : LookEverywhere(view, customer, kinds)) {
    for (const NaiveMatch& match : presence.matches) {
      if (match.master == &master) return true;
    }
  }
  return false;
}

int Badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::kNotPromoted:
      return 4;
    case Verdict::kUnknown:
      return 3;
    case Verdict::kAwaitingSync:
      return 2;
    case Verdict::kPromoted:
      return 1;
    case Verdict::kOutOfScope:
      return 0;
  }
  return 0;
}

void AddMissing(const model::CheckAnswer& from, model::CheckAnswer* to) {
  for (const model::EntityOutcome& outcome : from.entities) {
    if (outcome.outcome != model::Outcome::kMissing) continue;
    bool known = false;
    for (const model::EntityOutcome& listed : to->entities) {
      if (listed.entity == outcome.entity) known = true;
    }
    if (known) continue;
    model::EntityOutcome missing;
    missing.entity = outcome.entity;
    missing.outcome = model::Outcome::kMissing;
    to->entities.push_back(missing);
  }
}

// "Which upstream customers it stands for and in which other entities they are
// still missing"; the verdict is the worst of theirs.
model::CheckAnswer AnswerForMaster(const NaiveView& view,
                                   const NaiveMaster& master,
                                   const NaiveQuestion& question) {
  model::CheckAnswer answer;
  answer.verdict = Verdict::kPromoted;
  int badness = 0;
  for (const NaiveCustomer& customer : view.customers()) {
    if (RowOutOfScope(view, customer).has_value() ||
        !StandsFor(view, master, customer, question.kinds)) {
      continue;
    }
    const NaiveDecision decision = Decide(view, customer, question);
    answer.counterparts.push_back({customer.ref, decision.answer.verdict});
    if (Badness(decision.answer.verdict) > badness) {
      badness = Badness(decision.answer.verdict);
      answer.verdict = decision.answer.verdict;
    }
    AddMissing(decision.answer, &answer);
  }
  return answer;
}

NaiveCustomer Typed(const NaiveView& view, const model::GivenKeys& given) {
  NaiveCustomer customer;
  customer.name = given.name;
  customer.postal_code = given.postal_code;
  customer.keys = KeysAsTyped(view.settings(), given);
  return customer;
}

}  // namespace

void AddCounterparts(const NaiveView& view, const NaiveCustomer& customer,
                     const NaiveQuestion& question,
                     model::CheckAnswer* answer) {
  for (const NaiveCustomer* other :
       Counterparts(view, customer, question.kinds)) {
    answer->counterparts.push_back(
        {other->ref, Decide(view, *other, question).answer.verdict});
  }
}

namespace {

const model::Record* HeldThen(const NaiveView& view,
                              const model::RecordRef& ref) {
  for (const model::Record* record : view.records()) {
    if (record->ref == ref) return record;
  }
  return nullptr;
}

model::CheckAnswer NoCustomer() {
  model::CheckAnswer answer;
  answer.verdict = Verdict::kOutOfScope;
  model::Reason reason;
  reason.code = model::ReasonCode::kNotACustomerType;
  answer.reasons.push_back(reason);
  return answer;
}

// "A check of an order or an error event is the check of the customer behind
// it." nullptr when there is none.
const NaiveCustomer* Behind(const NaiveView& view,
                            const model::Record& record) {
  if (const auto* event = std::get_if<model::ErrorEvent>(&record.body)) {
    return view.FindCustomer(event->record);
  }
  for (const NaiveCustomer& customer : view.customers()) {
    for (const model::Record* order : customer.orders) {
      if (order == &record) return &customer;
    }
  }
  return nullptr;
}

}  // namespace

model::CheckAnswer AnswerCheck(const NaiveView& view,
                               const model::CheckQuery& query) {
  NaiveQuestion question;
  question.kinds = query.keys.value_or(view.settings().keys);
  question.window = WindowOf(query.as_of, query.window_days);
  if (query.customer.has_value()) {
    const NaiveCustomer typed = Typed(view, *query.customer);
    model::CheckAnswer answer =
        DecideAsCallerExpects(view, typed, question, query).answer;
    AddCounterparts(view, typed, question, &answer);
    return answer;
  }
  if (const NaiveMaster* master = view.FindMaster(*query.record)) {
    return AnswerForMaster(view, *master, question);
  }
  const NaiveCustomer* customer = view.FindCustomer(*query.record);
  if (customer == nullptr) {
    const model::Record* record = HeldThen(view, *query.record);
    if (record == nullptr) return NotHeld();
    customer = Behind(view, *record);
  }
  if (customer == nullptr) return NoCustomer();
  model::CheckAnswer answer =
      query.expected_entities.empty()
          ? Decide(view, *customer, question).answer
          : DecideAsCallerExpects(view, *customer, question, query).answer;
  AddCounterparts(view, *customer, question, &answer);
  answer.drift = DriftOf(view, *customer, answer);
  return answer;
}

}  // namespace landfall::oracle
