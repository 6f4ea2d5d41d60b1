#include "server/model/event.h"

namespace landfall::model {

absl::string_view EventTypeName(EventType type) {
  switch (type) {
    case EventType::kEntered:
      return "ENTERED";
    case EventType::kLeft:
      return "LEFT";
    case EventType::kAlertFired:
      return "ALERT_FIRED";
    case EventType::kAlertCleared:
      return "ALERT_CLEARED";
    case EventType::kSourceStale:
      return "SOURCE_STALE";
    case EventType::kSourceRecovered:
      return "SOURCE_RECOVERED";
  }
  return "";
}

absl::string_view EventCauseName(EventCause cause) {
  switch (cause) {
    case EventCause::kNone:
      return "";
    case EventCause::kLanded:
      return "LANDED";
    case EventCause::kChanged:
      return "CHANGED";
    case EventCause::kOutOfWindow:
      return "OUT_OF_WINDOW";
    case EventCause::kOutOfScope:
      return "OUT_OF_SCOPE";
    case EventCause::kNotKnown:
      return "NOT_KNOWN";
    case EventCause::kErased:
      return "ERASED";
    case EventCause::kTime:
      return "TIME";
    case EventCause::kConfiguration:
      return "CONFIGURATION";
  }
  return "";
}

}  // namespace landfall::model
