// Turns a record that is no customer into an answer: an error event into what
// it means and whom it is about. Entry points: ExplainEvent, ExplainNoCustomer.
#include <algorithm>

#include "server/classify/message.h"
#include "server/index/derive.h"
#include "server/index/guests.h"
#include "server/verdict/explain.h"
#include "server/verdict/internal/reason_texts.h"
#include "server/verdict/internal/several.h"
#include "server/verdict/preflight.h"

namespace landfall::verdict {
namespace {

using index::RowIndex;
using model::Verdict;

model::CheckAnswer StartAnswer(const Context& context) {
  model::CheckAnswer answer;
  answer.clarity = model::ExpectationClarity::kAny;
  answer.blocked_value.currency =
      context.world.rulebook().settings().reporting_currency;
  return answer;
}

model::Counterpart CounterpartOf(const Context& context, RowIndex row,
                                 const Question& question,
                                 RecordLookup lookup) {
  const Verdict verdict =
      context.world.row(row).Is(index::Row::kMaster)
          ? ExplainMaster(context, row, question, lookup,
                          model::CheckView::kBasic)
                .verdict
          : AssessCustomer(context, row, question).verdict();
  return {Describe(context.world, lookup, row, question.as_of()).ref, verdict};
}

}  // namespace

std::vector<RowIndex> CustomersOfEvent(const Context& context,
                                       const model::Record& record,
                                       const Question& question) {
  const index::World& world = context.world;
  std::vector<RowIndex> rows;
  const auto add = [&](RowIndex row) {
    if (row == index::kNone) return;
    row = index::Registered(world, row, question.as_of());
    const bool known = std::find(rows.begin(), rows.end(), row) != rows.end();
    if (!known && world.Exists(world.row(row), question.as_of())) {
      rows.push_back(row);
    }
  };
  const index::Facts facts = index::DeriveFacts(world.rulebook(), record);
  if (const auto* named = std::get_if<index::EventFacts>(&facts)) {
    for (const base::Hash128& subject : named->subjects) {
      add(world.FindRow(subject));
      const index::OrderIndex order = world.FindOrder(subject);
      if (order != index::kNone) add(world.order(order).customer);
    }
  }
  const auto& event = std::get<model::ErrorEvent>(record.body);
  if (event.customer) {
    const match::Subject subject =
        match::SubjectOf(world.rulebook(), *event.customer);
    for (const match::UpstreamHit& hit :
         match::Match(world, subject, question.keys, question.as_of())
             .upstreams) {
      add(hit.row);
    }
  }
  return rows;
}

model::CheckAnswer ExplainEvent(const Context& context,
                                const model::Record& record,
                                const Question& question, RecordLookup lookup) {
  model::CheckAnswer answer = StartAnswer(context);
  const auto& event = std::get<model::ErrorEvent>(record.body);
  classify::Finding finding =
      classify::ClassifyMessage(event.message, event.code);
  answer.explanation =
      finding.code == model::ReasonCode::kOtherError && !event.message.empty()
          ? internal::ErrorText(record, finding).message
          : classify::ShortMessage(event.message);
  if (answer.explanation.empty()) {
    answer.explanation = "The integration reported an error without a message.";
  }
  answer.reasons.push_back({finding.code, event.entity, answer.explanation,
                            std::move(finding.action)});
  answer.since = record.created;
  for (RowIndex row : CustomersOfEvent(context, record, question)) {
    answer.counterparts.push_back(
        CounterpartOf(context, row, question, lookup));
    const Verdict verdict = answer.counterparts.back().verdict;
    answer.verdict = answer.counterparts.size() == 1
                         ? verdict
                         : internal::Worse(answer.verdict, verdict);
  }
  internal::SortByRecord(&answer.counterparts);
  return answer;
}

model::CheckAnswer ExplainNoCustomer(const Context& context,
                                     const model::Record& record) {
  model::CheckAnswer answer = StartAnswer(context);
  answer.verdict = Verdict::kOutOfScope;
  internal::Text text = internal::NoCustomerText(
      std::holds_alternative<model::MasterCustomer>(record.body));
  answer.explanation = text.message;
  answer.reasons.push_back({model::ReasonCode::kNotACustomerType, "",
                            std::move(text.message), std::move(text.action)});
  answer.preflight = PreflightOf(context, record);
  return answer;
}

model::CheckAnswer ExplainNotHeld(const Context& context) {
  model::CheckAnswer answer = StartAnswer(context);
  answer.verdict = Verdict::kUnknown;
  internal::Text text = internal::NotHeldText();
  answer.explanation = text.message;
  answer.reasons.push_back({model::ReasonCode::kRecordNotHeld, "",
                            std::move(text.message), std::move(text.action)});
  return answer;
}

}  // namespace landfall::verdict
