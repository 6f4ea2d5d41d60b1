#include "server/deliver/selection.h"

#include <gtest/gtest.h>

#include <functional>

namespace landfall::deliver {
namespace {

using model::EventType;
using store::SubscriptionFilter;

model::Settings TwoShops() {
  model::Settings settings;
  settings.sources.resize(2);
  settings.sources[0].id = "shop";
  settings.sources[0].channel = "DTC";
  settings.sources[1].id = "b2b";
  settings.sources[1].channel = "B2B";
  return settings;
}

model::CardEvent Entered() {
  model::CardEvent event;
  event.type = EventType::kEntered;
  event.because = model::EventCause::kChanged;
  event.card = "ecom-absent";
  event.source = "shop";
  event.reasons = {model::ReasonCode::kNotFound, model::ReasonCode::kNearMatch};
  event.entities = {"USTR", "CATR"};
  event.blocked_value = {"USD", base::Decimal(100, 0)};
  return event;
}

// Whether an event passes a filter for those who enter, changed so.
bool Passes(const model::CardEvent& event,
            const std::function<void(SubscriptionFilter&)>& change) {
  SubscriptionFilter filter;
  filter.events = {EventType::kEntered, EventType::kAlertFired};
  change(filter);
  return Selects(TwoShops(), filter, event);
}

TEST(SelectionTest, KeepsWhatIsAskedFor) {
  using F = SubscriptionFilter;
  const model::CardEvent event = Entered();
  EXPECT_TRUE(Passes(event, [](F&) {}));
  EXPECT_FALSE(Passes(event, [](F& f) { f.events = {EventType::kLeft}; }));
  EXPECT_TRUE(Passes(event, [](F& f) { f.card = "ecom-absent"; }));
  EXPECT_FALSE(Passes(event, [](F& f) { f.card = "ecom"; }));
  EXPECT_TRUE(Passes(event, [](F& f) { f.source = "shop"; }));
  EXPECT_FALSE(Passes(event, [](F& f) { f.source = "b2b"; }));
  EXPECT_TRUE(Passes(event, [](F& f) { f.channel = "DTC"; }));
  EXPECT_FALSE(Passes(event, [](F& f) { f.channel = "B2B"; }));
  EXPECT_TRUE(Passes(event, [](F& f) { f.entity = "CATR"; }));
  EXPECT_FALSE(Passes(event, [](F& f) { f.entity = "UKCO"; }));
  EXPECT_TRUE(
      Passes(event, [](F& f) { f.reason = model::ReasonCode::kNearMatch; }));
  EXPECT_FALSE(
      Passes(event, [](F& f) { f.reason = model::ReasonCode::kInactive; }));
  EXPECT_TRUE(
      Passes(event, [](F& f) { f.because = model::EventCause::kChanged; }));
  EXPECT_FALSE(
      Passes(event, [](F& f) { f.because = model::EventCause::kTime; }));
  EXPECT_TRUE(Passes(
      event, [](F& f) { f.min_blocked_value = base::Decimal(10000, 2); }));
  EXPECT_FALSE(Passes(
      event, [](F& f) { f.min_blocked_value = base::Decimal(10001, 2); }));
}

TEST(SelectionTest, LeavesOutWhatLacksWhatIsAskedFor) {
  using F = SubscriptionFilter;
  model::CardEvent alert;
  alert.type = EventType::kAlertFired;
  alert.card = "ecom-absent";
  EXPECT_TRUE(Passes(alert, [](F& f) { f.card = "ecom-absent"; }));
  EXPECT_FALSE(Passes(alert, [](F& f) { f.entity = "USTR"; }));
  EXPECT_FALSE(Passes(alert, [](F& f) { f.channel = "DTC"; }));
  EXPECT_FALSE(
      Passes(alert, [](F& f) { f.min_blocked_value = base::Decimal(0, 0); }));
}

TEST(SelectionTest, TellsSameFilters) {
  SubscriptionFilter a;
  a.events = {EventType::kEntered};
  SubscriptionFilter b = a;
  EXPECT_TRUE(IsSame(a, b));
  b.min_age_minutes = 1;
  EXPECT_FALSE(IsSame(a, b));
  b = a;
  b.reason = model::ReasonCode::kNotFound;
  EXPECT_FALSE(IsSame(a, b));
}

}  // namespace
}  // namespace landfall::deliver
