// A folder on disk -> "new", "ready", or an error that says why it is neither.
// The marker file is written before the database and completed after it, so an
// interrupted first start is told from a store that lost its database.
#include "server/store/internal/store_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/base/status_macros.h"
#include "server/store/internal/rocksdb_status.h"

namespace landfall::store::internal {
namespace {

namespace fs = std::filesystem;

constexpr char kMarker[] = "landfall-store";
constexpr char kTemporary[] = ".new";
constexpr absl::string_view kMagic = "landfall store";
constexpr absl::string_view kReadyWord = "ready";
constexpr absl::string_view kUnfinishedWord = "unfinished";

absl::Status ErrnoError(const std::string& path, int error) {
  if (error == ENOSPC || error == EDQUOT) return DiskFullError(path);
  if (error == EACCES || error == EROFS || error == EPERM) {
    return NotWritableError(path, std::strerror(error));
  }
  return absl::UnavailableError(
      absl::StrCat("store folder ", path, " cannot be used (",
                   std::strerror(error), "): check store.path and the disk"));
}

absl::Status SyncPath(const std::string& path, const std::string& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return ErrnoError(path, errno);
  absl::Cleanup close_fd = [fd] { close(fd); };
  if (fsync(fd) != 0) return ErrnoError(path, errno);
  return absl::OkStatus();
}

absl::Status WriteSynced(const std::string& path, const std::string& file,
                         const std::string& content) {
  const int fd =
      open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return ErrnoError(path, errno);
  absl::Cleanup close_fd = [fd] { close(fd); };
  // The content is a line: a short write means a full disk.
  const ssize_t written = write(fd, content.data(), content.size());
  if (written < 0) return ErrnoError(path, errno);
  if (static_cast<size_t>(written) != content.size()) {
    return DiskFullError(path);
  }
  if (fsync(fd) != 0) return ErrnoError(path, errno);
  return absl::OkStatus();
}

std::string MarkerText(absl::string_view state) {
  return absl::StrCat(kMagic, "\nversion ", kStoreVersion, "\n", state, "\n");
}

absl::Status CreateFolder(const std::string& path) {
  std::error_code error;
  const fs::path parent = fs::path(path).parent_path();
  if (!parent.empty()) fs::create_directories(parent, error);
  if (error) return ErrnoError(path, error.value());
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return ErrnoError(path, errno);
  }
  return absl::OkStatus();
}

// Whether nothing of anybody is in the folder. What an interrupted ReplaceFile
// and mkfs leave behind does not count.
absl::StatusOr<bool> IsEmpty(const std::string& path) {
  std::error_code error;
  fs::directory_iterator it(path, error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name != absl::StrCat(kMarker, kTemporary) && name != "lost+found") {
      return false;
    }
  }
  if (error) return ErrnoError(path, error.value());
  return true;
}

absl::Status NotOursError(const std::string& path) {
  return absl::FailedPreconditionError(absl::StrCat(
      "folder ", path,
      " is not empty and not a Landfall store; nothing in it was changed: "
      "choose an empty or new folder with store.path"));
}

absl::StatusOr<FolderState> ReadMarker(const std::string& path,
                                       const std::string& text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (lines.size() != 4 || lines[0] != kMagic) {
    return DamagedError(path, absl::StrCat("unreadable file ", kMarker));
  }
  int version = 0;
  if (!absl::StartsWith(lines[1], "version ") ||
      !absl::SimpleAtoi(lines[1].substr(8), &version) || version < 1) {
    return DamagedError(path, absl::StrCat("unreadable file ", kMarker));
  }
  if (version > kStoreVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "store folder ", path, " was written by a newer version of Landfall ",
        "(store version ", version, ", this program reads up to ",
        kStoreVersion,
        "): run the newer version, or choose another folder with store.path"));
  }
  if (lines[2] == kUnfinishedWord) return FolderState::kNew;
  if (lines[2] == kReadyWord) {
    return version == kStoreVersion ? FolderState::kReady
                                    : FolderState::kEarlier;
  }
  return DamagedError(path, absl::StrCat("unreadable file ", kMarker));
}

// Makes the folder its owner's alone, whoever made it and however: what is in
// it is about customers.
absl::Status KeepToOwner(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return ErrnoError(path, errno);
  if ((info.st_mode & 0077) == 0) return absl::OkStatus();
  if (chmod(path.c_str(), info.st_mode & 0700) == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "store folder ", path,
      " can be entered by others than its owner, and this process may not "
      "change that (",
      std::strerror(errno),
      "): make the folder belong to the user that runs the server, or chmod "
      "go-rwx it"));
}

absl::StatusOr<FolderState> StartNewStore(const std::string& path) {
  LF_RETURN_IF_ERROR(CreateFolder(path));
  LF_ASSIGN_OR_RETURN(const bool empty, IsEmpty(path));
  if (!empty) {
    std::error_code error;
    if (fs::exists(DatabaseFolder(path) + "/CURRENT", error)) {
      return HalfAStoreError(path, absl::StrCat("file ", kMarker));
    }
    return NotOursError(path);
  }
  LF_RETURN_IF_ERROR(KeepToOwner(path));
  LF_RETURN_IF_ERROR(ReplaceFile(path, kMarker, MarkerText(kUnfinishedWord)));
  return FolderState::kNew;
}

}  // namespace

absl::StatusOr<FolderState> PrepareFolder(const std::string& path) {
  struct stat info;
  const bool exists = stat(path.c_str(), &info) == 0;
  if (!exists && errno != ENOENT) return ErrnoError(path, errno);
  if (exists && !S_ISDIR(info.st_mode)) return NotOursError(path);
  if (exists && access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    return ErrnoError(path, errno);
  }
  const std::string marker = absl::StrCat(path, "/", kMarker);
  std::error_code error;
  if (!fs::exists(marker, error)) return StartNewStore(path);
  LF_ASSIGN_OR_RETURN(const FolderState state,
                      ReadMarker(path, ReadSmallFile(marker)));
  if (state != FolderState::kNew &&
      !fs::is_directory(DatabaseFolder(path), error)) {
    return HalfAStoreError(path, "folder db");
  }
  LF_RETURN_IF_ERROR(KeepToOwner(path));
  return state;
}

absl::Status MarkReady(const std::string& path) {
  return ReplaceFile(path, kMarker, MarkerText(kReadyWord));
}

std::string DatabaseFolder(const std::string& path) { return path + "/db"; }

absl::Status ReplaceFile(const std::string& path, const std::string& name,
                         const std::string& content) {
  const std::string target = absl::StrCat(path, "/", name);
  const std::string temporary = target + kTemporary;
  LF_RETURN_IF_ERROR(WriteSynced(path, temporary, content));
  if (rename(temporary.c_str(), target.c_str()) != 0) {
    return ErrnoError(path, errno);
  }
  return SyncPath(path, path);
}

std::string ReadSmallFile(const std::string& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return "";
  absl::Cleanup close_fd = [fd] { close(fd); };
  char buffer[512];
  const ssize_t size = read(fd, buffer, sizeof(buffer));
  return size > 0 ? std::string(buffer, static_cast<size_t>(size)) : "";
}

absl::Status HalfAStoreError(const std::string& path,
                             const std::string& missing) {
  return absl::FailedPreconditionError(absl::StrCat(
      "store folder ", path, " has only a part of a Landfall store (", missing,
      " is missing); nothing in it was changed: restore the whole folder from "
      "a backup, or choose another folder with store.path"));
}

}  // namespace landfall::store::internal
