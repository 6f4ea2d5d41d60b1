#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/store/internal/byte_reader.h"

namespace landfall::store::internal {

// The first byte of everything that is stored.
inline constexpr uint8_t kCodecVersion = 1;

// Reads the first byte of a stored `what`. DATA_LOSS when it is another one.
inline absl::Status CheckVersion(ByteReader& reader, absl::string_view what) {
  const uint8_t version = reader.GetByte();
  if (!reader.ok() || version == kCodecVersion) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("stored ", what, " has version ", int{version},
                   "; this program reads version ", int{kCodecVersion}));
}

// DATA_LOSS unless all of the `size` bytes were read without a fault.
inline absl::Status CheckEnd(const ByteReader& reader, absl::string_view what,
                             size_t size) {
  if (reader.ok() && reader.AtEnd()) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("stored ", what, " of ", size, " bytes cannot be read"));
}

}  // namespace landfall::store::internal
