// A counted thing -> the event of its arrival. Entry point: DescribeArrival.
#include "server/watch/arrival.h"

#include "server/cards/judge.h"
#include "server/classify/message.h"
#include "server/verdict/describe.h"
#include "server/verdict/drift.h"

namespace landfall::watch {
namespace {

using model::EventCause;

// One writing of an event.
class Arrival {
 public:
  Arrival(reconcile::LongQuestion& question, const Look& look)
      : question_(question), context_(question.context()), look_(look) {
    model::CardEvent& event = logged_.event;
    event.type = model::EventType::kEntered;
    event.at = absl::FromUnixMicros(look.plan.question.as_of());
    event.revision = question.state().revision;
    event.card = look.card();
  }

  std::optional<store::LoggedEvent> OfCustomer(const Counted& counted,
                                               bool data_changed) {
    if (!world().Exists(world().row(counted.row), as_of())) return std::nullopt;
    Describe(counted.row);
    logged_.about.push_back(counted.id);
    model::CardEvent& event = logged_.event;
    const verdict::Assessment assessment =
        verdict::AssessCustomer(context_, counted.row, look_.plan.question);
    event.because = CauseOf(assessment, data_changed);
    event.verdict = assessment.verdict();
    const auto find = [this](base::Hash128 id) { return question_.Find(id); };
    cards::CountedCustomer customer =
        cards::CountCustomer(context_, look_.plan, assessment,
                             {.reasons = true, .breakdown = true}, find);
    if (look_.plan.measure == cards::Measure::kDrift) {
      cards::SetDriftLines(
          verdict::DriftingEntities(context_, assessment, find), &customer);
    }
    customer.reasons.ForEach(
        [&](model::ReasonCode code) { event.reasons.push_back(code); });
    for (const auto& [line, value] : customer.lines) {
      event.entities.push_back(cards::LineName(world().rulebook(), line));
    }
    SetValue(customer.value);
    SetSince(customer.since);
    if (counted.order != nullptr) SetOrder(counted);
    return std::move(logged_);
  }

  std::optional<store::LoggedEvent> OfErrorEvent(const Counted& counted,
                                                 bool data_changed) {
    const index::EventRow* row = world().events().Find(counted.id);
    const model::Record* record = question_.Find(counted.id);
    if (row == nullptr || record == nullptr) return std::nullopt;
    model::CardEvent& event = logged_.event;
    logged_.about.push_back(counted.id);
    event.because = data_changed ? EventCause::kChanged : EventCause::kTime;
    event.record = record->ref;
    event.source = record->ref.source;
    const auto& body = std::get<model::ErrorEvent>(record->body);
    event.name = body.flow.empty() ? body.map : body.flow;
    event.reasons = {classify::ClassifyMessage(body.message, body.code).code};
    if (!body.entity.empty()) event.entities = {body.entity};
    SetSince(row->at);
    return std::move(logged_);
  }

 private:
  const index::World& world() const { return context_.world; }
  index::Micros as_of() const { return look_.plan.question.as_of(); }

  void Describe(index::RowIndex row) {
    const auto find = [this](base::Hash128 id) { return question_.Find(id); };
    verdict::Description who = verdict::Describe(world(), find, row, as_of());
    logged_.event.record = std::move(who.ref);
    logged_.event.name = std::move(who.name);
    logged_.event.source = logged_.event.record.source;
  }

  // A grace that ends brings those onto a card that does not count who waits.
  EventCause CauseOf(const verdict::Assessment& assessment, bool data_changed) {
    if (!data_changed) return EventCause::kTime;
    if (look_.plan.card->count_awaiting ||
        assessment.verdict() != model::Verdict::kNotPromoted ||
        !world().Exists(world().row(assessment.row), look_.last_as_of)) {
      return EventCause::kChanged;
    }
    verdict::Question before = look_.plan.question;
    before.window.start -= before.window.end - look_.last_as_of;
    before.window.end = look_.last_as_of;
    const bool waited =
        verdict::AssessCustomer(context_, assessment.row, before).verdict() ==
        model::Verdict::kAwaitingSync;
    return waited ? EventCause::kTime : EventCause::kChanged;
  }

  void SetValue(const base::Decimal& value) {
    logged_.event.blocked_value = {
        world().rulebook().settings().reporting_currency, value};
  }
  void SetSince(index::Micros since) {
    if (since != index::kNoTime) {
      logged_.event.since = absl::FromUnixMicros(since);
    }
  }

  // The order's own instead of what all orders of the customer come to.
  void SetOrder(const Counted& counted) {
    model::CardEvent& event = logged_.event;
    logged_.about.push_back(world().row(counted.row).id);
    if (const model::Record* record = question_.Find(counted.id)) {
      event.record = record->ref;
    }
    event.entities = {cards::LineName(world().rulebook(), counted.order->line)};
    SetValue(counted.order->value);
    SetSince(counted.order->placed);
  }

  reconcile::LongQuestion& question_;
  const verdict::Context& context_;
  const Look& look_;
  store::LoggedEvent logged_;
};

}  // namespace

std::optional<store::LoggedEvent> DescribeArrival(
    reconcile::LongQuestion& question, const Look& look, const Counted& counted,
    bool data_changed) {
  Arrival arrival(question, look);
  return counted.row == index::kNone
             ? arrival.OfErrorEvent(counted, data_changed)
             : arrival.OfCustomer(counted, data_changed);
}

}  // namespace landfall::watch
