#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/config/server_options.h"

// The file behind auth.keys_file: API keys as hashes that `landfall keys`
// changes and that a running server reads again.

namespace landfall::config {

// NOT_FOUND: no such file. FAILED_PRECONDITION: others than its owner may write
// to it, so anybody could add a key. INVALID_ARGUMENT: one problem a line, with
// file, line and what is allowed.
absl::StatusOr<std::vector<ApiKey>> ReadKeysFile(const std::string& path);
// The same for the text of a file that is called `name` in messages.
absl::StatusOr<std::vector<ApiKey>> ReadKeysText(absl::string_view text,
                                                 const std::string& name);

// The keys of the configuration and of its keys file. The errors of
// ReadKeysFile; INVALID_ARGUMENT when an id or a hash is in both.
absl::StatusOr<std::vector<ApiKey>> AllApiKeys(const AuthOptions& auth);

// What to do about a keys file that is not there.
enum class WhenMissing { kFail, kBegin };

// Reads the file, lets `change` change the keys, and puts the new file in the
// place of the old one in one step. A new file gets mode 0600; one that was
// there keeps its owner, and its mode as far as that lets only its owner write.
// Others who change it by this function wait. The errors of ReadKeysFile and of
// `change`, after which the file is as it was; UNAVAILABLE: it cannot be
// written.
absl::Status ChangeKeysFile(
    const std::string& path, WhenMissing missing,
    const std::function<absl::Status(std::vector<ApiKey>&)>& change);

// {id: flows, role: reader, sha256: "…"}, as both files have it.
std::string KeyLine(const ApiKey& key);

// "reader", "ingester", "admin".
absl::string_view RoleText(Role role);

}  // namespace landfall::config
