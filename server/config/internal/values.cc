// Values with a shape of their own: countries, currencies, slugs, URLs, names
// of things that are configured elsewhere in the file.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/config/internal/readers.h"
#include "server/normalize/normalize.h"

namespace landfall::config::internal {
namespace {

// The host of what follows "://": without user, port and path.
absl::string_view HostOf(absl::string_view rest) {
  rest = rest.substr(0, rest.find_first_of("/?#"));
  const size_t at = rest.rfind('@');
  if (at != absl::string_view::npos) rest.remove_prefix(at + 1);
  if (absl::StartsWith(rest, "[")) return rest.substr(0, rest.find(']') + 1);
  return rest.substr(0, rest.find(':'));
}

}  // namespace

std::optional<std::string> ReadCountry(const Item& item) {
  const std::optional<std::string> text = item.Text();
  if (!text.has_value()) return std::nullopt;
  std::optional<std::string> country = normalize::NormalizeCountry(*text);
  if (!country.has_value()) {
    item.Fail(absl::StrCat("unknown country \"", *text,
                           "\"; write its ISO 3166 code, such as US"));
  }
  return country;
}

std::optional<std::string> ReadCurrency(const Item& item) {
  std::optional<std::string> text = item.Text();
  if (!text.has_value()) return std::nullopt;
  if (text->size() == 3 &&
      std::all_of(text->begin(), text->end(), absl::ascii_isupper)) {
    return text;
  }
  item.Fail(absl::StrCat("\"", *text,
                         "\" is no currency code; write the three capital "
                         "letters of ISO 4217, such as USD"));
  return std::nullopt;
}

std::optional<std::string> ReadSlug(const Item& item) {
  constexpr size_t kLongest = 64;
  std::optional<std::string> text = item.Text();
  if (!text.has_value()) return std::nullopt;
  const bool fits = text->size() <= kLongest &&
                    absl::ascii_isalnum(text->front()) &&
                    std::all_of(text->begin(), text->end(), [](char c) {
                      return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                             c == '-' || c == '_';
                    });
  if (fits) return text;
  item.Fail(absl::StrCat("\"", *text, "\" is no id; allowed are up to ",
                         kLongest,
                         " lower-case letters, digits, '-' and '_', beginning "
                         "with a letter or digit"));
  return std::nullopt;
}

bool IsLoopback(absl::string_view host) {
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  if (host == "::1" || absl::EqualsIgnoreCase(host, "localhost")) return true;
  // Only digits and dots: 127.evil.example is somewhere else.
  return absl::StartsWith(host, "127.") &&
         host.find_first_not_of("0123456789.") == absl::string_view::npos;
}

std::optional<std::string> ReadUrl(const Item& item) {
  std::optional<std::string> text = item.Text();
  if (!text.has_value()) return std::nullopt;
  absl::string_view rest = *text;
  const bool https = absl::ConsumePrefix(&rest, "https://");
  const bool http = !https && absl::ConsumePrefix(&rest, "http://");
  if ((!https && !http) || HostOf(rest).empty()) {
    item.Fail("must be a URL such as https://shop.example.com");
    return std::nullopt;
  }
  if (absl::StrContains(rest.substr(0, rest.find('/')), "@")) {
    item.Fail("must not carry a user or password; use auth");
    return std::nullopt;
  }
  if (http && !IsLoopback(HostOf(rest))) {
    item.Fail("must begin with https://; plain http is only for this machine");
    return std::nullopt;
  }
  while (absl::EndsWith(*text, "/")) text->pop_back();
  return text;
}

const model::Source* ReadSourceRef(const Item& item,
                                   const ServerOptions& options) {
  const std::optional<std::string> id = item.Text();
  if (!id.has_value()) return nullptr;
  const model::Source* source = options.settings.FindSource(*id);
  if (source != nullptr) return source;
  std::vector<std::string> known;
  for (const model::Source& each : options.settings.sources) {
    known.push_back(each.id);
  }
  item.Fail(absl::StrCat("unknown source \"", *id, "\"", Hint(*id, known)));
  return nullptr;
}

const model::LegalEntity* ReadEntityRef(const Item& item,
                                        const ServerOptions& options) {
  const std::optional<std::string> id = item.Text();
  if (!id.has_value()) return nullptr;
  const model::LegalEntity* entity = options.settings.FindEntity(*id);
  if (entity != nullptr) return entity;
  std::vector<std::string> known;
  for (const model::LegalEntity& each : options.settings.legal_entities) {
    known.push_back(each.id);
  }
  item.Fail(
      absl::StrCat("unknown legal entity \"", *id, "\"", Hint(*id, known)));
  return nullptr;
}

std::string Absolute(const std::string& path, const std::string& directory) {
  std::error_code error;
  const std::filesystem::path joined = std::filesystem::path(directory) / path;
  const std::filesystem::path absolute =
      std::filesystem::absolute(joined, error);
  return (error ? joined : absolute).lexically_normal().string();
}

}  // namespace landfall::config::internal
