// Published examples of tax numbers and what they have to become. The numbers
// are those that the tax authorities and open validators document.
#include <gtest/gtest.h>

#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

struct Row {
  const char* name;
  const char* country;
  const char* input;
  const char* key;      // "" when the value is none
  const char* problem;  // "" when it is a key
};

constexpr Row kRows[] = {
    {"T1", "AT", "AT U13585627", "ATU13585627", ""},
    {"T2", "AT", "u13585626", "", "BAD_CHECKSUM"},
    {"T3", "BE", "BE403019261", "BE0403019261", ""},
    {"T4", "BE", "BE (0)468.561.072", "BE0468561072", ""},
    {"T5", "BE", "BE431150351", "", "BAD_CHECKSUM"},
    {"T6", "BE", "BE2000021323", "", "BAD_COMPONENT"},
    {"T7", "BE", "0181254200", "", "BAD_CHECKSUM"},
    {"T8", "BG", "BG 175 074 752", "BG175074752", ""},
    {"T9", "BG", "831902088", "BG831902088", ""},
    {"T10", "CY", "CY-10259033P", "CY10259033P", ""},
    {"T11", "CY", "CY-10259033Z", "", "BAD_CHECKSUM"},
    {"T12", "CZ", "CZ 25123891", "CZ25123891", ""},
    {"T13", "CZ", "640903926", "CZ640903926", ""},
    {"T14", "CZ", "CZ 640229/4448", "CZ6402294448", ""},
    {"T15", "DE", "DE 136,695 976", "DE136695976", ""},
    {"T16", "DE", "136695978", "", "BAD_CHECKSUM"},
    {"T17", "DE", "035096539", "", "BAD_COMPONENT"},
    {"T18", "DE", "12/345/67890", "", "OTHER_ID_KIND"},
    {"T19", "DK", "DK: 21599336", "DK21599336", ""},
    {"T20", "DK", "DK 13585627", "", "BAD_CHECKSUM"},
    {"T21", "EE", "EE 100 931 558", "EE100931558", ""},
    {"T22", "EE", "100594103", "", "BAD_CHECKSUM"},
    {"T23", "GR", "EL 94051189", "EL094051189", ""},
    {"T24", "GR", "EL 094259216", "EL094259216", ""},
    {"T25", "EL", "094259216", "EL094259216", ""},
    {"T26", "GR", "EL 123456781", "", "BAD_CHECKSUM"},
    {"T27", "ES", "ES B-58378431", "ESB58378431", ""},
    {"T28", "ES", "54362315K", "ES54362315K", ""},
    {"T29", "ES", "x-5253868-r", "ESX5253868R", ""},
    {"T30", "ES", "M-1234567-L", "", "SUSPECT_SEQUENCE"},
    {"T31", "ES", "B64717839", "", "BAD_CHECKSUM"},
    {"T32", "ES", "O-1234567-L", "", "BAD_COMPONENT"},
    {"T33", "FI", "FI- 01968312", "FI01968312", ""},
    {"T34", "FI", "2077474-0", "FI20774740", ""},
    {"T35", "FI", "FI 20774741", "", "BAD_CHECKSUM"},
    {"T36", "FR", "Fr 40 303 265 045", "FR40303265045", ""},
    {"T37", "FR", "K7399859412", "FRK7399859412", ""},
    {"T38", "FR", "4Z123456782", "", "SUSPECT_SEQUENCE"},
    {"T39", "FR", "IO334175221", "", "BAD_CHARSET"},
    {"T40", "FR", "84 323 140 391", "", "BAD_CHECKSUM"},
    {"T41", "FR", "DE300000221", "", "AMBIGUOUS_COUNTRY"},
    {"T42", "MC", "53 0000 04605", "FR53000004605", ""},
    {"T43", "GB", "GB 980 7806 84", "GB980780684", ""},
    {"T44", "GB", "802311781", "", "BAD_CHECKSUM"},
    {"T45", "GB", "GB 100190874", "GB100190874", ""},
    {"T46", "GB", "GB 242338087388", "GB242338087388", ""},
    {"T47", "GB", "GD100", "GBGD100", ""},
    {"T48", "GB", "AB387", "", "BAD_COMPONENT"},
    {"T49", "GB", "XI 432525179", "GB432525179", ""},
    {"T50", "HR", "HR 33392005961", "HR33392005961", ""},
    {"T51", "HU", "HU-12892312", "HU12892312", ""},
    {"T52", "HU", "12892312-2-41", "HU12892312", ""},
    {"T53", "IE", "IE 6433435OA", "IE6433435OA", ""},
    {"T54", "IE", "8D79739I", "IE8D79739I", ""},
    {"T55", "IE", "6433435E", "", "BAD_CHECKSUM"},
    {"T56", "IT", "IT 00743110157", "IT00743110157", ""},
    {"T57", "IT", "00743110158", "", "BAD_CHECKSUM"},
    {"T58", "IT", "RCCMNL83S18D969H", "", "OTHER_ID_KIND"},
    {"T59", "LT", "119511515", "LT119511515", ""},
    {"T60", "LT", "LT 100001919017", "LT100001919017", ""},
    {"T61", "LU", "LU 150 274 42", "LU15027442", ""},
    {"T62", "LU", "00000000", "", "PLACEHOLDER_SHAPE"},
    {"T63", "LV", "LV 4000 3521 600", "LV40003521600", ""},
    {"T64", "LV", "328673-00679", "LV32867300679", ""},
    {"T65", "MT", "MT 1167-9112", "MT11679112", ""},
    {"T66", "MT", "83293542", "", "BAD_CHECKSUM"},
    {"T67", "NL", "NL4495445B01", "NL004495445B01", ""},
    {"T68", "NL", "NL002455799B11", "NL002455799B11", ""},
    {"T69", "NL", "NL000099998B57", "NL000099998B57", ""},
    {"T70", "NL", "123456789B90", "", "BAD_CHECKSUM"},
    {"T71", "NL", "000000000B00", "", "PLACEHOLDER_SHAPE"},
    {"T72", "PL", "856-734-62-15", "PL8567346215", ""},
    {"T73", "PL", "7777777777", "", "PLACEHOLDER_SHAPE"},
    {"T74", "PT", "PT 501 964 843", "PT501964843", ""},
    {"T75", "PT", "123456789", "", "PLACEHOLDER_SHAPE"},
    {"T76", "RO", "RO 185 472 90", "RO18547290", ""},
    {"T77", "RO", "18547290", "RO18547290", ""},
    {"T78", "SE", "SE 123456-7897-01", "", "SUSPECT_SEQUENCE"},
    {"T79", "SI", "SI 5022 3054", "SI50223054", ""},
    {"T80", "SI", "SI 03988261", "", "BAD_COMPONENT"},
    {"T81", "SK", "SK 202 274 96 19", "SK2022749619", ""},
    {"T82", "SK", "SK 1078449064", "SK1078449064", ""},
    {"T83", "", "EU372022452", "EU372022452", ""},
    {"T84", "CH", "CHE-107.787.577 IVA", "CHE107787577", ""},
    {"T85", "CH", "CHE107787577MWST", "CHE107787577", ""},
    {"T86", "CH", "100.155.212", "CHE100155212", ""},
    {"T87", "CH", "123 456", "", "BAD_LENGTH"},
    {"T88", "NO", "NO 995 525 828 MVA", "NO995525828", ""},
    {"T89", "NO", "995525828", "NO995525828", ""},
    {"T90", "IS", "IS 00621", "IS00621", ""},
    {"T91", "RS", "RS101134702", "RS101134702", ""},
    {"T92", "MK", "МК 4020990116747", "MK4020990116747", ""},
    {"T93", "AL", "AL J 91402501 L", "ALJ91402501L", ""},
    {"T94", "BY", "УНП MA1953684", "BYMA1953684", ""},
    {"T95", "TR", "4540536920", "TR4540536920", ""},
    {"T96", "UA", "32855961", "UA32855961", ""},
    {"T97", "AU", "83 914 571 673", "AU83914571673", ""},
    {"T98", "AU", "99 999 999 999", "", "PLACEHOLDER_SHAPE"},
    {"T99", "NZ", "4909185-0", "NZ49091850", ""},
    {"T100", "CA", "12302 6635 RC 0001", "CA123026635RC0001", ""},
    {"T101", "US", "91-1144442", "US911144442", ""},
    {"T102", "US", "911-14-4442", "", "OTHER_ID_KIND"},
    {"T103", "US", "07-1144442", "", "BAD_COMPONENT"},
    {"T104", "MX", "GODE 561231 GR8", "MXGODE561231GR8", ""},
    {"T105", "MX", "XAXX010101000", "", "GENERIC_GOV"},
    {"T106", "BR", "16.727.230/0001-97", "BR16727230000197", ""},
    {"T107", "BR", "12.ABC.345/01DE-35", "BR12ABC34501DE35", ""},
    {"T108", "IN", "27AAPFU0939F1ZV", "IN27AAPFU0939F1ZV", ""},
    {"T109", "IN", "27AAPFU0939F1ZO", "", "BAD_CHECKSUM"},
    {"T110", "JP", "T7000012050002", "JP7000012050002", ""},
    {"T111", "JP", "5-8356-7825-6246", "JP5835678256246", ""},
    {"T112", "KR", "116-82-00276", "KR1168200276", ""},
    {"T113", "CN", "91110000600037341l", "CN91110000600037341L", ""},
    {"T114", "SG", "197401143C", "SG197401143C", ""},
    {"T115", "AE", "100 1234 5670 0003", "AE100123456700003", ""},
    {"T116", "SA", "310175397400003", "SA310175397400003", ""},
    {"T117", "EG", "٣٣١-١٠٥-٢٦٨", "EG331105268", ""},
    {"T118", "OM", "OM 1100 0060 83", "OM1100006083", ""},
    {"T119", "TW", "00501503", "TW00501503", ""},
    {"T120", "CL", "66666666-6", "", "GENERIC_GOV"},
    {"T121", "CL", "76086428-5", "CL760864285", ""},
    {"T122", "VN", "0314409058-002", "VN0314409058002", ""},
};

TEST(TaxIdVectorsTest, NormalizesPublishedNumbers) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const KeyOutcome outcome = NormalizeTaxId(row.input, row.country);
    EXPECT_EQ(outcome.key.has_value() ? outcome.key->text() : "", row.key);
    EXPECT_EQ(KeyProblemName(outcome.problem), row.problem);
  }
}

TEST(TaxIdVectorsTest, KeepsKeysUnderASecondNormalization) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const KeyOutcome once = NormalizeTaxId(row.input, row.country);
    if (!once.key.has_value()) continue;
    const KeyOutcome twice = NormalizeTaxId(once.key->text(), "");
    ASSERT_TRUE(twice.key.has_value());
    EXPECT_TRUE(*twice.key == *once.key);
  }
}

}  // namespace
}  // namespace landfall::normalize
