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
      {"AG", ""},
      {"GmbH & Co. KG", ""},
      {"Limited Liability Company", ""},
      {" - ", ""},
      {"", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.input);
    EXPECT_EQ(FoldName(row.input), row.expected);
  }
}

TEST(FoldNameTest, DropsLegalFormsWrittenOut) {
  constexpr const char* kNames[] = {
      "Contoso Limited Liability Company",
      "Contoso Proprietary Limited",
      "Contoso (Proprietary) Ltd.",
      "Contoso Public Limited Company",
      "Contoso Private Limited Company",
      "Contoso Incorporated",
      "Contoso Corporation",
      "Contoso Company",
      "Contoso Co., Limited",
      "Contoso Gesellschaft mit beschränkter Haftung",
      "CONTOSO GESELLSCHAFT MIT BESCHRAENKTER HAFTUNG",
      "Contoso Ges.m.b.H.",
      "Contoso Aktiengesellschaft",
      "Contoso Kommanditgesellschaft auf Aktien",
      "Contoso UG (haftungsbeschränkt)",
      "Contoso Société à responsabilité limitée",
      "Société à responsabilité limitée Contoso",
      "Contoso Société par actions simplifiée",
      "Contoso Besloten Vennootschap",
      "Contoso Sociedad Limitada",
      "Contoso Sociedad Anónima de Capital Variable",
      "Contoso Società per azioni",
      "Contoso Aktiebolag (publ)",
      "Contoso Aktieselskab",
      "Contoso Osakeyhtiö",
      "Contoso Spółka z ograniczoną odpowiedzialnością",
      "Contoso Společnost s ručením omezeným",
      "Contoso Korlátolt Felelősségű Társaság",
      "Contoso Anonim Şirketi",
      "Общество с ограниченной ответственностью «Contoso»",
      "Contoso K.K.",
      "Contoso Kabushiki Kaisha",
      "株式会社Contoso",
      "Contoso株式会社",
      "㈱Contoso",
      "Contoso 有限公司",
      "Contoso股份有限公司",
      "주식회사 Contoso",
      "Contoso Sdn. Bhd.",
  };
  for (const char* name : kNames) EXPECT_EQ(FoldName(name), "contoso") << name;
}

TEST(FoldNameTest, KeepsWordsOfAFormThatAreNone) {
  constexpr Row kRows[] = {
      {"The Company Store", "the company store"},
      {"Limited Edition Prints Ltd", "limited edition prints"},
      {"Liability Insurance Corp", "liability insurance"},
      {"Beschränkte Haftung GmbH", "beschrankte haftung"},
      {"Corporation Street Bakery", "corporation street bakery"},
      {"東京株式会社サービス", "東京株式会社サーヒス"},
  };
  for (const Row& row : kRows) EXPECT_EQ(FoldName(row.input), row.expected);
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
