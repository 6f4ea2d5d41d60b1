#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/config/server_options.h"

namespace landfall::serve::api {

// Which API key may do what. Immutable, thread-safe.
class ApiKeys {
 public:
  explicit ApiKeys(const config::AuthOptions& auth);

  // OK when `key` has `role` or a higher one, or when no authentication is
  // configured. UNAUTHENTICATED: no such key, with the same message whatever is
  // wrong with it; PERMISSION_DENIED: the key's role is too low. Takes the same
  // time for every wrong key.
  absl::Status Authorize(absl::string_view key, config::Role role) const;

 private:
  struct Entry {
    std::string digest;  // SHA-256, 32 bytes
    config::Role role;
  };

  bool enabled_;
  std::vector<Entry> entries_;
};

// "reader", "ingester", "admin".
absl::string_view RoleName(config::Role role);

}  // namespace landfall::serve::api
