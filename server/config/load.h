#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/config/server_options.h"

namespace landfall::config {

// Reads and validates a configuration file. INVALID_ARGUMENT with file, line
// and key: unknown key (with the nearest known one), wrong type, unknown
// system, entity, source or type, an entity or id named twice, a rule that
// names an unknown entity, a filter that does not parse, a secret that cannot
// be read (with its name), a key that another system's sources have, an `auth`
// that names no way to sign in, a listener off loopback or a public_url without
// `auth`. NOT_FOUND when the file is not there. Relative paths are relative to
// the file. ServerOptions::warnings holds what is valid but surprising.
absl::StatusOr<ServerOptions> LoadConfig(const std::string& path);

// The same for text; `name` stands for the file in messages and `directory` is
// what relative paths are relative to.
absl::StatusOr<ServerOptions> LoadConfigText(absl::string_view text,
                                             const std::string& name,
                                             const std::string& directory);

}  // namespace landfall::config
