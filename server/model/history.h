#pragma once

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "server/model/query.h"
#include "server/model/verdict.h"

namespace landfall::model {

// How far apart the points of a history are.
enum class HistoryStep { kHour, kDay, kWeek };

// The most points that one history has.
inline constexpr int kMaxHistoryPoints = 1000;

// What GetCardHistory asks: the card at the end of every step of
// (from, card.as_of].
struct CardHistoryQuery {
  CardQuery card;
  absl::Time from;
  HistoryStep step = HistoryStep::kDay;
};

// How long customers waited who landed in a span of time.
struct TimeToPromotion {
  int landed = 0;
  // Nearest-rank percentiles; 0 when nobody landed.
  double p50_seconds = 0;
  double p90_seconds = 0;
  double p99_seconds = 0;
};

// The card as it was at `as_of`, and who landed in the step that ends there.
struct CardHistoryPoint {
  absl::Time as_of;
  int count = 0;
  int not_promoted = 0;
  int awaiting_sync = 0;
  int in_window = 0;
  Money blocked_value;
  int unpriced_orders = 0;
  bool alert_firing = false;
  TimeToPromotion time_to_promotion;
};

struct CardHistory {
  std::vector<CardHistoryPoint> points;  // oldest first
  TimeToPromotion time_to_promotion;     // of the whole span
  // The steps that begin then or later tell who was seen to land, the earlier
  // ones who landed by what the systems say. nullopt: no step begins so late.
  std::optional<absl::Time> seen_since{};
};

}  // namespace landfall::model
