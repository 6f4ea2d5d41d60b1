#pragma once

#include "server/model/event.h"
#include "server/model/settings.h"
#include "server/store/subscription.h"

namespace landfall::deliver {

// Whether a subscription asks for an event. An event that lacks what the filter
// asks for is not meant. Pure.
bool Selects(const model::Settings& settings,
             const store::SubscriptionFilter& filter,
             const model::CardEvent& event);

// Whether two filters ask for the same.
bool IsSame(const store::SubscriptionFilter& a,
            const store::SubscriptionFilter& b);

}  // namespace landfall::deliver
