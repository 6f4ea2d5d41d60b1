#include <gtest/gtest.h>

#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

std::string KeyOf(absl::string_view raw, absl::string_view country) {
  const KeyOutcome outcome = NormalizeTaxId(raw, country);
  return outcome.key.has_value() ? outcome.key->text() : "";
}

absl::string_view ProblemOf(absl::string_view raw, absl::string_view country) {
  return KeyProblemName(NormalizeTaxId(raw, country).problem);
}

struct Row {
  const char* country;
  const char* input;
  const char* expected;
};

TEST(TaxIdTest, RejectsPlaceholders) {
  constexpr Row kRows[] = {
      {"DE", "N/A", "PLACEHOLDER_WORD"},
      {"DE", "000000000", "PLACEHOLDER_SHAPE"},
      {"US", "999999999", "PLACEHOLDER_SHAPE"},
      {"GB", "EXEMPT", "PLACEHOLDER_WORD"},
      {"FR", "XX", "PLACEHOLDER_WORD"},
      {"NO", "999999999", "PLACEHOLDER_SHAPE"},
      {"ES", "00000000T", "PLACEHOLDER_SHAPE"},
      {"HU", "11111111", "PLACEHOLDER_SHAPE"},
      {"BG", "0000000000", "PLACEHOLDER_SHAPE"},
      {"CY", "11111111E", "PLACEHOLDER_SHAPE"},
      {"CZ", "111111111", "PLACEHOLDER_SHAPE"},
      {"ES", "B88888888", "PLACEHOLDER_SHAPE"},
      {"HR", "10000000000", "PLACEHOLDER_SHAPE"},
      {"IE", "1111111L", "PLACEHOLDER_SHAPE"},
      {"LV", "11111111111", "PLACEHOLDER_SHAPE"},
      {"PL", "0123456789", "PLACEHOLDER_SHAPE"},
      {"PL", "9876543210", "PLACEHOLDER_SHAPE"},
      {"RO", "123456789", "PLACEHOLDER_SHAPE"},
      {"SE", "5555555555-01", "PLACEHOLDER_SHAPE"},
      {"CH", "CHE-000.000.000", "PLACEHOLDER_SHAPE"},
      {"RU", "9876543210", "PLACEHOLDER_SHAPE"},
      {"JP", "9999999999999", "PLACEHOLDER_SHAPE"},
      {"TR", "1234567890", "PLACEHOLDER_SHAPE"},
      {"UA", "12345678", "PLACEHOLDER_SHAPE"},
      {"CL", "77777777-7", "PLACEHOLDER_SHAPE"},
      {"LU", "12121212", "PLACEHOLDER_SHAPE"},
      {"DE", "DE123456788", "SUSPECT_SEQUENCE"},
      {"BR", "12.345.678/0001-95", "SUSPECT_SEQUENCE"},
      {"ES", "12345678Z", "SUSPECT_SEQUENCE"},
      {"IE", "IE1234567FA", "SUSPECT_SEQUENCE"},
      {"DE", "VAT: none", "PLACEHOLDER_WORD"},
      {"DE", "DE", "PLACEHOLDER_WORD"},
      {"DE", "-", "PLACEHOLDER_WORD"},
      {"DE", "?", "PLACEHOLDER_WORD"},
      {"DE", "0", "PLACEHOLDER_WORD"},
      {"DE", "  ", "EMPTY"},
      {"MX", "XEXX010101000", "GENERIC_GOV"},
      {"CL", "55.555.555-5", "GENERIC_GOV"},
      {"CO", "222222222222", "GENERIC_GOV"},
      {"EC", "9999999999999", "GENERIC_GOV"},
      {"PT", "999999990", "GENERIC_GOV"},
      {"IT", "99999999999", "GENERIC_GOV"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.input);
    EXPECT_EQ(ProblemOf(row.input, row.country), row.expected);
  }
}

TEST(TaxIdTest, ReadsThePrefixBeforeTheCountry) {
  EXPECT_EQ(ProblemOf("136695976", ""), "COUNTRY_UNKNOWN");
  EXPECT_EQ(ProblemOf("129390950", ""), "COUNTRY_UNKNOWN");
  EXPECT_EQ(ProblemOf("136695976", "QA"), "COUNTRY_UNKNOWN");
  EXPECT_EQ(KeyOf("DE136695976", "AT"), "DE136695976");
  EXPECT_EQ(KeyOf("DE136695976", ""), "DE136695976");
  EXPECT_EQ(KeyOf("de136695976", "de"), "DE136695976");
  EXPECT_EQ(KeyOf("NO 995 525 828 MVA", "DE"), "NO995525828");
  EXPECT_EQ(ProblemOf("DE300000221", "FR"), "AMBIGUOUS_COUNTRY");
  EXPECT_EQ(KeyOf("DE300000221", "DE"), "DE300000221");
}

TEST(TaxIdTest, UnifiesSpellings) {
  constexpr Row kRows[] = {
      {"DE", "ＤＥ１３６６９５９７６", "DE136695976"},
      {"DE", "USt-IdNr.: DE 136 695 976", "DE136695976"},
      {"DE", "Ust-ID Nr. 136695976", "DE136695976"},
      {"DE", "VAT no. DE136695976", "DE136695976"},
      {"DE", "DE\u00A0136\u2013695\u2013976", "DE136695976"},
      {"DE", "DE\u200B136695976", "DE136695976"},
      {"IT", "P.IVA 00743110157", "IT00743110157"},
      {"IT", "Partita IVA: IT00743110157", "IT00743110157"},
      {"ES", "CIF B58378431", "ESB58378431"},
      {"ES", "N.I.F.: B-58378431", "ESB58378431"},
      {"FR", "N° TVA intracom. : FR40303265045", "FR40303265045"},
      {"AU", "ABN 83 914 571 673", "AU83914571673"},
      {"GB", "VAT Reg No 980 7806 84", "GB980780684"},
      {"GB", "XI980780684", "GB980780684"},
      {"XI", "980780684", "GB980780684"},
      {"IM", "980780684", "GB980780684"},
      {"UK", "980780684", "GB980780684"},
      {"GR", "GR094259216", "EL094259216"},
      {"GR", "ΕΛ 094259216", "EL094259216"},
      {"LI", "CHE-107.787.577 TPV", "CHE107787577"},
      {"CH", "CH 107 787 577", "CHE107787577"},
      {"", "CHE-107.787.577 MWST", "CHE107787577"},
      {"SE", "556036-0793", "SE556036079301"},
      {"DE", "Germany DE 136695976", ""},
      {"MX", "ÑAÑ561231GR8", "MXÑAÑ561231GR8"},
      {"MX", "n\u0303an\u0303561231gr8", "MXÑAÑ561231GR8"},
      {"NZ", "049-091-850", "NZ49091850"},
      {"FR", "552 008 443", "SIREN:552008443"},
      {"", "SIREN 552008443", "SIREN:552008443"},
      {"", "IM3720000224", "IM3720000224"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.input);
    EXPECT_EQ(KeyOf(row.input, row.country), row.expected);
  }
}

TEST(TaxIdTest, KeepsBranchesApart) {
  EXPECT_NE(KeyOf("NL004495445B01", "NL"), KeyOf("NL004495445B02", "NL"));
  EXPECT_EQ(KeyOf("123026635RT0001", "CA"), "CA123026635RT0001");
  EXPECT_NE(KeyOf("123026635RT0001", "CA"), KeyOf("123026635RC0001", "CA"));
}

TEST(TaxIdTest, TellsOtherKindsOfNumbers) {
  constexpr Row kRows[] = {
      {"US", "911 14 4442", "OTHER_ID_KIND"},
      {"US", "TIN: 911-14-4442", "OTHER_ID_KIND"},
      {"GB", "GB980780684000", "OTHER_ID_KIND"},
      {"GB", "EORI GB980780684000", "OTHER_ID_KIND"},
      {"DE", "St.-Nr. 12/345/67890", "OTHER_ID_KIND"},
      {"TR", "10000000146", "OTHER_ID_KIND"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.input);
    EXPECT_EQ(ProblemOf(row.input, row.country), row.expected);
  }
}

TEST(TaxIdTest, MarksIssuersWithoutCheckDigitAsWeak) {
  EXPECT_TRUE(NormalizeTaxId("91-1144442", "US").key->weak());
  EXPECT_TRUE(NormalizeTaxId("00621", "IS").key->weak());
  EXPECT_FALSE(NormalizeTaxId("DE136695976", "").key->weak());
}

TEST(TaxIdTest, SurvivesAnyBytes) {
  EXPECT_EQ(ProblemOf("DE\xFF\xFE", "DE"), "BAD_CHARSET");
  EXPECT_EQ(ProblemOf(std::string(1000, '1'), "DE"), "BAD_LENGTH");
  EXPECT_EQ(ProblemOf("DE13669597²", "DE"), "BAD_CHARSET");
  EXPECT_EQ(NormalizeTaxId("DE136695976", "\xFF").key->text(), "DE136695976");
}

TEST(TaxIdTest, KnowsWhenOnlyTheBranchDiffers) {
  struct Pair {
    const char* country;
    const char* a;
    const char* b;
    bool expected;
  };
  constexpr Pair kPairs[] = {
      {"GB", "242338087", "242338087388", true},
      {"NL", "004495445B01", "004495445B02", true},
      {"CA", "123026635RT0001", "123026635RC0001", true},
      {"CA", "123026635", "123026635RC0001", true},
      {"VN", "0314409058", "0314409058-002", true},
      {"GB", "242338087", "980780684", false},
      {"DE", "136695976", "136695976", false},
      {"GB", "242338087", "242338087", false},
  };
  for (const Pair& pair : kPairs) {
    SCOPED_TRACE(pair.b);
    const auto a = NormalizeTaxId(pair.a, pair.country);
    const auto b = NormalizeTaxId(pair.b, pair.country);
    ASSERT_TRUE(a.key.has_value() && b.key.has_value());
    EXPECT_EQ(DifferOnlyInBranch(*a.key, *b.key), pair.expected);
  }
}

}  // namespace
}  // namespace landfall::normalize
