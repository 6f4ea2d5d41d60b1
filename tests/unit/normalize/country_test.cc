#include <gtest/gtest.h>

#include "server/normalize/internal/place_name.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

struct Row {
  const char* input;
  const char* expected;  // "" for unknown
};

struct TableName {
  const char* name;
  const char* code;
};
constexpr TableName kTable[] = {
#include "server/normalize/country_names.inc"
};

TEST(CountryTest, ReadsEverySpelling) {
  constexpr Row kRows[] = {
      {"USA", "US"},
      {"United States of America", "US"},
      {"The United States", "US"},
      {"U.S.A.", "US"},
      {"U.S.", "US"},
      {"840", "US"},
      {"us", "US"},
      {"U. S. A.", "US"},
      {"ＵＳＡ", "US"},
      {" US ", "US"},
      {"UK", "GB"},
      {"England", "GB"},
      {"Northern Ireland", "GB"},
      {"GB-ENG", "GB"},
      {"EL", "GR"},
      // Beside ISO 3166, and sent all the same.
      {"XK", "XK"},
      {"XKX", "XK"},
      {"Kosovo", "XK"},
      {"Republic of Kosovo", "XK"},
      {"Kosova", "XK"},
      {"Косово", "XK"},
      {"كوسوفو", "XK"},
      {"AC", "SH"},
      {"TA", "SH"},
      {"IC", "ES"},
      {"EA", "ES"},
      {"ROM", "RO"},
      {"ZAR", "CD"},
      {"XI", ""},
      {"IM", "IM"},
      {"MC", "MC"},
      {"Korea, Republic of", "KR"},
      {"Korea", "KR"},
      {"Türkiye", "TR"},
      {"Turkey", "TR"},
      {"Holland", "NL"},
      {"The Netherlands", "NL"},
      {"Deutschland", "DE"},
      {"Österreich", "AT"},
      {"ΕΛΛΆΔΑ", "GR"},
      {"Россия", "RU"},
      {"日本", "JP"},
      {"中国", "CN"},
      {"Côte d'Ivoire", "CI"},
      {"Ivory Coast", "CI"},
      {"Georgia", "GE"},
      {"Viet Nam", "VN"},
      {"CS", ""},
      {"YU", ""},
      {"Kongo", ""},
      {"XX", ""},
      {"ZZ", ""},
      {"", ""},
      {"Atlantis", ""},
      {"\xFF\xFE", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.input);
    EXPECT_EQ(NormalizeCountry(row.input).value_or(""), row.expected);
  }
}

TEST(CountryTest, FindsEveryNameOfTheTable) {
  for (const TableName& row : kTable) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(FoldPlaceName(row.name), row.name);
    EXPECT_EQ(NormalizeCountry(row.name).value_or(""), row.code);
  }
}

TEST(SubdivisionTest, ReadsCodeSuffixAndName) {
  EXPECT_EQ(NormalizeSubdivision("US", "Idaho").value_or(""), "US-ID");
  EXPECT_EQ(NormalizeSubdivision("us", "id").value_or(""), "US-ID");
  EXPECT_EQ(NormalizeSubdivision("US", "US-ID").value_or(""), "US-ID");
  EXPECT_EQ(NormalizeSubdivision("CA", "Quebec").value_or(""), "CA-QC");
  EXPECT_EQ(NormalizeSubdivision("CA", "QUÉBEC").value_or(""), "CA-QC");
  EXPECT_EQ(NormalizeSubdivision("DE", "Bayern").value_or(""), "DE-BY");
  EXPECT_FALSE(NormalizeSubdivision("ID", "Boise").has_value());
  EXPECT_FALSE(NormalizeSubdivision("", "Idaho").has_value());
  EXPECT_FALSE(NormalizeSubdivision("US", "").has_value());
}

}  // namespace
}  // namespace landfall::normalize
