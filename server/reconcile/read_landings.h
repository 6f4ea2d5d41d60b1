#pragma once

#include "absl/status/statusor.h"
#include "server/base/budget.h"
#include "server/cards/history.h"
#include "server/cards/seen_landings.h"
#include "server/store/store_view.h"

namespace landfall::reconcile {

// True when the log of events can tell who landed in a history: it knows every
// card with its own window and keys, and landing on cards of who is absent.
// Pure.
bool IsSeen(const cards::HistoryPlan& plan,
            const model::CardHistoryQuery& query);

// Whom the log saw enter the card and land within the history's span, as far as
// its filters let them pass. May read the whole log. The status of `budget`
// when it ends before; DATA_LOSS when the store cannot be read.
absl::StatusOr<cards::SeenLandings> ReadSeenLandings(
    const store::StoreView& view, const index::Rulebook& rulebook,
    const cards::HistoryPlan& plan, base::Budget& budget);

}  // namespace landfall::reconcile
