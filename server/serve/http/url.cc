#include "server/serve/http/url.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace landfall::serve::http {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

std::optional<std::string> PercentDecode(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = HexValue(text[i + 1]);
    const int low = HexValue(text[i + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

std::string TidyPath(absl::string_view path) {
  std::string tidy;
  tidy.reserve(path.size());
  for (const char c : path) {
    if (c == '/' && absl::EndsWith(tidy, "/")) continue;
    tidy.push_back(c);
  }
  if (tidy.size() > 1 && tidy.back() == '/') tidy.pop_back();
  return tidy;
}

std::optional<std::vector<json::Parameter>> SplitQuery(
    absl::string_view query) {
  std::vector<json::Parameter> parameters;
  for (absl::string_view pair : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::string spaced = absl::StrReplaceAll(pair, {{"+", " "}});
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(spaced, absl::MaxSplits('=', 1));
    std::optional<std::string> name = PercentDecode(parts.first);
    std::optional<std::string> value = PercentDecode(parts.second);
    if (!name.has_value() || !value.has_value()) return std::nullopt;
    parameters.emplace_back(*std::move(name), *std::move(value));
  }
  return parameters;
}

}  // namespace landfall::serve::http
