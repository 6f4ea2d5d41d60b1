#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace landfall::serve::http {

// A file that is built into the program.
struct PageFile {
  absl::string_view content;
  std::string content_type;
  std::string gzip;  // the content packed, or "" where that saves nothing
  std::string etag;
  std::vector<std::pair<std::string, std::string>> headers;
};

// The web page, its scripts and styles, and the OpenAPI description.
// Immutable, thread-safe.
class PageFiles {
 public:
  PageFiles();

  // nullptr when no file has this path ("/", "/assets/app.js").
  const PageFile* Find(absl::string_view path) const;

 private:
  absl::flat_hash_map<std::string, PageFile> files_;
};

}  // namespace landfall::serve::http
