#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/model/reason.h"
#include "server/model/record_ref.h"
#include "server/model/verdict.h"

namespace landfall::model {

enum class EventType {
  kEntered,
  kLeft,
  kAlertFired,
  kAlertCleared,
  kSourceStale,
  kSourceRecovered,
};

// Why a record entered or left a card.
enum class EventCause {
  kNone,          // nobody entered or left
  kLanded,        // left: it is in every legal entity that must hold it
  kChanged,       // what is known about it, or about whom it is compared with
  kOutOfWindow,   // left: the card's window moved on
  kOutOfScope,    // left: it is not a customer that has to land any more
  kNotKnown,      // left: a source that would know cannot answer
  kErased,        // left: it was erased
  kTime,          // entered: the clock alone did it, such as a grace that ended
  kConfiguration  // the rules changed between two starts
};

// "ENTERED", "OUT_OF_WINDOW" and so on, as on the wire; "" for kNone.
absl::string_view EventTypeName(EventType type);
absl::string_view EventCauseName(EventCause cause);

// Something that happened to a card or a source. It holds no texts about
// anybody but the name, so that an erasure knows what to take out. Value type.
struct CardEvent {
  EventType type = EventType::kEntered;
  EventCause because = EventCause::kNone;
  absl::Time at;
  int64_t revision = 0;               // of the data in which it was seen
  std::string card;                   // empty when a source is meant
  std::string source;                 // of the record, or the one that is meant
  RecordRef record;                   // who entered or left; else empty
  std::string name;                   // of it; empty also once it is erased
  std::optional<Verdict> verdict{};   // of it, as it is now
  std::vector<ReasonCode> reasons{};  // of that verdict
  std::vector<std::string> entities{};  // legal entities that it misses
  std::optional<Money> blocked_value{};
  std::optional<absl::Time> since{};  // when it began to be expected
  std::optional<int> count{};         // of the card, in alerts
  std::optional<int> above{};         // the alert's limit
  // In events of who left: `at` of its ENTERED. nullopt when nobody saw it
  // enter, because the cards or the rules were new then.
  std::optional<absl::Time> entered_at{};
};

struct EventsQuery {
  std::string card{};    // empty: all, and those of sources
  std::string source{};  // empty: all
  std::optional<EventType> type{};
  // As far as an event can tell; empty: all.
  std::string entity{};   // AMBIGUOUS and UNMAPPED may be about any
  std::string channel{};  // of its source
  std::optional<ReasonCode> reason{};  // who left has other reasons by then
  std::string cursor{};   // where to go on; empty: from an end of the log
  bool from_now = false;  // without a cursor: behind everything there is
  bool newest_first = false;
  // The events after the cursor, newest first; without one the newest events,
  // and the page's cursor is the end of the log. Not with newest_first.
  bool polling = false;
  int page_size = 100;
};

struct ListedEvent {
  std::string id;  // unique, and the same for ever
  std::string cursor;
  CardEvent event;
};

struct EventsPage {
  std::vector<ListedEvent> events;
  std::string next_cursor;  // never empty
  bool more = false;
};

}  // namespace landfall::model
