#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/config/server_options.h"
#include "server/serve/access/access_control.h"

namespace landfall::serve::access::internal {

// The API keys of one moment, as hashes. Immutable, thread-safe.
class KeyRing {
 public:
  // Keys without a rate of their own have `usual`.
  KeyRing(const std::vector<config::ApiKey>& keys,
          const config::RateLimit& usual);

  // Who has this key; nullptr when nobody has. Takes the same time for every
  // key of one length that nobody has.
  CallerRef Find(absl::string_view key) const;

 private:
  struct Entry {
    std::string digest;  // SHA-256, 32 bytes
    CallerRef caller;
  };
  std::vector<Entry> entries_;
};

// SHA-256 of `text`, 32 bytes.
std::string Sha256(absl::string_view text);

}  // namespace landfall::serve::access::internal
