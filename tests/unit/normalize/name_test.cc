#include <gtest/gtest.h>

#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

struct Row {
  const char* input;
  const char* expected;
};

TEST(FoldNameTest, DropsCaseMarksPunctuationAndLegalForm) {
  constexpr Row kRows[] = {
      {"Contoso GmbH", "contoso"},
      {"CONTOSO, Inc.", "contoso"},
      {"Contoso Ltd", "contoso"},
      {"Contoso Private Limited", "contoso"},
      {"Müller & Söhne GmbH & Co. KG", "muller sohne"},
      {"Groß AG", "gross"},
      {"Société Générale S.A.", "societe generale"},
      {"Dupont S. A. R. L.", "dupont"},
      {"Novo A/S", "novo"},
      {"Bakker B.V.", "bakker"},
      {"Kowalski Sp. z o.o.", "kowalski"},
      {"Łódź Sp. z o.o.", "lodz"},
      {"Ørsted A/S", "orsted"},
      {"Grupo Norte, S.A. de C.V.", "grupo norte"},
      {"Nowak spol. s r.o.", "nowak"},
      {"ООО Ромашка", "ромашка"},
      {"UAB Baltija", "baltija"},
      {"O'Neil, Ann", "oneil ann"},
      {"Ａｎｎ  Smith", "ann smith"},
      {"AG", "ag"},
      {" - ", ""},
      {"", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.input);
    EXPECT_EQ(FoldName(row.input), row.expected);
  }
}

TEST(FoldNameTest, KeepsTheOrderOfWords) {
  EXPECT_NE(FoldName("Ann Smith"), FoldName("Smith Ann"));
}

TEST(FoldPostalCodeTest, KeepsLettersAndDigits) {
  EXPECT_EQ(FoldPostalCode("sw1a 1aa"), "SW1A1AA");
  EXPECT_EQ(FoldPostalCode("１０１-0022"), "1010022");
  EXPECT_EQ(FoldPostalCode("٨٣٧٠٢"), "83702");
  EXPECT_EQ(FoldPostalCode(" - "), "");
}

}  // namespace
}  // namespace landfall::normalize
