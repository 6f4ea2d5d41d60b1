#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model/record.h"

namespace landfall::store {

// The stored bytes of a record: a version byte, then length-prefixed fields.
// Equal records have equal bytes, so comparing bytes tells whether an upsert
// changes anything. Pure.
std::string EncodeRecord(const model::Record& record);

// DATA_LOSS when the bytes are truncated, have trailing rest, or carry a
// version this program does not know. Never reads outside `bytes`.
absl::StatusOr<model::Record> DecodeRecord(absl::string_view bytes);

}  // namespace landfall::store
