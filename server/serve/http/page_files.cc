// The files that the build put into the program -> what their paths answer.
// Entry point: PageFiles::Find.
#include "server/serve/http/page_files.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
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

std::string PathOf(absl::string_view name) {
  if (name == "index.html") return "/";
  if (name == "openapi.json") return "/openapi.json";
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

}  // namespace

PageFiles::PageFiles() {
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    files_[PathOf(file.name)] = MakeFile(
        file.name, absl::string_view(file.begin, file.end - file.begin));
  }
}

const PageFile* PageFiles::Find(absl::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace landfall::serve::http
