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
  // `public_url` is where callers reach the server; the description names it,
  // since some of its readers take no relative address. "" when nobody said.
  explicit PageFiles(absl::string_view public_url = "");
  PageFiles(const PageFiles&) = delete;
  PageFiles& operator=(const PageFiles&) = delete;

  // nullptr when no file has this path ("/", "/assets/app.js").
  const PageFile* Find(absl::string_view path) const;

 private:
  std::string description_;  // with public_url; "" when it is as it was built
  absl::flat_hash_map<std::string, PageFile> files_;
};

}  // namespace landfall::serve::http
