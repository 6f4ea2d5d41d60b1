#include "server/watch/alerts.h"

namespace landfall::watch {

std::optional<model::EventType> NoteCount(const model::CardSettings& card,
                                          int count, absl::Time now,
                                          AlertNote* note) {
  if (!card.alert_above) {
    // Without a limit there is nothing left to fire.
    const bool fired = note->firing;
    *note = AlertNote();
    if (!fired) return std::nullopt;
    return model::EventType::kAlertCleared;
  }
  const int above = *card.alert_above;
  const bool turns =
      note->firing ? count <= card.clear_at.value_or(above) : count > above;
  if (!turns) {
    note->turning_since.reset();
    return std::nullopt;
  }
  if (!note->turning_since) note->turning_since = now;
  if (now - *note->turning_since < card.hold) return std::nullopt;
  *note = AlertNote{!note->firing};
  return note->firing ? model::EventType::kAlertFired
                      : model::EventType::kAlertCleared;
}

}  // namespace landfall::watch
