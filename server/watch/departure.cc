// A thing that a card counted -> why it does so no more. Entry point:
// DescribeDeparture.
#include "server/watch/departure.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/cards/population.h"
#include "server/index/guests.h"
#include "server/verdict/describe.h"
#include "server/verdict/evidence.h"
#include "server/verdict/reasons.h"

namespace landfall::watch {
namespace {

using cards::Measure;
using index::Micros;
using index::RowIndex;
using model::EventCause;
using model::Verdict;

// One look at what became of somebody.
class Departure {
 public:
  Departure(reconcile::LongQuestion& question, const Look& look,
            base::Hash128 id, const model::CardEvent& entered, bool erased)
      : question_(question),
        context_(question.context()),
        world_(context_.world),
        plan_(look.plan),
        look_(look),
        id_(id),
        erased_(erased) {
    model::CardEvent& event = logged_.event;
    event = entered;
    event.type = model::EventType::kLeft;
    event.at = absl::FromUnixMicros(as_of());
    event.revision = question.state().revision;
    event.card = look.card();
    event.verdict.reset();
    logged_.about.push_back(id);
  }

  absl::StatusOr<store::LoggedEvent> Describe() {
    LF_ASSIGN_OR_RETURN(logged_.event.because, Cause());
    return std::move(logged_);
  }

 private:
  Micros as_of() const { return plan_.question.as_of(); }

  absl::StatusOr<EventCause> Cause() {
    switch (plan_.measure) {
      case Measure::kEvents:
        return OfErrorEvent();
      case Measure::kBlockedOrders:
        return OfOrder();
      case Measure::kAbsent:
      case Measure::kPresent:
      case Measure::kEverybody:
      case Measure::kDrift:
        break;
    }
    const RowIndex row = world_.FindRow(id_);
    if (row == index::kNone || !world_.Exists(world_.row(row), as_of())) {
      const bool guest =
          row != index::kNone && index::IsGuestRow(world_.row(row));
      return guest ? EventCause::kChanged : OfWhatIsGone();
    }
    SetName(row);
    if (index::Registered(world_, row, as_of()) != row) {
      return EventCause::kChanged;  // a guest who has registered
    }
    return OfCustomer(row);
  }

  // Records stay where they are when a system deletes them.
  absl::StatusOr<EventCause> OfWhatIsGone() {
    LF_ASSIGN_OR_RETURN(const auto record, question_.state().view->Get(id_));
    if (!record && erased_) return EventCause::kErased;
    if (record) logged_.event.name = record->name;
    return EventCause::kChanged;
  }

  EventCause OfCustomer(RowIndex row) {
    const Verdict verdict = NoteVerdict(row);
    if (plan_.measure == Measure::kAbsent && verdict == Verdict::kPromoted) {
      return EventCause::kLanded;
    }
    if (plan_.measure != Measure::kEverybody && verdict == Verdict::kUnknown &&
        IsIn(plan_, row)) {
      return EventCause::kNotKnown;
    }
    // Who is still there, and was changed no longer ago, drifts no more.
    if (plan_.measure == Measure::kDrift && verdict == Verdict::kPromoted &&
        IsIn(plan_, row)) {
      return EventCause::kChanged;
    }
    // Asked from where the window began when it last stood on the card.
    cards::CardPlan wider = plan_;
    wider.question.window.start -= as_of() - look_.last_as_of;
    if (IsIn(wider, row) &&
        plan_.Counts(
            verdict::AssessCustomer(context_, row, wider.question).verdict())) {
      return EventCause::kOutOfWindow;
    }
    return verdict == Verdict::kOutOfScope ? EventCause::kOutOfScope
                                           : EventCause::kChanged;
  }

  absl::StatusOr<EventCause> OfOrder() {
    const index::OrderIndex index = world_.FindOrder(id_);
    if (index == index::kNone) return OfWhatIsGone();
    const index::OrderRow& order = world_.order(index);
    const RowIndex row = index::Registered(world_, order.customer, as_of());
    logged_.about.push_back(world_.row(row).id);
    const expect::Window& window = plan_.question.window;
    if (!world_.Exists(world_.row(row), as_of())) return EventCause::kChanged;
    SetName(row);
    const Verdict verdict = NoteVerdict(row);
    if (order.placed <= window.start) return EventCause::kOutOfWindow;
    if (!expect::IsActive(order, window)) return EventCause::kChanged;
    switch (verdict) {
      case Verdict::kUnknown:
        return EventCause::kNotKnown;
      case Verdict::kOutOfScope:
        return EventCause::kOutOfScope;
      case Verdict::kPromoted:
      case Verdict::kNotPromoted:
      case Verdict::kAwaitingSync:
        break;  // at least where this order waits for it, it has landed
    }
    return EventCause::kLanded;
  }

  absl::StatusOr<EventCause> OfErrorEvent() {
    const index::EventRow* event = world_.events().Find(id_);
    if (event == nullptr) return OfWhatIsGone();
    return event->at <= plan_.question.window.start ? EventCause::kOutOfWindow
                                                    : EventCause::kChanged;
  }

  void SetName(RowIndex row) {
    const auto find = [this](base::Hash128 id) { return question_.Find(id); };
    logged_.event.name = verdict::Describe(world_, find, row, as_of()).name;
  }

  Verdict NoteVerdict(RowIndex row) {
    const auto find = [this](base::Hash128 id) { return question_.Find(id); };
    const verdict::Assessment assessment =
        verdict::AssessCustomer(context_, row, plan_.question);
    model::CardEvent& event = logged_.event;
    event.verdict = assessment.verdict();
    event.reasons = verdict::ReasonCodesOf(context_, assessment, plan_.question,
                                           find, verdict::Near::kWanted);
    return assessment.verdict();
  }

  bool IsIn(const cards::CardPlan& plan, RowIndex row) const {
    const auto nothing = [] {};
    return cards::PopulationWalk(context_, plan, nothing).Contains(row);
  }

  reconcile::LongQuestion& question_;
  const verdict::Context& context_;
  const index::World& world_;
  const cards::CardPlan& plan_;
  const Look& look_;
  const base::Hash128 id_;
  const bool erased_;
  store::LoggedEvent logged_;
};

}  // namespace

absl::StatusOr<store::LoggedEvent> DescribeDeparture(
    reconcile::LongQuestion& question, const Look& look, base::Hash128 id,
    const model::CardEvent& entered, bool erased) {
  return Departure(question, look, id, entered, erased).Describe();
}

}  // namespace landfall::watch
