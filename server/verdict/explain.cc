// Turns an assessment into the answer that people and scripts read. Entry
// points: the Explain functions.
#include "server/verdict/explain.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/index/derive.h"
#include "server/normalize/normalize.h"
#include "server/verdict/drift.h"
#include "server/verdict/evidence.h"
#include "server/verdict/internal/key_reports.h"
#include "server/verdict/internal/reason_texts.h"
#include "server/verdict/internal/sentence.h"
#include "server/verdict/internal/several.h"
#include "server/verdict/internal/start_answer.h"
#include "server/verdict/preflight.h"

namespace landfall::verdict {
namespace {

using index::EntityIndex;

// The master's value that a near match found: the key one of whose hashes it
// is.
std::string TheirValue(const index::Rulebook& rulebook,
                       const model::Record& record, base::Hash128 hash) {
  for (const auto& outcome : index::KeyOutcomes(rulebook, record)) {
    if (!outcome.key) continue;
    for (const index::KeyFact& fact :
         index::HashKey(rulebook, *outcome.key, true)) {
      if (fact.hash == hash) return outcome.key->text();
    }
  }
  return "";
}

std::vector<model::NearMatch> NearMatches(
    const Context& context, index::RowIndex row,
    const std::vector<normalize::KeyOutcome>& outcomes,
    absl::string_view country, const Question& question, RecordLookup lookup) {
  const match::NearHits hits = NearHitsOf(
      context, row, question, [&] { return outcomes; },
      [&] { return std::string(country); });
  std::vector<model::NearMatch> matches;
  for (const match::NearHit& hit :
       match::BestNear(context.world, *hits, question.as_of())) {
    const model::Record* record = lookup(context.world.row(hit.row).id);
    if (record == nullptr) continue;
    matches.push_back(
        {record->ref, std::string(normalize::NearRuleName(hit.rule)),
         absl::StrCat(
             hit.ours, " ~ ",
             TheirValue(context.world.rulebook(), *record, hit.their_hash))});
  }
  return matches;
}

void Sort(std::vector<model::EntityOutcome>* outcomes) {
  std::sort(outcomes->begin(), outcomes->end(),
            [](const model::EntityOutcome& a, const model::EntityOutcome& b) {
              const bool a_other = a.because == model::ExpectedBecause::kNone;
              const bool b_other = b.because == model::ExpectedBecause::kNone;
              return a_other != b_other ? b_other : a.entity < b.entity;
            });
}

// Outcome of one entity without its customers; nullopt when it is neither
// expected nor present.
std::optional<model::EntityOutcome> OutcomeOf(const Assessment& assessment,
                                              EntityIndex entity) {
  const Standing& standing = assessment.standing;
  model::EntityOutcome outcome;
  // The strongest rule that names the entity is the one that is told.
  const auto name = [&](model::ExpectedBecause because) {
    if (outcome.because == model::ExpectedBecause::kNone ||
        because < outcome.because) {
      outcome.because = because;
    }
  };
  for (const auto& [clear, because] : assessment.expectation.clear) {
    if (clear == entity) name(because);
  }
  const bool is_clear = outcome.because != model::ExpectedBecause::kNone;
  for (const expect::Need& need : assessment.expectation.ambiguous) {
    if (!index::Contains(need.entities, entity)) continue;
    outcome.candidate = !is_clear;
    name(need.because);
  }
  const bool present = index::Contains(standing.present, entity);
  const bool expected = is_clear || outcome.candidate;
  if (!present && !expected) return std::nullopt;
  if (present) {
    const bool counts =
        expected || (assessment.in_scope && assessment.expectation.Anywhere());
    outcome.outcome =
        counts ? model::Outcome::kPresent : model::Outcome::kPresentNotExpected;
  } else {
    outcome.outcome = model::Outcome::kMissing;
  }
  return outcome;
}

}  // namespace

std::vector<model::EntityOutcome> EntityStandings(const Context& context,
                                                  const Assessment& assessment,
                                                  index::Micros as_of) {
  std::vector<model::EntityOutcome> outcomes;
  const index::Rulebook& rulebook = context.world.rulebook();
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    const EntityIndex entity = static_cast<EntityIndex>(i);
    auto outcome = OutcomeOf(assessment, entity);
    if (!outcome) continue;
    outcome->entity = rulebook.entity(entity).id;
    if (outcome->outcome == model::Outcome::kMissing &&
        !context.freshness.CanAnswer(rulebook, entity, as_of)) {
      outcome->outcome = model::Outcome::kUnknown;
    }
    outcomes.push_back(*std::move(outcome));
  }
  Sort(&outcomes);
  return outcomes;
}

std::vector<model::EntityOutcome> EntityOutcomes(const Context& context,
                                                 const Assessment& assessment,
                                                 index::Micros as_of,
                                                 RecordLookup lookup) {
  std::vector<model::EntityOutcome> outcomes =
      EntityStandings(context, assessment, as_of);
  for (const match::MasterHit& hit : assessment.match.masters) {
    const std::string& entity =
        context.world.rulebook().entity(context.world.row(hit.row).entity).id;
    for (model::EntityOutcome& outcome : outcomes) {
      if (outcome.entity != entity) continue;
      outcome.customers.push_back(
          DescribeMaster(context.world, lookup, hit.row));
      outcome.customers.back().matched_on = hit.matched_on;
    }
  }
  return outcomes;
}

std::vector<model::Counterpart> CounterpartsOf(const Context& context,
                                               const Assessment& assessment,
                                               const Question& question,
                                               RecordLookup lookup) {
  std::vector<model::Counterpart> counterparts;
  for (const match::UpstreamHit& hit : assessment.match.upstreams) {
    const index::Row& row = context.world.row(hit.row);
    if (assessment.row != index::kNone &&
        row.source == context.world.row(assessment.row).source) {
      continue;
    }
    const Assessment other = AssessCustomer(context, hit.row, question);
    counterparts.push_back(
        {Describe(context.world, lookup, hit.row, question.as_of()).ref,
         other.verdict()});
  }
  internal::SortByRecord(&counterparts);
  return counterparts;
}

model::CheckAnswer ExplainCustomer(const Context& context,
                                   const Assessment& assessment,
                                   const Question& question,
                                   RecordLookup lookup, const Detail& detail) {
  model::CheckAnswer answer =
      internal::StartAnswer(context, assessment, question.as_of());
  answer.entities =
      EntityOutcomes(context, assessment, question.as_of(), lookup);
  const index::Row& row = context.world.row(assessment.row);
  Evidence evidence;
  evidence.record = row.Is(index::Row::kHeld) ? lookup(row.id) : nullptr;
  const bool near = WantsNear(assessment);
  if (detail.keys_and_near || near) {
    evidence.outcomes =
        OutcomesOf(context.world, lookup, assessment.row, question.as_of());
  }
  if (near) {
    answer.near_matches = NearMatches(
        context, assessment.row, evidence.outcomes,
        evidence.record == nullptr ? ""
                                   : index::RecordCountry(*evidence.record),
        question, lookup);
    evidence.near_match = !answer.near_matches.empty();
  }
  if (assessment.standing.AnyMissing()) {
    evidence.subjects = SubjectsOf(context.world, assessment, question.as_of());
  }
  answer.keys = internal::ReportsOf(evidence.outcomes, question.keys);
  answer.reasons =
      ReasonsOf(context, assessment, question, evidence, lookup, Words::kAll);
  if (detail.counterparts) {
    answer.counterparts = CounterpartsOf(context, assessment, question, lookup);
  }
  if (detail.table_maps) {
    answer.drift = DriftOf(context, assessment, lookup);
    answer.preflight = PreflightOf(context, assessment, lookup);
  }
  answer.explanation = internal::Sentence(context.world.rulebook(), answer);
  return answer;
}

model::CheckAnswer ExplainKeys(const Context& context,
                               const Assessment& assessment,
                               const Question& question,
                               const model::GivenKeys& given,
                               RecordLookup lookup) {
  model::CheckAnswer answer =
      internal::StartAnswer(context, assessment, question.as_of());
  answer.entities =
      EntityOutcomes(context, assessment, question.as_of(), lookup);
  Evidence evidence;
  evidence.outcomes = index::KeyOutcomes(context.world.rulebook(), given);
  if (WantsNear(assessment)) {
    answer.near_matches =
        NearMatches(context, index::kNone, evidence.outcomes,
                    normalize::NormalizeCountry(given.country).value_or(""),
                    question, lookup);
    evidence.near_match = !answer.near_matches.empty();
  }
  answer.keys = internal::ReportsOf(evidence.outcomes, question.keys);
  answer.reasons =
      ReasonsOf(context, assessment, question, evidence, lookup, Words::kAll);
  answer.counterparts = CounterpartsOf(context, assessment, question, lookup);
  answer.explanation = internal::Sentence(context.world.rulebook(), answer);
  return answer;
}

}  // namespace landfall::verdict
