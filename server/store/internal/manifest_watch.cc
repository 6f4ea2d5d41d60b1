// The length of the current MANIFEST -> a line in file manifest-length -> a
// check before the next start. Entry points: Note, Check.
#include "server/store/internal/manifest_watch.h"

#include <cstdint>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/store/internal/rocksdb_status.h"
#include "server/store/internal/store_folder.h"

namespace landfall::store::internal {
namespace {

constexpr char kNote[] = "manifest-length";

struct Manifest {
  std::string name;
  uint64_t length = 0;
};

// The MANIFEST that CURRENT names; an empty name when there is none.
Manifest CurrentManifest(const std::string& path) {
  const std::string folder = DatabaseFolder(path);
  Manifest manifest;
  manifest.name = std::string(
      absl::StripAsciiWhitespace(ReadSmallFile(folder + "/CURRENT")));
  std::error_code error;
  manifest.length = std::filesystem::file_size(
      absl::StrCat(folder, "/", manifest.name), error);
  // A MANIFEST that is not there is RocksDB's to report.
  if (error) manifest.name.clear();
  return manifest;
}

}  // namespace

absl::Status ManifestWatch::Check(const std::string& path) {
  const std::string noted = ReadSmallFile(absl::StrCat(path, "/", kNote));
  const std::vector<std::string> words =
      absl::StrSplit(absl::StripAsciiWhitespace(noted), ' ');
  uint64_t length = 0;
  if (words.size() != 2 || !absl::SimpleAtoi(words[1], &length)) {
    return absl::OkStatus();
  }
  const Manifest manifest = CurrentManifest(path);
  if (manifest.name != words[0] || manifest.length >= length) {
    return absl::OkStatus();
  }
  return DamagedError(
      path, absl::StrCat("db/", manifest.name, " has ", manifest.length, " of ",
                         length, " bytes"));
}

void ManifestWatch::Note() {
  absl::MutexLock lock(&mutex_);
  const Manifest manifest = CurrentManifest(path_);
  if (manifest.name.empty()) return;
  ReplaceFile(path_, kNote,
              absl::StrCat(manifest.name, " ", manifest.length, "\n"))
      .IgnoreError();
}

}  // namespace landfall::store::internal
