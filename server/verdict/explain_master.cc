// The answer about a master customer: whom it stands for.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/index/derive.h"
#include "server/verdict/explain.h"
#include "server/verdict/internal/reason_texts.h"
#include "server/verdict/internal/sentence.h"

namespace landfall::verdict {
namespace {

using index::RowIndex;
using model::Verdict;

// The worst of several verdicts is what the master's own answer says.
int Severity(Verdict verdict) {
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

bool LeadsTo(const Assessment& assessment, RowIndex master) {
  return std::any_of(
      assessment.match.masters.begin(), assessment.match.masters.end(),
      [master](const match::MasterHit& hit) { return hit.row == master; });
}

// Adds an upstream customer's expectation outcomes that the answer has not yet.
void Merge(std::vector<model::EntityOutcome> from,
           std::vector<model::EntityOutcome>* into) {
  for (model::EntityOutcome& outcome : from) {
    auto known = std::find_if(into->begin(), into->end(),
                              [&](const model::EntityOutcome& other) {
                                return other.entity == outcome.entity;
                              });
    if (known == into->end()) {
      into->push_back(std::move(outcome));
    } else if (outcome.outcome == model::Outcome::kMissing) {
      *known = std::move(outcome);
    }
  }
}

model::EntityOutcome OwnOutcome(const Context& context, RowIndex index,
                                RecordLookup lookup) {
  model::EntityOutcome outcome;
  outcome.entity =
      context.world.rulebook().entity(context.world.row(index).entity).id;
  outcome.outcome = model::Outcome::kPresent;
  outcome.customers.push_back(DescribeMaster(context.world, lookup, index));
  return outcome;
}

}  // namespace

model::CheckAnswer ExplainMaster(const Context& context, RowIndex index,
                                 const Question& question,
                                 RecordLookup lookup) {
  model::CheckAnswer answer;
  const index::Row& row = context.world.row(index);
  const model::Record& record = *lookup(row.id);
  if (row.created != index::kNoTime) {
    answer.since = absl::FromUnixMicros(row.created);
  }
  const model::Settings& settings = context.world.rulebook().settings();
  answer.verdict = Verdict::kPromoted;
  answer.entities.push_back(OwnOutcome(context, index, lookup));
  for (const auto& outcome :
       index::KeyOutcomes(context.world.rulebook(), record)) {
    model::KeyReport report;
    report.kind = outcome.kind;
    report.usable = outcome.key && question.keys.Has(outcome.kind);
    if (outcome.key) {
      report.normalized = outcome.key->text();
    } else {
      report.problem = std::string(normalize::KeyProblemName(outcome.problem));
      report.raw = outcome.raw;
    }
    answer.keys.push_back(std::move(report));
  }
  match::Subject subject =
      match::SubjectOf(context.world, index, question.as_of());
  const match::MatchResult match =
      match::Match(context.world, subject, question.keys, question.as_of());
  MoneySum blocked;
  for (const match::UpstreamHit& hit : match.upstreams) {
    const Assessment upstream = AssessCustomer(context, hit.row, question);
    if (!LeadsTo(upstream, index)) continue;
    answer.counterparts.push_back(
        {Describe(context.world, lookup, hit.row, question.as_of()).ref,
         upstream.verdict()});
    if (Severity(upstream.verdict()) > Severity(answer.verdict)) {
      answer.verdict = upstream.verdict();
    }
    answer.clarity = std::max(answer.clarity, upstream.expectation.clarity);
    blocked.Add(BlockedValue(upstream));
    if (!upstream.in_scope) continue;
    Merge(EntityOutcomes(context, upstream, question.as_of(), lookup),
          &answer.entities);
    Evidence evidence;
    if (context.world.row(hit.row).Is(index::Row::kHeld)) {
      evidence.record = lookup(context.world.row(hit.row).id);
    }
    for (model::Reason& reason : ReasonsOf(context, upstream, question,
                                           evidence, lookup, Words::kAll)) {
      const bool plain = reason.code == model::ReasonCode::kInExpectedEntity;
      const bool known = std::any_of(
          answer.reasons.begin(), answer.reasons.end(),
          [&](const model::Reason& other) {
            return other.code == reason.code && other.entity == reason.entity;
          });
      if (!plain && !known) answer.reasons.push_back(std::move(reason));
    }
  }
  std::sort(answer.counterparts.begin(), answer.counterparts.end(),
            [](const model::Counterpart& a, const model::Counterpart& b) {
              return a.record < b.record;
            });
  if (answer.reasons.empty()) {
    internal::Text text = internal::LandedText();
    answer.reasons.push_back({model::ReasonCode::kInExpectedEntity, "",
                              std::move(text.message), ""});
  }
  answer.blocked_value = {settings.reporting_currency,
                          blocked.InReportingCurrency(settings)};
  answer.blocked_by_currency = blocked.ByCurrency();
  answer.unpriced_currencies = blocked.Unpriced(settings);
  answer.explanation = absl::StrCat(
      internal::Sentence(context.world.rulebook(), answer), " Stands for ",
      answer.counterparts.size(), " upstream ",
      answer.counterparts.size() == 1 ? "customer." : "customers.");
  return answer;
}

}  // namespace landfall::verdict
