#include "server/app/flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace landfall::app {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<Flags> Read(std::vector<const char*> words) {
  words.insert(words.begin(), "landfalld");
  return ReadFlags(static_cast<int>(words.size()), words.data());
}

TEST(FlagsTest, ReadsBothSpellingsOfAValue) {
  const auto flags = Read({"--config", "a.yaml", "--ports-file=ports"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(flags->action, Flags::Action::kServe);
  EXPECT_EQ(flags->config, "a.yaml");
  EXPECT_EQ(flags->ports_file, "ports");
  EXPECT_EQ(Read({"--check-config=a.yaml"})->action,
            Flags::Action::kCheckConfig);
  EXPECT_EQ(Read({"--help"})->action, Flags::Action::kHelp);
  EXPECT_EQ(Read({"--version"})->action, Flags::Action::kVersion);
  EXPECT_EQ(Read({"--config", "a.yaml", "--config", "b.yaml"})->config,
            "b.yaml");
}

TEST(FlagsTest, AnswersACallForHelpWhateverElseIsSaid) {
  EXPECT_EQ(Read({"-h"})->action, Flags::Action::kHelp);
  EXPECT_EQ(Read({"--config", "a.yaml", "--help"})->action,
            Flags::Action::kHelp);
  EXPECT_EQ(Read({"--confg", "-h"})->action, Flags::Action::kHelp);
  for (const char* text :
       {"Usage: landfalld [flags]", "--config FILE", "--check-config FILE",
        "--ports-file FILE", "64 wrong usage"}) {
    EXPECT_THAT(HelpText(), HasSubstr(text));
  }
}

TEST(FlagsTest, RefusesWrongUsageAndNamesTheNearestFlag) {
  const struct {
    std::vector<const char*> words;
    const char* message;
  } cases[] = {
      {{}, "--config FILE is required"},
      {{"--confg", "a"}, "unknown flag --confg; did you mean --config?"},
      {{"--config"}, "--config needs a file"},
      {{"--config="}, "--config needs a file"},
      {{"--ports-file=", "--config", "a"}, "--ports-file needs a file"},
      {{"--help=yes"}, "--help takes no value"},
      {{"a.yaml"}, "unexpected argument 'a.yaml'"},
      {{"--check-config", "a.yaml", "--verbose"}, "unknown flag --verbose"},
  };
  for (const auto& wrong : cases) {
    SCOPED_TRACE(wrong.message);
    const auto flags = Read(wrong.words);
    EXPECT_EQ(flags.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(flags.status().message()),
                HasSubstr(wrong.message));
  }
}

}  // namespace
}  // namespace landfall::app
