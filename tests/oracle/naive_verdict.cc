// Turns expectation and presence into a verdict with its reasons. Entry point:
// Decide.

#include "tests/oracle/naive_verdict.h"

#include <algorithm>

#include "server/filter/filter.h"
#include "tests/oracle/naive_keys.h"
#include "tests/oracle/naive_matching.h"
#include "tests/oracle/naive_reasons.h"

namespace landfall::oracle {
namespace {

using model::ReasonCode;
using model::Verdict;

const NaivePresence& PresenceIn(const NaiveCase& c,
                                const model::LegalEntity* entity) {
  for (const NaivePresence& presence : c.presences) {
    if (presence.entity == entity) return presence;
  }
  return c.presences.front();  // every configured entity has one
}

// "Present in any candidate counts"; known to be missing only when every entity
// that could hold the customer can answer.
Standing StandingOf(const NaiveCase& c, const NaiveRequirement& requirement) {
  bool all_fresh = true;
  for (const model::LegalEntity* entity : requirement.entities) {
    if (!PresenceIn(c, entity).matches.empty()) return Standing::kSatisfied;
    if (!c.view->IsFresh(*entity)) all_fresh = false;
  }
  return all_fresh ? Standing::kMissing : Standing::kUnknown;
}

// Exactly at the grace the wait is over. Where any of several entities would
// do, the longest grace counts.
bool StillWaits(const NaiveCase& c, const NaiveRequirement& requirement) {
  if (!c.since.has_value()) return false;
  absl::Duration grace = absl::ZeroDuration();
  for (const model::LegalEntity* entity : requirement.entities) {
    grace =
        std::max(grace, c.view->settings().FindSource(entity->source)->grace);
  }
  return c.view->as_of() - *c.since < grace;
}

bool LivesInFinanceOperations(const NaiveView& view,
                              const NaiveRequirement& requirement) {
  for (const model::LegalEntity* entity : requirement.entities) {
    if (view.settings().FindSource(entity->source)->system ==
        model::System::kFinanceOperations) {
      return true;
    }
  }
  return false;
}

bool PassesMap(const NaiveCustomer& customer) {
  const char* text = customer.ref.type == "contact"
                         ? "msdyn_sellable eq true and "
                           "msdyn_contactpersonid ne ''"
                         : "customertypecode eq 3";
  const auto filter = filter::Filter::Parse(text);
  return filter.ok() && filter->Matches(customer.record->fields);
}

// Why dual-write will never send the row, as far as an F&O entity lacks it.
void FindStops(NaiveCase* c) {
  if (c->customer->record == nullptr ||
      c->customer->source->system != model::System::kDataverse) {
    return;
  }
  bool concerned = false;
  for (size_t i = 0; i < c->expectation.requirements.size(); ++i) {
    if (c->standings[i] == Standing::kMissing &&
        LivesInFinanceOperations(*c->view, c->expectation.requirements[i])) {
      concerned = true;
    }
  }
  if (!concerned) return;
  if (!PassesMap(*c->customer)) {
    c->stops.push_back(ReasonCode::kExcludedByMapFilter);
  }
  if (c->customer->body->company.empty()) {
    c->stops.push_back(ReasonCode::kNoCompanyOnRecord);
  }
}

Verdict VerdictOf(const NaiveCase& c) {
  bool all_satisfied = true;
  bool any_missing = false;
  bool all_missing_wait = true;
  for (size_t i = 0; i < c.standings.size(); ++i) {
    if (c.standings[i] != Standing::kSatisfied) all_satisfied = false;
    if (c.standings[i] != Standing::kMissing) continue;
    any_missing = true;
    if (!StillWaits(c, c.expectation.requirements[i])) all_missing_wait = false;
  }
  if (all_satisfied) return Verdict::kPromoted;
  if (!any_missing) return Verdict::kUnknown;
  if (!c.stops.empty() || !all_missing_wait) return Verdict::kNotPromoted;
  return Verdict::kAwaitingSync;
}

model::MasterMatch Describe(const NaiveMatch& match) {
  model::MasterMatch described;
  described.record = match.master->record->ref;
  described.account = match.master->body->account;
  described.name = match.master->record->name;
  described.matched_on = match.kinds;
  described.blocked = match.master->body->blocked;
  return described;
}

// The strongest rule that makes the entity expected; a candidate only if no
// clear expectation names it.
model::EntityOutcome OutcomeIn(const NaiveCase& c,
                               const NaivePresence& presence, bool* listed) {
  model::EntityOutcome outcome;
  outcome.entity = presence.entity->id;
  bool clear = false;
  bool candidate = false;
  bool anywhere = false;
  for (const NaiveRequirement& requirement : c.expectation.requirements) {
    if (requirement.anywhere) anywhere = true;
    if (requirement.anywhere || !requirement.Names(presence.entity)) continue;
    (requirement.clear() ? clear : candidate) = true;
    if (outcome.because == model::ExpectedBecause::kNone ||
        requirement.because < outcome.because) {
      outcome.because = requirement.because;
    }
  }
  outcome.candidate = candidate && !clear;
  for (const NaiveMatch& match : presence.matches) {
    outcome.customers.push_back(Describe(match));
  }
  const bool present = !presence.matches.empty();
  *listed = clear || candidate || present;
  if (present) {
    outcome.outcome = clear || candidate || anywhere
                          ? model::Outcome::kPresent
                          : model::Outcome::kPresentNotExpected;
  } else {
    outcome.outcome = c.view->IsFresh(*presence.entity)
                          ? model::Outcome::kMissing
                          : model::Outcome::kUnknown;
  }
  return outcome;
}

std::vector<model::EntityOutcome> Outcomes(const NaiveCase& c) {
  std::vector<model::EntityOutcome> outcomes;
  for (const NaivePresence& presence : c.presences) {
    bool listed = false;
    model::EntityOutcome outcome = OutcomeIn(c, presence, &listed);
    if (listed) outcomes.push_back(std::move(outcome));
  }
  std::sort(
      outcomes.begin(), outcomes.end(),
      [](const model::EntityOutcome& a, const model::EntityOutcome& b) {
        const bool a_expected = a.because != model::ExpectedBecause::kNone;
        const bool b_expected = b.because != model::ExpectedBecause::kNone;
        if (a_expected != b_expected) return a_expected;
        return a.entity < b.entity;
      });
  return outcomes;
}

std::vector<model::KeyReport> ReportKeys(const NaiveCase& c) {
  std::vector<model::KeyReport> reports;
  for (const normalize::KeyOutcome& outcome : c.customer->keys) {
    // What is no key is reported whether or not its kind was asked for.
    if (outcome.key.has_value() && !c.kinds.Has(outcome.kind)) continue;
    model::KeyReport report;
    report.kind = outcome.kind;
    report.usable = outcome.key.has_value();
    if (report.usable) {
      report.normalized = outcome.key->text();
    } else {
      report.problem = std::string(normalize::KeyProblemName(outcome.problem));
      report.raw = outcome.raw;
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

// "Blocked are the orders whose expected entity is missing, not those whose
// entity is there."
void AddMoney(const NaiveCase& c, NaiveDecision* decision) {
  std::vector<const model::Record*> orders;
  for (size_t i = 0; i < c.standings.size(); ++i) {
    if (c.standings[i] != Standing::kMissing) continue;
    const NaiveRequirement& requirement = c.expectation.requirements[i];
    decision->missing.push_back(requirement);
    if (requirement.order == nullptr) continue;
    decision->blocked.push_back(requirement);
    orders.push_back(requirement.order);
  }
  decision->value = ValueOf(*c.view, orders);
  decision->answer.blocked_value = decision->value.total;
  decision->answer.blocked_by_currency = decision->value.by_currency;
  decision->answer.unpriced_currencies = decision->value.unpriced;
  decision->answer.unpriced_orders = decision->value.unpriced_orders;
}

NaiveDecision Judge(NaiveCase c) {
  for (const NaiveRequirement& requirement : c.expectation.requirements) {
    c.standings.push_back(StandingOf(c, requirement));
  }
  FindStops(&c);
  NaiveDecision decision;
  model::CheckAnswer& answer = decision.answer;
  answer.clarity = c.expectation.clarity;
  answer.since = c.since;
  answer.keys = ReportKeys(c);
  answer.verdict =
      c.out_of_scope.has_value() ? Verdict::kOutOfScope : VerdictOf(c);
  answer.entities = Outcomes(c);
  answer.reasons = ReasonsFor(c, answer.verdict);
  AddMoney(c, &decision);
  return decision;
}

// "Only cancelled orders, or only quotes: out."
ReasonCode WhyNoOrders(const NaiveCustomer& customer,
                       const NaiveWindow& window) {
  bool quote = false;
  for (const model::Record* record : customer.orders) {
    const auto& order = std::get<model::Order>(record->body);
    if (!order.placed_at.has_value() || !window.Contains(*order.placed_at)) {
      continue;
    }
    if (!order.quote) return ReasonCode::kNoActiveOrders;
    quote = true;
  }
  return quote ? ReasonCode::kQuoteOnly : ReasonCode::kNoActiveOrders;
}

NaiveCase CaseOf(const NaiveView& view, const NaiveCustomer& customer,
                 const NaiveQuestion& question) {
  NaiveCase c;
  c.view = &view;
  c.customer = &customer;
  c.kinds = question.kinds;
  c.presences = LookEverywhere(view, customer, question.kinds);
  c.since = WaitingSince(view, customer, question.window);
  c.out_of_scope = RowOutOfScope(view, customer);
  const bool any_counts =
      question.without_active_order == WithoutActiveOrder::kAnyEntity;
  if (!c.out_of_scope.has_value() && !any_counts &&
      model::IsShop(customer.source->system) &&
      ActiveOrders(view, customer, question.window).empty()) {
    c.out_of_scope = WhyNoOrders(customer, question.window);
  }
  return c;
}

}  // namespace

std::optional<absl::Time> WaitingSince(const NaiveView& view,
                                       const NaiveCustomer& customer,
                                       const NaiveWindow& window) {
  std::optional<absl::Time> first;
  for (const model::Record* order : ActiveOrders(view, customer, window)) {
    const absl::Time placed = *std::get<model::Order>(order->body).placed_at;
    if (!first.has_value() || placed < *first) first = placed;
  }
  return first.has_value() ? first : customer.created;
}

std::string LineOf(const NaiveRequirement& requirement) {
  if (requirement.anywhere) return "UNMAPPED";
  if (requirement.ambiguous()) return "AMBIGUOUS";
  return requirement.entities.front()->id;
}

bool HasReason(const model::CheckAnswer& answer, ReasonCode code) {
  for (const model::Reason& reason : answer.reasons) {
    if (reason.code == code) return true;
  }
  return false;
}

NaiveDecision Decide(const NaiveView& view, const NaiveCustomer& customer,
                     const NaiveQuestion& question) {
  NaiveCase c = CaseOf(view, customer, question);
  if (!c.out_of_scope.has_value()) {
    c.expectation = ExpectedByRules(view, customer, question.window);
    if (c.expectation.requirements.empty()) {
      c.expectation = ExpectedAnywhere(view);
    }
  }
  return Judge(std::move(c));
}

NaiveDecision DecideAsCallerExpects(const NaiveView& view,
                                    const NaiveCustomer& customer,
                                    const NaiveQuestion& question,
                                    const model::CheckQuery& query) {
  if (customer.source != nullptr) {
    NaiveCase c = CaseOf(view, customer, question);
    if (!c.out_of_scope.has_value()) {
      c.expectation = ExpectedByCaller(view, query);
    }
    return Judge(std::move(c));
  }
  NaiveCase c;
  c.view = &view;
  c.customer = &customer;
  c.kinds = question.kinds;
  c.presences = LookEverywhere(view, customer, question.kinds);
  c.expectation = ExpectedByCaller(view, query);
  return Judge(std::move(c));
}

}  // namespace landfall::oracle
