// Two answers to one question -> what the shorter one gets wrong. Written
// without the engine's own function that shortens an answer. Entry point:
// WrongInBasic.
#include "tests/oracle/basic_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "server/model/key_kind.h"
#include "server/model/reason.h"
#include "tests/oracle/rendering.h"

namespace landfall::oracle {
namespace {

std::string MoneyText(const model::Money& money) {
  return absl::StrCat(money.currency, " ", money.amount.ToString());
}

// Everything that BASIC keeps, in its order.
std::string Kept(const model::CheckAnswer& answer) {
  std::string text = absl::StrCat(
      "verdict ", model::VerdictName(answer.verdict), "\nclarity ",
      model::ClarityName(answer.clarity), "\nrevision ", answer.revision,
      "\nsince ", answer.since ? absl::FormatTime(*answer.since) : "never",
      "\nblocked ", MoneyText(answer.blocked_value), " unpriced ",
      answer.unpriced_orders, " ",
      absl::StrJoin(answer.unpriced_currencies, ","), "\n");
  for (const model::Money& money : answer.blocked_by_currency) {
    absl::StrAppend(&text, "in currency ", MoneyText(money), "\n");
  }
  for (const model::EntityOutcome& entity : answer.entities) {
    absl::StrAppend(&text, "entity ", entity.entity, " ",
                    model::OutcomeName(entity.outcome), " because ",
                    model::ExpectedBecauseName(entity.because),
                    entity.candidate ? " candidate" : "", "\n");
  }
  for (const model::Reason& reason : answer.reasons) {
    absl::StrAppend(&text, "reason ", model::ReasonName(reason.code), " ",
                    reason.entity, "\n");
  }
  for (const model::KeyReport& key : answer.keys) {
    absl::StrAppend(&text, "key ", model::KeyKindName(key.kind),
                    key.usable ? " usable" : " unusable ", key.problem, "\n");
  }
  return text;
}

// What BASIC must not have.
std::string Surplus(const model::CheckAnswer& answer) {
  std::string text = answer.explanation;
  for (const model::EntityOutcome& entity : answer.entities) {
    if (!entity.customers.empty()) absl::StrAppend(&text, " customers");
  }
  for (const model::Reason& reason : answer.reasons) {
    absl::StrAppend(&text, reason.message, reason.action);
  }
  for (const model::KeyReport& key : answer.keys) {
    absl::StrAppend(&text, key.normalized, key.raw);
  }
  if (!answer.near_matches.empty()) absl::StrAppend(&text, " near matches");
  if (!answer.counterparts.empty()) absl::StrAppend(&text, " counterparts");
  return text;
}

}  // namespace

std::string WrongInBasic(const model::CheckAnswer& full,
                         const model::CheckAnswer& basic) {
  std::string wrong;
  const std::string expected = Kept(full);
  const std::string kept = Kept(basic);
  if (kept != expected) {
    absl::StrAppend(&wrong, "BASIC (engine) is not FULL (oracle):\n",
                    LineDifference(kept, expected));
  }
  if (const std::string surplus = Surplus(basic); !surplus.empty()) {
    absl::StrAppend(&wrong, "BASIC does not leave out: ", surplus, "\n");
  }
  return wrong;
}

}  // namespace landfall::oracle
