#pragma once

#include <string>
#include <vector>

#include "server/model/query.h"
#include "server/model/verdict.h"
#include "tests/oracle/naive_expectation.h"
#include "tests/oracle/naive_money.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {

// A shop customer without an active order is out of scope, except where a card
// asks about every customer by creation: there any entity counts.
enum class WithoutActiveOrder { kOutOfScope, kAnyEntity };

struct NaiveQuestion {
  model::KeyKinds kinds;
  NaiveWindow window;
  WithoutActiveOrder without_active_order = WithoutActiveOrder::kOutOfScope;
};

// An answer and what a card needs beside it. Texts, near matches, and the
// reasons that come from error events and from preflight are left out.
struct NaiveDecision {
  model::CheckAnswer answer;
  std::vector<NaiveRequirement> blocked;  // of orders, known to be missing
  std::vector<NaiveRequirement> missing;  // known to be missing, all of them
  NaiveValue value;
};

// The verdict on a customer that Landfall knows, without its counterparts.
NaiveDecision Decide(const NaiveView& view, const NaiveCustomer& customer,
                     const NaiveQuestion& question);
// The same with the entities that a caller expects in place of the rules.
NaiveDecision DecideAsCallerExpects(const NaiveView& view,
                                    const NaiveCustomer& customer,
                                    const NaiveQuestion& question,
                                    const model::CheckQuery& query);
// Fills the counterparts with their own verdicts.
void AddCounterparts(const NaiveView& view, const NaiveCustomer& customer,
                     const NaiveQuestion& question, model::CheckAnswer* answer);

// The answer to a check of any kind.
model::CheckAnswer AnswerCheck(const NaiveView& view,
                               const model::CheckQuery& query);

// "Counted from the record's creation or the first active order."
std::optional<absl::Time> WaitingSince(const NaiveView& view,
                                       const NaiveCustomer& customer,
                                       const NaiveWindow& window);

// How an entity's line of a breakdown is called.
std::string LineOf(const NaiveRequirement& requirement);

bool HasReason(const model::CheckAnswer& answer, model::ReasonCode code);

}  // namespace landfall::oracle
