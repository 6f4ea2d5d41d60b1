// Events -> messages. Declared in convert.h.
#include "absl/strings/str_cat.h"
#include "server/serve/api/convert.h"

namespace landfall::serve::api {
namespace {

constexpr model::EventType kTypes[] = {
    model::EventType::kEntered,     model::EventType::kLeft,
    model::EventType::kAlertFired,  model::EventType::kAlertCleared,
    model::EventType::kSourceStale, model::EventType::kSourceRecovered,
};

constexpr model::EventCause kCauses[] = {
    model::EventCause::kLanded,      model::EventCause::kChanged,
    model::EventCause::kOutOfWindow, model::EventCause::kOutOfScope,
    model::EventCause::kNotKnown,    model::EventCause::kErased,
    model::EventCause::kTime,        model::EventCause::kConfiguration,
};

}  // namespace

v1::EventType::Value FromEventType(model::EventType type) {
  switch (type) {
    case model::EventType::kEntered:
      return v1::EventType::ENTERED;
    case model::EventType::kLeft:
      return v1::EventType::LEFT;
    case model::EventType::kAlertFired:
      return v1::EventType::ALERT_FIRED;
    case model::EventType::kAlertCleared:
      return v1::EventType::ALERT_CLEARED;
    case model::EventType::kSourceStale:
      return v1::EventType::SOURCE_STALE;
    case model::EventType::kSourceRecovered:
      return v1::EventType::SOURCE_RECOVERED;
  }
  return v1::EventType::EVENT_TYPE_UNSPECIFIED;
}

v1::EventCause::Value FromEventCause(model::EventCause cause) {
  switch (cause) {
    case model::EventCause::kNone:
      break;
    case model::EventCause::kLanded:
      return v1::EventCause::LANDED;
    case model::EventCause::kChanged:
      return v1::EventCause::CHANGED;
    case model::EventCause::kOutOfWindow:
      return v1::EventCause::OUT_OF_WINDOW;
    case model::EventCause::kOutOfScope:
      return v1::EventCause::OUT_OF_SCOPE;
    case model::EventCause::kNotKnown:
      return v1::EventCause::NOT_KNOWN;
    case model::EventCause::kErased:
      return v1::EventCause::ERASED;
    case model::EventCause::kTime:
      return v1::EventCause::TIME;
    case model::EventCause::kConfiguration:
      return v1::EventCause::CONFIGURATION;
  }
  return v1::EventCause::EVENT_CAUSE_UNSPECIFIED;
}

std::optional<model::EventCause> ToEventCause(v1::EventCause::Value cause) {
  for (model::EventCause known : kCauses) {
    if (FromEventCause(known) == cause) return known;
  }
  return std::nullopt;
}

std::optional<model::EventType> ToEventType(v1::EventType::Value type) {
  for (model::EventType known : kTypes) {
    if (FromEventType(known) == type) return known;
  }
  return std::nullopt;
}

void FillEvent(const model::ListedEvent& listed, v1::Event* message) {
  const model::CardEvent& event = listed.event;
  message->set_event_id(listed.id);
  message->set_cursor(listed.cursor);
  FillTime(event.at, message->mutable_at());
  message->set_revision(absl::StrCat(event.revision));
  message->set_type(FromEventType(event.type));
  message->set_card(event.card);
  if (!event.record.empty()) FillRef(event.record, message->mutable_record());
  message->set_name(event.name);
  if (event.verdict) message->set_verdict(FromVerdict(*event.verdict));
  for (model::ReasonCode code : event.reasons) {
    message->add_reasons()->set_code(FromReasonCode(code));
  }
  for (const std::string& entity : event.entities) {
    message->add_entities(entity);
  }
  if (event.blocked_value) {
    FillMoney(*event.blocked_value, message->mutable_blocked_value());
  }
  if (event.because != model::EventCause::kNone) {
    message->set_because(FromEventCause(event.because));
  }
  if (event.since) FillTime(*event.since, message->mutable_since());
  if (event.count) message->set_count(*event.count);
  if (event.above) message->set_above(*event.above);
  message->set_source(event.source);
  if (event.entered_at) {
    FillTime(*event.entered_at, message->mutable_entered_at());
  }
}

}  // namespace landfall::serve::api
