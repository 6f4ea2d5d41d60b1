// Values with a shape of their own: countries, currencies, slugs, URLs, names
// of things that are configured elsewhere in the file.
#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/config/internal/readers.h"
#include "server/normalize/normalize.h"

namespace landfall::config::internal {
namespace {

// What follows "://", nullopt without it.
std::optional<absl::string_view> AfterScheme(absl::string_view url) {
  if (absl::ConsumePrefix(&url, "https://")) return url;
  if (absl::ConsumePrefix(&url, "http://")) return url;
  return std::nullopt;
}

// "host" or "host:port", a name, an IPv4 address or one of IPv6 in brackets.
bool IsAuthority(absl::string_view text) {
  std::pair<absl::string_view, absl::string_view> parts = {text, ""};
  const size_t end = absl::StartsWith(text, "[") ? text.find(']') : 0;
  if (end == absl::string_view::npos) return false;
  const size_t colon = text.find(':', end);
  if (colon != absl::string_view::npos) {
    parts = {text.substr(0, colon), text.substr(colon + 1)};
    int port = 0;
    if (!absl::SimpleAtoi(parts.second, &port) || port < 1 || port > 65535 ||
        !std::all_of(parts.second.begin(), parts.second.end(),
                     absl::ascii_isdigit)) {
      return false;
    }
  }
  absl::string_view host = parts.first;
  const bool brackets = absl::ConsumePrefix(&host, "[");
  if (brackets && !absl::ConsumeSuffix(&host, "]")) return false;
  return !host.empty() &&
         std::all_of(host.begin(), host.end(), [&](unsigned char c) {
           return brackets ? absl::ascii_isxdigit(c) || c == ':' || c == '.'
                           : absl::ascii_isalnum(c) || c == '-' || c == '.' ||
                                 c == '_';
         });
}

// What is wrong with a URL, or "".
absl::string_view ProblemOfUrl(absl::string_view url) {
  constexpr absl::string_view kShape =
      "must be a URL such as https://shop.example.com";
  const std::optional<absl::string_view> rest = AfterScheme(url);
  if (!rest.has_value()) return kShape;
  const absl::string_view authority = rest->substr(0, rest->find('/'));
  if (absl::StrContains(authority, "@")) {
    return "must not carry a user or password; use auth";
  }
  if (rest->find_first_of("?#") != absl::string_view::npos) {
    return "must not carry a query or fragment";
  }
  const bool plain =
      std::all_of(rest->begin(), rest->end(), [](unsigned char c) {
        return absl::ascii_isgraph(c) && c != '\\' && c != '"' && c != '<' &&
               c != '>';
      });
  return plain && IsAuthority(authority) ? "" : kShape;
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

absl::string_view HostOfUrl(absl::string_view url) {
  absl::string_view rest = AfterScheme(url).value_or("");
  rest = rest.substr(0, rest.find('/'));
  if (absl::StartsWith(rest, "[")) return rest.substr(0, rest.find(']') + 1);
  return rest.substr(0, rest.find(':'));
}

std::optional<std::string> ReadUrl(const Item& item, bool plain) {
  std::optional<std::string> text = item.Text();
  if (!text.has_value()) return std::nullopt;
  const absl::string_view problem = ProblemOfUrl(*text);
  if (!problem.empty()) {
    item.Fail(std::string(problem));
    return std::nullopt;
  }
  if (!plain && absl::StartsWith(*text, "http://") &&
      !IsLoopback(HostOfUrl(*text))) {
    item.Fail("must begin with https://; plain http is only for this machine");
    return std::nullopt;
  }
  while (absl::EndsWith(*text, "/")) text->pop_back();
  return text;
}

std::optional<std::string> ReadIdentifier(const Item& item) {
  std::optional<std::string> text = item.Text();
  if (!text.has_value()) return std::nullopt;
  const bool fits =
      absl::ascii_isalpha(text->front()) &&
      std::all_of(text->begin(), text->end(), [](unsigned char c) {
        return absl::ascii_isalnum(c) || c == '_';
      });
  if (fits) return text;
  item.Fail("must be a name of letters, digits and '_'");
  return std::nullopt;
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
