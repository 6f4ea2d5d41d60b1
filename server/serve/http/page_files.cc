// The files that the build put into the program -> what their paths answer.
// Entry point: PageFiles::Find.
#include "server/serve/http/page_files.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/check.h"
#include "server/serve/http/embedded_files.h"
#include "server/serve/http/gzip.h"
#include "xxhash.h"

namespace landfall::serve::http {
namespace {

constexpr int kSmallest = 9;

struct TypeOfSuffix {
  absl::string_view suffix;
  absl::string_view type;
};

constexpr TypeOfSuffix kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".txt", "text/plain; charset=utf-8"},
};

absl::string_view TypeOf(absl::string_view name) {
  for (const TypeOfSuffix& entry : kTypes) {
    if (absl::EndsWith(name, entry.suffix)) return entry.type;
  }
  return "application/octet-stream";
}

constexpr absl::string_view kDescription = "openapi.json";

std::string PathOf(absl::string_view name) {
  if (name == "index.html") return "/";
  if (name == kDescription) return "/openapi.json";
  return absl::StrCat("/assets/", name);
}

// The page loads nothing from elsewhere and runs in nobody's frame, so that a
// name in the data that looks like a script stays a name.
constexpr char kContentPolicy[] =
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' "
    "data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'";

PageFile MakeFile(absl::string_view name, absl::string_view content) {
  PageFile file;
  file.content = content;
  file.content_type = std::string(TypeOf(name));
  file.gzip = Gzip(content, kSmallest);
  if (file.gzip.size() >= content.size()) file.gzip.clear();
  file.etag = absl::StrCat(
      "\"", absl::Hex(XXH3_64bits(content.data(), content.size())), "\"");
  // Asked for again each time, answered with 304: a new version of the server
  // is a new page at once.
  file.headers = {{"ETag", file.etag},
                  {"Cache-Control", "no-cache"},
                  {"Vary", "Accept-Encoding"},
                  {"Content-Security-Policy", kContentPolicy},
                  {"Referrer-Policy", "no-referrer"}};
  return file;
}

// The description with the address of the server in the place of "/".
std::string Addressed(absl::string_view description,
                      absl::string_view public_url) {
  constexpr absl::string_view kHere = R"("url": "/")";
  const size_t at = description.find(kHere);
  LF_CHECK(at != absl::string_view::npos);
  // A URL that the configuration took holds no quote and no backslash.
  return absl::StrCat(description.substr(0, at), R"("url": ")", public_url,
                      "\"", description.substr(at + kHere.size()));
}

}  // namespace

PageFiles::PageFiles(absl::string_view public_url) {
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    absl::string_view content(file.begin, file.end - file.begin);
    if (file.name == kDescription && !public_url.empty()) {
      description_ = Addressed(content, public_url);
      content = description_;
    }
    files_[PathOf(file.name)] = MakeFile(file.name, content);
  }
}

const PageFile* PageFiles::Find(absl::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace landfall::serve::http
