// Turns the spellings of countries and of their subdivisions into ISO codes.
// Entry points: NormalizeCountry(), NormalizeSubdivision().
#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "server/normalize/internal/country_code.h"
#include "server/normalize/internal/place_name.h"
#include "server/normalize/internal/unicode_text.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

struct CountryCodes {
  const char* alpha2;
  const char* alpha3;
  const char* numeric;
};

// Sorted by alpha2.
constexpr CountryCodes kCountries[] = {
#include "server/normalize/country_data.inc"
};

struct CountryName {
  const char* name;  // folded
  const char* code;
};

// Sorted by name, bytewise.
constexpr CountryName kCountryNames[] = {
#include "server/normalize/country_names.inc"
};

struct Subdivision {
  const char* country;
  const char* name;  // folded name, code or suffix of the code
  const char* code;
};

// Sorted by country, then by name, bytewise.
constexpr Subdivision kSubdivisions[] = {
#include "server/normalize/subdivision_data.inc"
};

using CodeTable = absl::flat_hash_map<absl::string_view, const char*>;

// Built on first use and never destroyed.
const CodeTable& CountriesByCode() {
  static const auto* const kTable = [] {
    auto* table = new CodeTable();
    for (const CountryCodes& row : kCountries) {
      for (const char* code : {row.alpha2, row.alpha3, row.numeric}) {
        table->emplace(code, row.alpha2);
      }
    }
    return table;
  }();
  return *kTable;
}

std::optional<std::string> CountryOfCode(absl::string_view code) {
  const auto at = CountriesByCode().find(code);
  if (at == CountriesByCode().end()) return std::nullopt;
  return std::string(at->second);
}

std::optional<std::string> CountryOfName(absl::string_view name) {
  const auto* const at =
      std::lower_bound(std::begin(kCountryNames), std::end(kCountryNames), name,
                       [](const CountryName& row, absl::string_view text) {
                         return absl::string_view(row.name) < text;
                       });
  if (at == std::end(kCountryNames) || at->name != name) return std::nullopt;
  return std::string(at->code);
}

std::string TrimmedUpper(absl::string_view raw) {
  return absl::AsciiStrToUpper(absl::StripAsciiWhitespace(raw));
}

}  // namespace

std::optional<std::string> NormalizeCountry(absl::string_view raw) {
  if (auto country = CountryOfCode(TrimmedUpper(raw)); country.has_value()) {
    return country;
  }
  const std::string name = FoldPlaceName(raw);
  if (auto country = CountryOfName(name); country.has_value()) return country;
  // "U.S.A." is a code as well.
  return CountryOfCode(absl::AsciiStrToUpper(name));
}

std::optional<std::string> NormalizeSubdivision(absl::string_view country,
                                                absl::string_view raw) {
  const std::string code = TrimmedUpper(country);
  const std::string name = FoldPlaceName(raw);
  if (code.size() != 2 || name.empty()) return std::nullopt;
  using Place = std::pair<absl::string_view, absl::string_view>;
  const Place wanted(code, name);
  const auto* const at =
      std::lower_bound(std::begin(kSubdivisions), std::end(kSubdivisions),
                       wanted, [](const Subdivision& row, const Place& place) {
                         return Place(row.country, row.name) < place;
                       });
  if (at == std::end(kSubdivisions) || at->country != code ||
      at->name != name) {
    return std::nullopt;
  }
  return std::string(at->code);
}

std::string RecordCountryCode(absl::string_view country) {
  std::string code = TrimmedUpper(country);
  if (code.size() == 2 && IsAscii(code)) return code;
  return NormalizeCountry(country).value_or("");
}

}  // namespace landfall::normalize
