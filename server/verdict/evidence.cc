// Turns a judged customer into what its reasons hang on beside the judgement:
// near masters, names that errors use. Entry points: BareReasonsOf and
// ReasonCodesOf.
#include "server/verdict/evidence.h"

#include <algorithm>

#include "server/index/derive.h"
#include "server/index/guests.h"

namespace landfall::verdict {
namespace {

using index::Row;

// A customer's near masters hang on its keys alone, unless guests come and go
// with the time that is asked about.
bool CanRemember(const Context& context, index::RowIndex row,
                 const Question& question) {
  return context.recall != nullptr && row != index::kNone &&
         !index::MayHaveGuests(context.world, row) &&
         question.keys == context.world.rulebook().settings().keys;
}

bool AnyNear(const Context& context, index::RowIndex row,
             const Question& question, const NearSearch& search) {
  const match::NearHits hits =
      NearHitsOf(context, row, question, search.outcomes, search.country);
  return std::any_of(hits->begin(), hits->end(),
                     [&](const match::NearHit& hit) {
                       return context.world.Exists(context.world.row(hit.row),
                                                   question.as_of());
                     });
}

std::vector<model::Reason> BareReasons(const Context& context,
                                       const Assessment& assessment,
                                       const Question& question,
                                       bool near_match, RecordLookup lookup) {
  Evidence evidence;
  evidence.near_match = near_match;
  if (assessment.standing.AnyMissing()) {
    evidence.subjects = SubjectsOf(context.world, assessment, question.as_of());
  }
  return ReasonsOf(context, assessment, question, evidence, lookup,
                   Words::kNone);
}

// Calls `use` with how a customer of the world is looked up among the near.
template <typename Use>
auto WithSearch(const Context& context, index::RowIndex index,
                const Question& question, RecordLookup lookup, Use use) {
  const index::World& world = context.world;
  const auto outcomes = [&] {
    return OutcomesOf(world, lookup, index, question.as_of());
  };
  const auto country = [&]() -> std::string {
    const Row& row = world.row(index);
    const model::Record* record = row.Is(Row::kHeld) ? lookup(row.id) : nullptr;
    return record == nullptr ? "" : index::RecordCountry(*record);
  };
  return use(NearSearch{outcomes, country});
}

}  // namespace

bool WantsNear(const Assessment& assessment) {
  return assessment.in_scope && assessment.standing.AnyMissing() &&
         assessment.match.masters.empty();
}

match::NearHits NearHitsOf(
    const Context& context, index::RowIndex row, const Question& question,
    absl::FunctionRef<std::vector<normalize::KeyOutcome>()> outcomes,
    absl::FunctionRef<std::string()> country) {
  const bool remembers = CanRemember(context, row, question);
  match::NearHits hits = remembers ? context.recall->FindNear(row) : nullptr;
  if (hits == nullptr) {
    const std::vector<normalize::KeyOutcome> keys = outcomes();
    const std::string of = country();
    hits = std::make_shared<const std::vector<match::NearHit>>(
        match::FindNear(context.world, keys, of, question.keys));
    if (remembers) {
      context.recall->KeepNear(row, hits, match::BlocksOfSubject(keys, of));
    }
  }
  if (context.consulted != nullptr) {
    for (const match::NearHit& hit : *hits) {
      context.consulted->push_back(hit.row);
    }
  }
  return hits;
}

bool HasNear(const Context& context, index::RowIndex row,
             const Question& question, RecordLookup lookup) {
  return WithSearch(context, row, question, lookup,
                    [&](const NearSearch& search) {
                      return AnyNear(context, row, question, search);
                    });
}

std::vector<base::Hash128> SubjectsOf(const index::World& world,
                                      const Assessment& assessment,
                                      index::Micros as_of) {
  std::vector<base::Hash128> subjects;
  if (assessment.row == index::kNone || world.events().empty()) {
    return subjects;
  }
  subjects.push_back(world.row(assessment.row).id);
  for (const index::KeyFact& key :
       match::SubjectOf(world, assessment.row, as_of).keys) {
    if (key.role == index::KeyRole::kExact) subjects.push_back(key.hash);
  }
  return subjects;
}

std::vector<model::Reason> BareReasonsOf(const Context& context,
                                         const Assessment& assessment,
                                         const Question& question,
                                         const NearSearch& search,
                                         RecordLookup lookup) {
  const bool near_match = WantsNear(assessment) &&
                          AnyNear(context, assessment.row, question, search);
  return BareReasons(context, assessment, question, near_match, lookup);
}

std::vector<model::Reason> BareReasonsOf(const Context& context,
                                         const Assessment& assessment,
                                         const Question& question,
                                         RecordLookup lookup) {
  return WithSearch(
      context, assessment.row, question, lookup, [&](const NearSearch& search) {
        return BareReasonsOf(context, assessment, question, search, lookup);
      });
}

std::vector<model::ReasonCode> ReasonCodesOf(const Context& context,
                                             const Assessment& assessment,
                                             const Question& question,
                                             RecordLookup lookup, Near near) {
  const bool near_match = near == Near::kWanted && WantsNear(assessment) &&
                          HasNear(context, assessment.row, question, lookup);
  std::vector<model::ReasonCode> codes;
  for (const model::Reason& reason :
       BareReasons(context, assessment, question, near_match, lookup)) {
    if (std::find(codes.begin(), codes.end(), reason.code) == codes.end()) {
      codes.push_back(reason.code);
    }
  }
  return codes;
}

}  // namespace landfall::verdict
