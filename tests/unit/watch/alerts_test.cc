#include "server/watch/alerts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/watch/notes.h"

namespace landfall::watch {
namespace {

using model::EventType;

absl::Time At(int minutes) {
  return absl::FromUnixSeconds(1'780'000'000) + absl::Minutes(minutes);
}

TEST(AlertsTest, FireAndClearAtOnceUnlessToldOtherwise) {
  model::CardSettings card;
  card.alert_above = 10;
  AlertNote note;
  EXPECT_EQ(NoteCount(card, 10, At(0), &note), std::nullopt);
  EXPECT_EQ(NoteCount(card, 11, At(1), &note), EventType::kAlertFired);
  EXPECT_EQ(NoteCount(card, 12, At(2), &note), std::nullopt);
  EXPECT_EQ(NoteCount(card, 10, At(3), &note), EventType::kAlertCleared);
  EXPECT_EQ(NoteCount(card, 0, At(4), &note), std::nullopt);
}

TEST(AlertsTest, ClearOnlyAtTheLowerLimit) {
  model::CardSettings card;
  card.alert_above = 10;
  card.clear_at = 5;
  AlertNote note;
  EXPECT_EQ(NoteCount(card, 11, At(0), &note), EventType::kAlertFired);
  EXPECT_EQ(NoteCount(card, 6, At(1), &note), std::nullopt);
  EXPECT_EQ(NoteCount(card, 11, At(2), &note), std::nullopt);
  EXPECT_EQ(NoteCount(card, 5, At(3), &note), EventType::kAlertCleared);
}

TEST(AlertsTest, AreHeldBackWithoutABreak) {
  model::CardSettings card;
  card.alert_above = 10;
  card.hold = absl::Minutes(5);
  AlertNote note;
  EXPECT_EQ(NoteCount(card, 11, At(0), &note), std::nullopt);
  EXPECT_EQ(NoteCount(card, 9, At(4), &note), std::nullopt);
  EXPECT_EQ(NoteCount(card, 11, At(5), &note), std::nullopt);
  EXPECT_EQ(NoteCount(card, 11, At(9), &note), std::nullopt);
  EXPECT_EQ(NoteCount(card, 11, At(10), &note), EventType::kAlertFired);
  EXPECT_EQ(NoteCount(card, 3, At(12), &note), std::nullopt);
  EXPECT_EQ(NoteCount(card, 3, At(17), &note), EventType::kAlertCleared);
}

TEST(AlertsTest, ClearWhenTheLimitIsTakenAway) {
  model::CardSettings card;
  AlertNote note{true};
  EXPECT_EQ(NoteCount(card, 11, At(0), &note), EventType::kAlertCleared);
  EXPECT_EQ(NoteCount(card, 11, At(1), &note), std::nullopt);
}

TEST(NotesTest, AreReadAsTheyWereWritten) {
  Notes notes;
  notes.rules = "00ff";
  notes.at = At(1);
  notes.alerts["ecom-absent"] = {true, At(2)};
  notes.alerts["my card"] = {};
  notes.stale["erp"] = true;
  notes.stale["bc"] = false;
  const auto read = Notes::Decode(notes.Encode());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->rules, notes.rules);
  EXPECT_EQ(read->at, notes.at);
  EXPECT_EQ(read->alerts, notes.alerts);
  EXPECT_EQ(read->stale, notes.stale);
  EXPECT_EQ(Notes::Decode("at x"), std::nullopt);
  EXPECT_EQ(Notes::Decode("something else"), std::nullopt);
}

}  // namespace
}  // namespace landfall::watch
