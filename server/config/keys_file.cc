// Keys as hashes <-> the file that keeps them.
// Entry points: ReadKeysFile and ChangeKeysFile.
#include "server/config/keys_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/config/internal/api_keys.h"

namespace landfall::config {
namespace {

constexpr mode_t kOthersWrite = 022;

absl::Status CannotWrite(const std::string& path) {
  return absl::UnavailableError(absl::StrCat(
      "keys file ", path, " cannot be written: ", std::strerror(errno)));
}

// Whose the file is and who may write to it. NOT_FOUND when it is not there.
absl::StatusOr<struct stat> Inspect(const std::string& path) {
  struct stat facts = {};
  if (stat(path.c_str(), &facts) != 0) {
    return absl::NotFoundError(absl::StrCat(
        "keys file ", path, " cannot be read: ", std::strerror(errno),
        "; `landfall keys new --file` begins one"));
  }
  if (!S_ISREG(facts.st_mode)) {
    return absl::NotFoundError(
        absl::StrCat("keys file ", path, " is not a file"));
  }
  if ((facts.st_mode & kOthersWrite) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "keys file ", path,
        " may be written by others than its owner, who could add keys to it; "
        "chmod go-w it"));
  }
  return facts;
}

std::string Render(const std::vector<ApiKey>& keys) {
  std::string text =
      "# API keys of Landfall, as hashes. Written by `landfall keys`; a "
      "running "
      "server\n# reads it again within a second. Comments are not kept.\n"
      "api_keys:\n";
  for (const ApiKey& key : keys) {
    absl::StrAppend(&text, "  - ", KeyLine(key), "\n");
  }
  return text;
}

absl::Status WriteAll(int file, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return absl::UnavailableError("");
    text.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

// The file that `path` names, behind symbolic links.
std::string Behind(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::canonical(path, error);
  return error ? path : real.string();
}

std::string FolderOf(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

// `old` is what the file was before, or nullptr.
absl::Status Replace(const std::string& path, const std::string& text,
                     const struct stat* old, int folder) {
  std::string unfinished = path + ".XXXXXX";
  const int file = mkstemp(unfinished.data());  // with mode 0600
  if (file < 0) return CannotWrite(path);
  auto remove = absl::MakeCleanup([&] { unlink(unfinished.c_str()); });
  auto close_file = absl::MakeCleanup([&] { close(file); });
  if (old != nullptr) {
    // A server that runs as somebody else must still be able to read it.
    const mode_t mode = old->st_mode & 0777 & ~kOthersWrite;
    const bool kept =
        fchown(file, old->st_uid, old->st_gid) == 0 && fchmod(file, mode) == 0;
    if (!kept) return CannotWrite(path);
  }
  if (!WriteAll(file, text).ok() || fsync(file) != 0 ||
      std::rename(unfinished.c_str(), path.c_str()) != 0) {
    return CannotWrite(path);
  }
  std::move(remove).Cancel();
  return fsync(folder) == 0 ? absl::OkStatus() : CannotWrite(path);
}

}  // namespace

absl::StatusOr<std::vector<ApiKey>> ReadKeysText(absl::string_view text,
                                                 const std::string& name) {
  LF_ASSIGN_OR_RETURN(const internal::YamlNode root,
                      internal::ParseYaml(text, name));
  internal::Problems problems(name);
  const internal::Section file(internal::Item(root, "", problems),
                               {"api_keys"});
  std::vector<ApiKey> keys;
  internal::ReadApiKeys(file, keys);
  LF_RETURN_IF_ERROR(problems.ToStatus());
  return keys;
}

absl::StatusOr<std::vector<ApiKey>> ReadKeysFile(const std::string& path) {
  LF_RETURN_IF_ERROR(Inspect(path).status());
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (file.is_open()) text << file.rdbuf();
  if (!file.is_open() || file.bad()) {
    return absl::NotFoundError(
        absl::StrCat("keys file ", path, " cannot be read"));
  }
  return ReadKeysText(text.str(), path);
}

absl::StatusOr<std::vector<ApiKey>> AllApiKeys(const AuthOptions& auth) {
  std::vector<ApiKey> keys = auth.api_keys;
  if (auth.keys_file.empty()) return keys;
  LF_ASSIGN_OR_RETURN(const std::vector<ApiKey> more,
                      ReadKeysFile(auth.keys_file));
  for (const ApiKey& key : more) {
    for (const ApiKey& own : auth.api_keys) {
      if (own.id != key.id && own.sha256 != key.sha256) continue;
      return absl::InvalidArgumentError(absl::StrCat(
          auth.keys_file, ": API key \"", key.id,
          "\" is in auth.api_keys too; take it out of one of them"));
    }
    keys.push_back(key);
  }
  return keys;
}

absl::Status ChangeKeysFile(
    const std::string& path, WhenMissing missing,
    const std::function<absl::Status(std::vector<ApiKey>&)>& change) {
  const std::string target = Behind(path);
  const int folder =
      open(FolderOf(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return CannotWrite(path);
  // Closing it ends the lock as well.
  auto close_folder = absl::MakeCleanup([&] { close(folder); });
  if (flock(folder, LOCK_EX) != 0) return CannotWrite(path);
  const absl::StatusOr<struct stat> old = Inspect(target);
  const bool begin = missing == WhenMissing::kBegin &&
                     !std::filesystem::exists(std::filesystem::path(target));
  std::vector<ApiKey> keys;
  if (!begin) {
    LF_RETURN_IF_ERROR(old.status());
    LF_ASSIGN_OR_RETURN(keys, ReadKeysFile(target));
  }
  LF_RETURN_IF_ERROR(change(keys));
  const std::string text = Render(keys);
  // What cannot be read again must not take the place of what can.
  LF_RETURN_IF_ERROR(ReadKeysText(text, path).status());
  return Replace(target, text, begin ? nullptr : &*old, folder);
}

std::string KeyLine(const ApiKey& key) {
  std::string line =
      absl::StrCat("{id: ", key.id, ", role: ", RoleText(key.role),
                   ", sha256: \"", key.sha256, "\"");
  if (key.rate_limit.has_value() && key.rate_limit->per_second == 0) {
    absl::StrAppend(&line, ", rate_limit: off");
  } else if (key.rate_limit.has_value()) {
    absl::StrAppend(&line,
                    ", rate_limit: {per_second: ", key.rate_limit->per_second,
                    ", burst: ", key.rate_limit->burst, "}");
  }
  if (key.created.has_value()) {
    absl::StrAppend(&line, ", created: \"", base::FormatTime(*key.created),
                    "\"");
  }
  return line + "}";
}

absl::string_view RoleText(Role role) {
  switch (role) {
    case Role::kReader:
      return "reader";
    case Role::kIngester:
      return "ingester";
    case Role::kAdmin:
      return "admin";
  }
  return "";
}

}  // namespace landfall::config
