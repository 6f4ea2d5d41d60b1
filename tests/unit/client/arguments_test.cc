#include "client/cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landfall::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ArgumentsTest, ReadsFlagsBeforeBetweenAndAfter) {
  const auto arguments = ReadArguments(
      {"--server", "h:1", "check", "--email=a@b.example", "--email",
       "c@d.example", "--exit-code", "--keys", "EMAIL"});
  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->command, "check");
  EXPECT_EQ(arguments->Get("server"), "h:1");
  EXPECT_THAT(arguments->All("email"),
              ElementsAre("a@b.example", "c@d.example"));
  EXPECT_TRUE(arguments->Has("exit-code"));
  EXPECT_TRUE(arguments->positional.empty());
}

TEST(ArgumentsTest, TakesKeysAsSwitchOfSourcesOnly) {
  const auto sources = ReadArguments({"sources", "--keys"});
  ASSERT_TRUE(sources.ok()) << sources.status();
  EXPECT_TRUE(sources->Has("keys"));
  EXPECT_FALSE(ReadArguments({"card", "ecom-absent", "--keys"}).ok());
}

TEST(ArgumentsTest, TakesWhatFollowsTwoDashesAsItIs) {
  const auto arguments =
      ReadArguments({"import", "--source", "shop", "-", "--", "--file"});
  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_THAT(arguments->positional, ElementsAre("-", "--file"));
}

TEST(ArgumentsTest, AnswersHelpAndVersionWhateverElseIsSaid) {
  EXPECT_EQ(ReadArguments({"check", "--helpme", "--help"})->command, "help");
  EXPECT_EQ(ReadArguments({"--version"})->command, "version");
}

struct WrongCase {
  std::vector<std::string> words;
  const char* message;
};

TEST(ArgumentsTest, RefusesWrongUsageAndNamesTheFlag) {
  const WrongCase cases[] = {
      {{}, "a command is missing"},
      {{"chekc"}, "unknown command 'chekc'; did you mean check?"},
      {{"check", "--emial", "x"},
       "unknown flag --emial of landfall check; did you mean --email?"},
      {{"cards", "--email", "x"}, "unknown flag --email of landfall cards"},
      {{"cards", "-x"}, "unknown flag --x"},
      {{"check", "--email"}, "--email needs a value"},
      {{"check", "--exit-code=1", "a/b/c"}, "--exit-code takes no value"},
      {{"card", "a", "--entity", "X", "--entity", "Y"},
       "--entity is given twice"},
      {{"card"}, "an argument is missing; usage: landfall card CARD"},
      {{"card", "a", "b"}, "too many arguments"},
      {{"import", "--source", "shop"}, "an argument is missing"},
  };
  for (const WrongCase& wrong : cases) {
    SCOPED_TRACE(wrong.message);
    const auto arguments = ReadArguments(wrong.words);
    EXPECT_EQ(arguments.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(arguments.status().message()),
                HasSubstr(wrong.message));
  }
}

TEST(ArgumentsTest, HelpNamesEveryCommandAndExitCode) {
  const std::string help = HelpText();
  for (const char* text :
       {"check", "explain", "card", "cards", "list", "import", "sources",
        "erase", "keys new", "--as-of", "10 the alert fires"}) {
    EXPECT_THAT(help, HasSubstr(text));
  }
}

}  // namespace
}  // namespace landfall::cli
