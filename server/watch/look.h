#pragma once

#include <string>

#include "server/base/hash128.h"
#include "server/cards/kept_card.h"
#include "server/cards/plan.h"
#include "server/model/record.h"
#include "server/reconcile/long_question.h"

namespace landfall::watch {

// A card as a pass looks at it. Value type; it points to the card.
struct Look {
  const cards::CardPlan& plan;  // as of now
  index::Micros last_as_of;     // when the pass before looked

  const std::string& card() const { return plan.card->id; }
};

// One thing that a card counts.
struct Counted {
  base::Hash128 id;
  index::RowIndex row = index::kNone;  // of the customer; of error events kNone
  const cards::CountedOrder* order = nullptr;  // of a card of orders
};

}  // namespace landfall::watch
