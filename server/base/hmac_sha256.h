#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace landfall::base {

// The HMAC of `text` under `key`, by SHA-256: 32 bytes. Pure.
std::string HmacSha256(absl::string_view key, absl::string_view text);

// `size` bytes that nobody can guess, from the operating system.
std::string RandomBytes(size_t size);

}  // namespace landfall::base
