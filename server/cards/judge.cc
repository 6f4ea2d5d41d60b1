// Turns a judged customer into what a card counts of it. Entry point:
// CountCustomer.
#include "server/cards/judge.h"

#include "server/verdict/evidence.h"

namespace landfall::cards {
namespace {

base::Decimal ValueOf(const verdict::Context& context, const CardPlan& plan,
                      const verdict::MoneySum& sum) {
  return sum.InReportingCurrency(*context.prices.At(plan.question.as_of()));
}

// The blocked orders that pass the plan's entity filter.
std::vector<CountedOrder> OrdersOf(const verdict::Context& context,
                                   const CardPlan& plan,
                                   const verdict::Assessment& assessment) {
  std::vector<CountedOrder> orders;
  for (const verdict::BlockedOrder& blocked : assessment.blocked) {
    const bool passes = plan.entity == index::kNoEntity ||
                        index::Contains(blocked.entities, plan.entity);
    if (!passes) continue;
    CountedOrder order;
    order.id = blocked.order->id;
    order.line = blocked.line;
    if (blocked.entities.size() == 1) order.entity = blocked.entities[0];
    order.placed = blocked.order->placed;
    order.sum.Add(*blocked.order);
    order.value = ValueOf(context, plan, order.sum);
    orders.push_back(std::move(order));
  }
  return orders;
}

bool HasAbsentCounterpart(const verdict::Context& context,
                          const verdict::Question& question,
                          const verdict::Assessment& assessment) {
  for (const match::UpstreamHit& hit : assessment.match.upstreams) {
    if (!verdict::IsDataverseCounterpart(context.world,
                                         context.world.row(assessment.row),
                                         context.world.row(hit.row))) {
      continue;
    }
    const model::Verdict verdict =
        verdict::AssessCustomer(context, hit.row, question).verdict();
    if (verdict == model::Verdict::kNotPromoted ||
        verdict == model::Verdict::kAwaitingSync) {
      return true;
    }
  }
  return false;
}

void AddBreakdown(const verdict::Context& context, const CardPlan& plan,
                  const verdict::Assessment& assessment,
                  CountedCustomer* customer) {
  for (index::EntityIndex line : verdict::EntityLines(assessment)) {
    verdict::MoneySum sum;
    for (const verdict::BlockedOrder& blocked : assessment.blocked) {
      if (blocked.line == line) sum.Add(*blocked.order);
    }
    customer->lines.emplace_back(line, ValueOf(context, plan, sum));
  }
  customer->ambiguous = !assessment.expectation.ambiguous.empty();
  customer->also_in_dataverse =
      HasAbsentCounterpart(context, plan.question, assessment);
  customer->open_activity = context.world.activities().HasOpen(
      context.world.row(assessment.row).id, plan.question.as_of());
}

}  // namespace

CountedCustomer CountCustomer(const verdict::Context& context,
                              const CardPlan& plan,
                              const verdict::Assessment& assessment,
                              const Wanted& wanted,
                              verdict::RecordLookup lookup) {
  CountedCustomer customer;
  customer.row = assessment.row;
  customer.source = context.world.row(assessment.row).source;
  customer.verdict = assessment.verdict();
  customer.since = plan.measure == Measure::kDrift
                       ? context.world.last_changes().At(assessment.row)
                       : assessment.expectation.since;
  customer.blocked = verdict::BlockedValue(assessment);
  customer.value = ValueOf(context, plan, customer.blocked);
  if (plan.measure == Measure::kBlockedOrders) {
    customer.orders = OrdersOf(context, plan, assessment);
  }
  if (wanted.reasons) {
    const verdict::Near near =
        wanted.near ? verdict::Near::kWanted : verdict::Near::kLeftOut;
    for (model::ReasonCode code : verdict::ReasonCodesOf(
             context, assessment, plan.question, lookup, near)) {
      customer.reasons.Add(code);
    }
  }
  if (wanted.breakdown) AddBreakdown(context, plan, assessment, &customer);
  return customer;
}

void SetDriftLines(const index::EntitySet& drifting,
                   CountedCustomer* customer) {
  customer->lines.clear();
  for (const index::EntityIndex entity : drifting) {
    customer->lines.emplace_back(entity, base::Decimal());
  }
}

}  // namespace landfall::cards
