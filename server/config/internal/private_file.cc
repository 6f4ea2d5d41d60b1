// Files that open doors: who else may write or read them.
#include <sys/stat.h>

#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

constexpr mode_t kOthersWrite = 022;
constexpr mode_t kEverybodyReads = 04;

}  // namespace

void CheckOwnedFile(const Item& item, const std::string& path) {
  struct stat facts = {};
  // One that is not there is reported by whoever reads it.
  if (stat(path.c_str(), &facts) != 0) return;
  if ((facts.st_mode & kOthersWrite) == 0) return;
  item.Fail(absl::StrCat("file ", path,
                         " may be written by others than its owner, who could "
                         "put another in its place; chmod go-w it"));
}

void CheckPrivateFile(const Item& item, const std::string& path) {
  CheckOwnedFile(item, path);
  struct stat facts = {};
  if (stat(path.c_str(), &facts) != 0) return;
  if ((facts.st_mode & kEverybodyReads) == 0) return;
  item.Warn(absl::StrCat("file ", path,
                         " can be read by every user of this machine; chmod "
                         "o-r it"));
}

}  // namespace landfall::config::internal
