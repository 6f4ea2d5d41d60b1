// The file under `table_maps`.
#include "server/preflight/table_maps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "server/config/load.h"
#include "tests/support/temp_folder.h"

namespace landfall::config {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class TableMapsTest : public ::testing::Test {
 protected:
  absl::StatusOr<ServerOptions> Load(const std::string& maps) {
    std::ofstream(folder_.path() + "/maps.txt") << maps;
    return LoadConfigText(
        "sources: [{id: erp, system: finance_operations}, {id: crm, system: "
        "dataverse}, {id: bc, system: business_central}]\n"
        "table_maps: maps.txt\n",
        "f", folder_.path());
  }

  testing::TempFolder folder_;
};

TEST_F(TableMapsTest, ChangesTheMapsAndTellsTheSourcesOfNewColumns) {
  const auto options = Load(
      "[Customers V3 | accounts]\n"
      "extends yes\n"
      "sends new_kind eq 2\n"
      "Segment = new_segment.new_code code\n");
  ASSERT_TRUE(options.ok()) << options.status();
  const model::Settings& settings = options->settings;
  EXPECT_EQ(settings.table_maps.size(), 11u);
  EXPECT_EQ(&preflight::TableMapsOf(settings), &settings.table_maps);
  EXPECT_EQ(settings.table_maps[0].sends, "new_kind eq 2");
  const std::vector<std::string>& crm =
      settings.FindSource("crm")->mapped_columns;
  EXPECT_THAT(crm, Contains("_new_segment_value"));
  EXPECT_THAT(crm, Contains("new_segment.new_code"));
  // What the shipped maps name is known anyway.
  EXPECT_THAT(crm, Not(Contains("telephone1")));
  EXPECT_THAT(settings.FindSource("erp")->mapped_columns, Contains("Segment"));
  EXPECT_THAT(settings.FindSource("bc")->mapped_columns, IsEmpty());
}

TEST_F(TableMapsTest, WithoutAFileTheShippedOnesHold) {
  const auto options = LoadConfigText("", "f", folder_.path());
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_THAT(options->settings.table_maps, IsEmpty());
  EXPECT_EQ(&preflight::TableMapsOf(options->settings),
            &preflight::BuiltInTableMaps());
}

TEST_F(TableMapsTest, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(std::string(Load("[Customers V3 | accounts]\nextends yes\n"
                               "A = b big\n")
                              .status()
                              .message()),
              AllOf(HasSubstr("f:2: table_maps: "),
                    HasSubstr("/maps.txt:3: A: unknown word \"big\"")));
  const auto missing =
      LoadConfigText("table_maps: none.txt\n", "f", folder_.path());
  EXPECT_THAT(std::string(missing.status().message()),
              HasSubstr("none.txt cannot be read"));
  EXPECT_THAT(
      std::string(Load(std::string((1 << 20) + 1, '#')).status().message()),
      HasSubstr("is longer than 1048576 bytes"));
}

}  // namespace
}  // namespace landfall::config
