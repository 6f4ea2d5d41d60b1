#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model/event.h"

namespace landfall::store {

// The stored bytes of an event, as those of a record. Pure.
std::string EncodeEvent(const model::CardEvent& event);

// DATA_LOSS when the bytes are truncated, have trailing rest, or carry a
// version this program does not know. Never reads outside `bytes`.
absl::StatusOr<model::CardEvent> DecodeEvent(absl::string_view bytes);

}  // namespace landfall::store
