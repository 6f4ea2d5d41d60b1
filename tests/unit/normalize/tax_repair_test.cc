#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/normalize/near.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

std::vector<std::pair<std::string, std::string>> Repairs(
    absl::string_view raw, absl::string_view country) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const Repair& repair : TaxIdRepairs(raw, country)) {
    out.emplace_back(std::string(NearRuleName(repair.rule)), repair.key.text());
  }
  return out;
}

TEST(TaxIdRepairsTest, NamesTheNumberThatWasMeant) {
  struct Row {
    const char* country;
    const char* input;
    const char* rule;
    const char* key;
  };
  constexpr Row kRows[] = {
      {"BE", "BEBE0477472701", "TAX_ID_REPAIR", "BE0477472701"},
      {"DE", "DE136695796", "TAX_ID_ONE_EDIT", "DE136695976"},
      {"DE", "DE136695978", "TAX_ID_ONE_EDIT", "DE136695976"},
      {"DE", "DE13669976", "TAX_ID_ONE_EDIT", "DE136695976"},
      {"GB", "GB980780684000", "TAX_ID_OTHER_BRANCH", "GB980780684"},
      {"AT", "13585627", "TAX_ID_REPAIR", "ATU13585627"},
      {"AT", "AT13585627", "TAX_ID_REPAIR", "ATU13585627"},
      {"GB", "GB98O780684", "TAX_ID_REPAIR", "GB980780684"},
      {"ES", "M-1234567-L", "TAX_ID_REPAIR", "ESM1234567L"},
      {"FR", "DE300000221", "TAX_ID_REPAIR", "DE300000221"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.input);
    EXPECT_THAT(Repairs(row.input, row.country),
                Contains(Pair(row.rule, row.key)));
    EXPECT_FALSE(NormalizeTaxId(row.input, row.country).key.has_value());
  }
}

TEST(TaxIdRepairsTest, StaysSilentWhereTheRepairFailsToo) {
  EXPECT_THAT(Repairs("DE13669597O", "DE"), IsEmpty());
  EXPECT_THAT(Repairs("DE136695976", "DE"), IsEmpty());
  EXPECT_THAT(Repairs("N/A", "DE"), IsEmpty());
  EXPECT_THAT(Repairs("000000000", "DE"), IsEmpty());
  EXPECT_THAT(Repairs("136695978", ""), IsEmpty());
  EXPECT_THAT(Repairs("07-1144442", "US"), IsEmpty());
}

TEST(TaxIdRepairsTest, PutsSwapsFirst) {
  const auto repairs = Repairs("DE136695796", "DE");
  const std::vector<std::pair<std::string, std::string>> swaps(
      repairs.begin(), repairs.begin() + 2);
  EXPECT_THAT(swaps, Contains(Pair("TAX_ID_ONE_EDIT", "DE136695976")));
  EXPECT_THAT(repairs, SizeIs(::testing::Gt(5)));
}

TEST(TaxIdRepairsTest, LimitsTheList) {
  EXPECT_THAT(Repairs("1669597", "FR"), SizeIs(::testing::Le(64)));
}

}  // namespace
}  // namespace landfall::normalize
