#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "server/base/check.h"

namespace landfall::testing {

// A fresh folder that is removed with this object. Not thread-safe.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "landfall-XXXXXX").string();
    LF_CHECK(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string Sub(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace landfall::testing
