// Turns a customer and a question into everything decided about it. Entry
// points: AssessCustomer and AssessKeys.
#include "server/verdict/assess.h"

#include <algorithm>

namespace landfall::verdict {
namespace {

using index::EntitySet;
using index::Row;
using model::ReasonCode;

EntitySet PresentIn(const index::World& world,
                    const match::MatchResult& match) {
  EntitySet present;
  for (const match::MasterHit& hit : match.masters) {
    index::Insert(&present, world.row(hit.row).entity);
  }
  return present;
}

Stop StopOf(const index::World& world, const Row& row) {
  Stop stop;
  const index::SourceRules& source = world.rulebook().sources()[row.source];
  if (source.source->system != model::System::kDataverse) return stop;
  stop.by_filter = !row.Is(Row::kSendable);
  stop.no_company = world.TraitsOf(row).company == 0;
  return stop;
}

// The entity line that an order waits for, or kNoEntity when it does not wait.
index::EntityIndex BlockedLine(const Standing& standing,
                               const expect::Need& need) {
  if (need.entities.empty()) {
    return standing.missing_anywhere ? kUnmappedLine : index::kNoEntity;
  }
  if (need.entities.size() == 1) {
    return index::Contains(standing.missing, need.entities[0])
               ? need.entities[0]
               : index::kNoEntity;
  }
  const bool waits = std::any_of(standing.missing_groups.begin(),
                                 standing.missing_groups.end(),
                                 [&](const expect::Need& group) {
                                   return group.entities == need.entities;
                                 });
  return waits ? kAmbiguousLine : index::kNoEntity;
}

void Judge(const Context& context, const match::Subject& subject,
           const Question& question, const Stop& stop, Assessment* result) {
  result->match =
      match::Match(context.world, subject, question.keys, question.as_of());
  result->standing =
      Decide(context.world.rulebook(), context.freshness, result->expectation,
             PresentIn(context.world, result->match), stop, question.as_of());
  if (!result->in_scope) return;
  for (const expect::Need& need : result->expectation.needs) {
    if (need.order == nullptr) continue;
    const index::EntityIndex line = BlockedLine(result->standing, need);
    if (line != index::kNoEntity) {
      result->blocked.push_back({need.order, line, need.entities});
    }
  }
}

// Sets scope and expectation of an upstream customer.
void Expect(const Context& context, const Question& question,
            Assessment* result) {
  const Row& row = context.world.row(result->row);
  result->in_scope = row.Is(Row::kInScope);
  result->scope_reason = context.world.TraitsOf(row).scope_reason;
  if (!context.world.rulebook().sources()[row.source].shop) {
    result->expectation = expect::ExpectForRecord(context.world, result->row);
    return;
  }
  const expect::OrderSummary orders =
      expect::SummarizeOrders(context.world, result->row, question.window);
  result->expectation =
      expect::ExpectForOrders(context.world, result->row, orders);
  if (!orders.active.empty() || !result->in_scope) return;
  result->expectation.since =
      expect::WaitsSince(context.world, result->row, question.as_of());
  if (question.without_orders_any) return;
  result->in_scope = false;
  result->scope_reason = orders.quote && !orders.dead
                             ? ReasonCode::kQuoteOnly
                             : ReasonCode::kNoActiveOrders;
}

// Out of scope nothing is expected; where the customer is present still counts.
Assessment JudgeOutOfScope(const Context& context, const Question& question,
                           Assessment result) {
  const index::Micros since = result.expectation.since;
  result.expectation = expect::Expectation();
  result.expectation.since = since;
  Judge(context, match::SubjectOf(context.world, result.row, question.as_of()),
        question, Stop(), &result);
  return result;
}

}  // namespace

Assessment AssessCustomer(const Context& context, index::RowIndex row,
                          const Question& question) {
  Assessment result;
  result.row = row;
  Expect(context, question, &result);
  if (!result.in_scope) return JudgeOutOfScope(context, question, result);
  Judge(context, match::SubjectOf(context.world, row, question.as_of()),
        question, StopOf(context.world, context.world.row(row)), &result);
  return result;
}

Assessment AssessCustomer(const Context& context, index::RowIndex row,
                          const Question& question,
                          const expect::Expectation& expectation) {
  Assessment result;
  result.row = row;
  Expect(context, question, &result);
  if (!result.in_scope) return JudgeOutOfScope(context, question, result);
  const index::Micros since = result.expectation.since;
  result.expectation = expectation;
  result.expectation.since = since;
  Judge(context, match::SubjectOf(context.world, row, question.as_of()),
        question, StopOf(context.world, context.world.row(row)), &result);
  return result;
}

Assessment AssessKeys(const Context& context, const match::Subject& subject,
                      const Question& question,
                      const expect::Expectation& expectation) {
  Assessment result;
  result.expectation = expectation;
  Judge(context, subject, question, Stop(), &result);
  return result;
}

bool IsDataverseCounterpart(const index::World& world, const Row& row,
                            const Row& other) {
  return other.source != row.source &&
         world.rulebook().sources()[other.source].source->system ==
             model::System::kDataverse;
}

bool IsPlain(const index::World& world, const Assessment& assessment) {
  const match::MatchResult& match = assessment.match;
  if (!match.several.empty() || !match.keys_disagree.empty() ||
      !match.conflicting.empty() || !match.foreign_ids.empty()) {
    return false;
  }
  const bool blocked =
      std::any_of(match.masters.begin(), match.masters.end(),
                  [&](const match::MasterHit& hit) {
                    return world.row(hit.row).Is(Row::kBlocked);
                  });
  return !blocked &&
         std::none_of(match.upstreams.begin(), match.upstreams.end(),
                      [&](const match::UpstreamHit& hit) {
                        return IsDataverseCounterpart(world,
                                                      world.row(assessment.row),
                                                      world.row(hit.row));
                      });
}

MoneySum BlockedValue(const Assessment& assessment) {
  MoneySum sum;
  for (const BlockedOrder& blocked : assessment.blocked) {
    sum.Add(*blocked.order);
  }
  return sum;
}

std::vector<index::EntityIndex> EntityLines(const Assessment& assessment) {
  const Standing& standing = assessment.standing;
  std::vector<index::EntityIndex> lines(standing.missing.begin(),
                                        standing.missing.end());
  if (!standing.missing_groups.empty()) lines.push_back(kAmbiguousLine);
  if (standing.missing_anywhere) lines.push_back(kUnmappedLine);
  return lines;
}

}  // namespace landfall::verdict
