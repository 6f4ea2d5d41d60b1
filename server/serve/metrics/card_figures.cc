// The cards -> what they counted last. Entry point: CardFigures::Get.
#include "server/serve/metrics/card_figures.h"

#include <utility>

#include "server/serve/calls/work_budget.h"

namespace landfall::serve::metrics {

CardFigures::CardFigures(const reconcile::Reconciler& reconciler,
                         calls::CallGate& gate, const base::Clock& clock)
    : reconciler_(reconciler), gate_(gate), clock_(clock) {}

CardFigures::~CardFigures() {
  stopping_ = true;
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &CardFigures::IsIdle));
}

std::shared_ptr<const CardFigures::Counted> CardFigures::Get(
    absl::Duration patience) {
  absl::MutexLock lock(&mutex_);
  if (!counting_) Start();
  if (!waited_for_) {
    waited_for_ = true;
    mutex_.AwaitWithTimeout(absl::Condition(this, &CardFigures::IsIdle),
                            patience);
    waited_for_ = false;
  }
  return last_;
}

void CardFigures::Start() {
  // When too much waits already, the old figures have to do.
  counting_ = gate_.Run(calls::Lane::kLong, [this] { Count(); }).ok();
}

void CardFigures::Count() {
  auto counted = std::make_shared<Counted>();
  counted->at = clock_.Now();
  base::Budget budget(calls::EndsAfter(calls::SteadyNow(),
                                       gate_.limits().default_deadline,
                                       [this] { return stopping_.load(); }));
  auto cards = reconciler_.ListCards(counted->at, counted->at, budget);
  absl::MutexLock lock(&mutex_);
  counting_ = false;
  if (!cards.ok()) return;
  counted->cards = *std::move(cards);
  last_ = std::move(counted);
}

}  // namespace landfall::serve::metrics
