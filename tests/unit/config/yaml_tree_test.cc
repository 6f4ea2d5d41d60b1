#include "server/config/internal/yaml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landfall::config::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(YamlTreeTest, KeepsOrderLinesAndText) {
  const auto root = ParseYaml("a: NO\nb:\n  - 1\n  - {c: ~}\na: 2\n", "f");
  ASSERT_TRUE(root.ok()) << root.status();
  ASSERT_EQ(root->entries.size(), 3u);
  EXPECT_EQ(root->entries[0].value.text, "NO");
  EXPECT_EQ(root->entries[1].value.items[1].entries[0].line, 4);
  EXPECT_EQ(root->entries[1].value.items[1].entries[0].value.kind,
            YamlNode::Kind::kNull);
  EXPECT_EQ(root->entries[2].key, "a");
  EXPECT_EQ(root->entries[2].line, 5);
}

TEST(YamlTreeTest, RefusesWhatIsNoYaml) {
  for (const char* text :
       {"a: [1, 2", "a: 'x", "a: b: c", "\t- a", "a: 1\n b: 2", "{a: 1]"}) {
    SCOPED_TRACE(text);
    const absl::Status status = ParseYaml(text, "f.yaml").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), StartsWith("f.yaml:"));
    EXPECT_THAT(std::string(status.message()), HasSubstr("not YAML"));
  }
}

TEST(YamlTreeTest, RefusesWhatGrowsWithoutBounds) {
  struct Case {
    std::string text;
    const char* says;
  };
  const std::vector<Case> cases = {
      {"a: &x [1]\nb: *x\n", "f:2: aliases (*name) are not supported here"},
      {std::string(40, '[') + std::string(40, ']'),
       "f:1: nested deeper than 32 levels"},
      {std::string(100000, '[') + std::string(100000, ']'), "nested deeper"},
      {std::string((1 << 20) + 1, ' '), "f: the file has 1048577 bytes"},
      {"a: 1\n---\nb: 2\n", "f: more than one YAML document"},
      {"{[a]: 1}", "f:1: a key must be a plain word"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.says);
    const absl::Status status = ParseYaml(c.text, "f").status();
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.says));
  }
}

}  // namespace
}  // namespace landfall::config::internal
