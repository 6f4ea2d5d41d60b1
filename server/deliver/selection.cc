#include "server/deliver/selection.h"

#include <algorithm>

namespace landfall::deliver {
namespace {

template <typename List, typename Value>
bool Holds(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// An empty text keeps everything.
bool Keeps(const std::string& wanted, const std::string& is) {
  return wanted.empty() || wanted == is;
}

}  // namespace

bool Selects(const model::Settings& settings,
             const store::SubscriptionFilter& filter,
             const model::CardEvent& event) {
  if (!Holds(filter.events, event.type)) return false;
  if (filter.because && event.because != *filter.because) return false;
  if (!Keeps(filter.card, event.card) || !Keeps(filter.source, event.source)) {
    return false;
  }
  if (!filter.entity.empty() && !Holds(event.entities, filter.entity)) {
    return false;
  }
  if (!filter.channel.empty() &&
      !settings.IsOfChannel(event.source, filter.channel)) {
    return false;
  }
  if (filter.reason && !Holds(event.reasons, *filter.reason)) return false;
  return !filter.min_blocked_value ||
         (event.blocked_value &&
          !(event.blocked_value->amount < *filter.min_blocked_value));
}

bool IsSame(const store::SubscriptionFilter& a,
            const store::SubscriptionFilter& b) {
  return a.events == b.events && a.because == b.because && a.card == b.card &&
         a.entity == b.entity && a.source == b.source &&
         a.channel == b.channel && a.reason == b.reason &&
         a.min_blocked_value == b.min_blocked_value &&
         a.min_age_minutes == b.min_age_minutes;
}

}  // namespace landfall::deliver
