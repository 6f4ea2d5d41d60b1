// Turns a master customer into the answer whom it stands for and where those
// are still missing. Entry point: ExplainMaster.
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "server/index/derive.h"
#include "server/verdict/basic.h"
#include "server/verdict/evidence.h"
#include "server/verdict/explain.h"
#include "server/verdict/internal/key_reports.h"
#include "server/verdict/internal/reason_texts.h"
#include "server/verdict/internal/sentence.h"
#include "server/verdict/internal/several.h"
#include "server/verdict/internal/start_answer.h"

namespace landfall::verdict {
namespace {

using index::RowIndex;
using model::EntityOutcome;
using model::Outcome;
using model::ReasonCode;
using model::Verdict;

bool LeadsTo(const Assessment& assessment, RowIndex master) {
  return std::any_of(
      assessment.match.masters.begin(), assessment.match.masters.end(),
      [master](const match::MasterHit& hit) { return hit.row == master; });
}

// Of what two customers are told about one entity, the greater is said.
int Weight(Outcome outcome) {
  switch (outcome) {
    case Outcome::kMissing:
      return 3;
    case Outcome::kUnknown:
      return 2;
    case Outcome::kPresent:
      return 1;
    case Outcome::kPresentNotExpected:
      return 0;
  }
  return 0;
}

// Gathers what is said of the customers that a master stands for. One use.
class MasterAnswer {
 public:
  MasterAnswer(const Context& context, RowIndex master,
               const Question& question, RecordLookup lookup,
               model::CheckView view)
      : context_(context), question_(question), lookup_(lookup), view_(view) {
    answer_.verdict = Verdict::kPromoted;
    const index::Row& row = context.world.row(master);
    if (row.created != index::kNoTime) {
      answer_.since = absl::FromUnixMicros(row.created);
    }
    own_.entity = context.world.rulebook().entity(row.entity).id;
    own_.outcome = Outcome::kPresentNotExpected;
    if (InFull()) {
      own_.customers.push_back(DescribeMaster(context.world, lookup, master));
    }
    if (const model::Record* record = lookup(row.id)) {
      answer_.keys = internal::ReportsOf(
          index::KeyOutcomes(context.world.rulebook(), *record), question.keys);
    }
  }

  void Add(const model::RecordRef& ref, const Assessment& upstream) {
    if (InFull()) answer_.counterparts.push_back({ref, upstream.verdict()});
    answer_.verdict = internal::Worse(answer_.verdict, upstream.verdict());
    answer_.clarity = std::max(answer_.clarity, upstream.expectation.clarity);
    blocked_.Add(BlockedValue(upstream));
    if (!upstream.in_scope) return;
    expected_by_nobody_ = false;
    std::vector<EntityOutcome> outcomes =
        InFull()
            ? EntityOutcomes(context_, upstream, question_.as_of(), lookup_)
            : EntityStandings(context_, upstream, question_.as_of());
    for (EntityOutcome& outcome : outcomes) Merge(std::move(outcome));
    AddReasons(upstream);
  }

  model::CheckAnswer Finish() {
    // Whoever stands for nobody in scope is where it is all the same.
    if (expected_by_nobody_) own_.outcome = Outcome::kPresent;
    answer_.entities.insert(answer_.entities.begin(), std::move(own_));
    DropContradictions();
    AddMissingReason();
    internal::FillMoney(context_, blocked_, question_.as_of(), &answer_);
    if (!InFull()) {
      MakeBasic(&answer_);
      return std::move(answer_);
    }
    answer_.explanation = absl::StrCat(
        internal::Sentence(context_.world.rulebook(), answer_), " Stands for ",
        answer_.counterparts.size(), " upstream ",
        answer_.counterparts.size() == 1 ? "customer." : "customers.");
    return std::move(answer_);
  }

 private:
  bool InFull() const { return view_ == model::CheckView::kFull; }

  // Of the master's own entity only whether it is expected is news.
  void Merge(EntityOutcome outcome) {
    if (outcome.entity == own_.entity) {
      if (Weight(outcome.outcome) <= Weight(own_.outcome)) return;
      own_.outcome = outcome.outcome;
      own_.because = outcome.because;
      own_.candidate = outcome.candidate;
      return;
    }
    auto known = std::find_if(answer_.entities.begin(), answer_.entities.end(),
                              [&](const EntityOutcome& other) {
                                return other.entity == outcome.entity;
                              });
    if (known == answer_.entities.end()) {
      answer_.entities.push_back(std::move(outcome));
    } else if (Weight(outcome.outcome) > Weight(known->outcome)) {
      *known = std::move(outcome);
    }
  }

  void AddReasons(const Assessment& upstream) {
    const index::Row& row = context_.world.row(upstream.row);
    Evidence evidence;
    if (row.Is(index::Row::kHeld)) evidence.record = lookup_(row.id);
    if (upstream.standing.AnyMissing()) {
      evidence.subjects =
          SubjectsOf(context_.world, upstream, question_.as_of());
    }
    const Words words = InFull() ? Words::kAll : Words::kNone;
    for (model::Reason& reason :
         ReasonsOf(context_, upstream, question_, evidence, lookup_, words)) {
      const bool known = std::any_of(
          answer_.reasons.begin(), answer_.reasons.end(),
          [&](const model::Reason& other) {
            return other.code == reason.code && other.entity == reason.entity;
          });
      if (known || reason.code == ReasonCode::kInExpectedEntity) continue;
      answer_.reasons.push_back(std::move(reason));
    }
  }

  // What one customer does not expect another may: the entity then says
  // PRESENT, and no reason may say otherwise.
  void DropContradictions() {
    const auto is_expected = [this](const std::string& entity) {
      return std::any_of(answer_.entities.begin(), answer_.entities.end(),
                         [&](const EntityOutcome& outcome) {
                           return outcome.entity == entity &&
                                  outcome.outcome !=
                                      Outcome::kPresentNotExpected;
                         });
    };
    std::vector<model::Reason>& reasons = answer_.reasons;
    reasons.erase(
        std::remove_if(reasons.begin(), reasons.end(),
                       [&](const model::Reason& reason) {
                         return reason.code ==
                                    ReasonCode::kPresentInOtherEntity &&
                                is_expected(reason.entity);
                       }),
        reasons.end());
  }

  void AddMissingReason() {
    if (!answer_.reasons.empty()) return;
    const bool landed = answer_.verdict == Verdict::kPromoted;
    internal::Text text =
        landed ? internal::LandedText() : internal::NotFoundText();
    answer_.reasons.push_back(
        {landed ? ReasonCode::kInExpectedEntity : ReasonCode::kNotFound, "",
         std::move(text.message), std::move(text.action)});
  }

  const Context& context_;
  const Question& question_;
  RecordLookup lookup_;
  const model::CheckView view_;
  model::CheckAnswer answer_;
  EntityOutcome own_;
  bool expected_by_nobody_ = true;
  MoneySum blocked_;
};

}  // namespace

model::CheckAnswer ExplainMaster(const Context& context, RowIndex index,
                                 const Question& question, RecordLookup lookup,
                                 model::CheckView view) {
  const match::MatchResult match = match::Match(
      context.world, match::SubjectOf(context.world, index, question.as_of()),
      question.keys, question.as_of());
  // By record, so that the answer does not hang on who came first.
  std::map<model::RecordRef, Assessment> upstreams;
  for (const match::UpstreamHit& hit : match.upstreams) {
    Assessment upstream = AssessCustomer(context, hit.row, question);
    if (!LeadsTo(upstream, index)) continue;
    upstreams.emplace(
        Describe(context.world, lookup, hit.row, question.as_of()).ref,
        std::move(upstream));
  }
  MasterAnswer answer(context, index, question, lookup, view);
  for (const auto& [ref, upstream] : upstreams) answer.Add(ref, upstream);
  return answer.Finish();
}

}  // namespace landfall::verdict
