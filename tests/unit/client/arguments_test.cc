#include "client/cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cli/command_table.h"

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

TEST(ArgumentsTest, ReadsEmptyValues) {
  // As scripts write them: --entity="$ENTITY" with an empty variable.
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"check", "--name=", "--email", "x"},
        {"check", "--name", "", "--email=x"}}) {
    const auto arguments = ReadArguments(words);
    ASSERT_TRUE(arguments.ok()) << arguments.status();
    EXPECT_TRUE(arguments->Has("name"));
    EXPECT_EQ(arguments->Get("name"), "");
    EXPECT_EQ(arguments->Get("email"), "x");
  }
}

TEST(ArgumentsTest, ReadsValuesThatLookLikeSomethingElse) {
  const auto card = ReadArguments({"card", "check", "--source", "-", "--entity",
                                   "--keys", "--channel=a=b"});
  ASSERT_TRUE(card.ok()) << card.status();
  EXPECT_EQ(card->command, "card");
  EXPECT_THAT(card->positional, ElementsAre("check"));
  EXPECT_EQ(card->Get("source"), "-");
  EXPECT_EQ(card->Get("entity"), "--keys");
  EXPECT_EQ(card->Get("channel"), "a=b");
}

TEST(ArgumentsTest, FindsCommandsInGroups) {
  const auto arguments =
      ReadArguments({"keys", "revoke", "flows", "--file", "f"});
  ASSERT_TRUE(arguments.ok()) << arguments.status();
  EXPECT_EQ(arguments->command, "keys revoke");
  EXPECT_THAT(arguments->positional, ElementsAre("flows"));
}

TEST(ArgumentsTest, SpellsChoicesAsTheTableDoes) {
  EXPECT_EQ(ReadArguments({"cards", "--format", "JSON"})->Get("format"),
            "json");
  EXPECT_EQ(
      ReadArguments({"list", "c", "--reason", "not_found"})->Get("reason"),
      "NOT_FOUND");
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
  EXPECT_THAT(
      ReadArguments({"import", "--source", "x", "--", "-h", "[x]"})->positional,
      ElementsAre("-h", "[x]"));
}

TEST(ArgumentsTest, AnswersHelpAndVersionWhateverElseIsSaid) {
  EXPECT_EQ(ReadArguments({"--version"})->command, "version");
  const struct {
    std::vector<std::string> words;
    std::vector<std::string> about;
  } cases[] = {{{"--help"}, {}},
               {{"-h"}, {}},
               {{"check", "--helpme", "--help"}, {"check"}},
               {{"check", "--email", "-h"}, {"check"}},
               {{"--server", "h:1", "keys", "new", "-h"}, {"keys new"}},
               {{"nonsense", "-h"}, {}}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.words.front());
    const auto arguments = ReadArguments(c.words);
    ASSERT_TRUE(arguments.ok()) << arguments.status();
    EXPECT_EQ(arguments->command, "help");
    EXPECT_EQ(arguments->positional, c.about);
  }
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
      {{"cards", "-x"}, "unknown flag -x of landfall cards"},
      {{"--email", "x", "check"}, "--email goes behind the command"},
      {{"--servr", "x", "check"},
       "unknown flag --servr of landfall; did you mean --server?"},
      {{"--server"}, "a command is missing"},
      {{"keys"}, "a command is missing: one of keys new, keys list"},
      {{"keys", "lst"}, "unknown command 'keys lst'; did you mean keys list?"},
      {{"keys", "list", "--rol", "x"}, "unknown flag --rol of landfall keys"},
      {{"import", "--soruce", "shop", "f"}, "did you mean --source?"},
      {{"import", "f"},
       "--source is required; usage: landfall import --source SOURCE FILE..."},
      {{"--server", "a", "card", "x", "--server", "b"},
       "--server is given twice"},
      {{"history", "c", "--step", "month"}, "--step: one of hour, day, week"},
      {{"cards", "--format", "xml"}, "--format: one of table, json, csv"},
      {{"check", "a/b/c", "--view", ""}, "--view: one of basic, full"},
      {{"check", "a/b/c", "--view", "CHECK_VIEW_UNSPECIFIED"},
       "--view: one of basic, full"},
      {{"list", "c", "--reason", "not_foudn"},
       "--reason: unknown value not_foudn; did you mean NOT_FOUND?"},
      {{"check", "--email"}, "--email needs a value"},
      {{"check", "--exit-code=1", "a/b/c"}, "--exit-code takes no value"},
      {{"card", "a", "--entity", "X", "--entity", "Y"},
       "--entity is given twice"},
      {{"card"}, "CARD is required; usage: landfall card CARD"},
      {{"card", "a", "b"}, "too many arguments"},
      {{"import", "--source", "shop"}, "FILE is required"},
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
  const std::string help = HelpText("");
  for (const char* text :
       {"check", "explain", "card", "cards", "list", "import", "sources",
        "erase", "keys", "--server", "10  with --exit-code: the alert fires"}) {
    EXPECT_THAT(help, HasSubstr(text));
  }
}

TEST(ArgumentsTest, HelpOfACommandSaysEverythingAboutIt) {
  for (const Command& command : Commands()) {
    SCOPED_TRACE(command.name);
    const std::string help = HelpText(command.name);
    EXPECT_THAT(help, HasSubstr("Usage: landfall " + command.name + " "));
    for (const Operand& operand : command.operands) {
      EXPECT_THAT(help, HasSubstr(absl::StrCat(
                            operand.required ? "] " : "] [", operand.name,
                            operand.repeated ? "..." : "",
                            operand.required ? "\n" : "]\n")));
    }
    EXPECT_THAT(help, HasSubstr(command.summary));
    for (const Flag& flag : command.flags) {
      EXPECT_THAT(help, HasSubstr("--" + flag.name));
    }
    for (const Example& example : command.examples) {
      EXPECT_THAT(help, HasSubstr(example.command));
    }
    EXPECT_EQ(command.examples.empty(), IsGroup(command)) << "show one";
    for (absl::string_view line : absl::StrSplit(help, '\n')) {
      EXPECT_LE(line.size(), 80u) << line;
    }
  }
}

// The word after a pipe and what stands before the name are the shell's.
TEST(ArgumentsTest, ExamplesOfTheHelpAreRight) {
  for (const Command& command : Commands()) {
    for (const Example& example : command.examples) {
      SCOPED_TRACE(example.command);
      std::vector<std::string> words = absl::StrSplit(example.command, ' ');
      words.erase(words.begin(),
                  std::find(words.begin(), words.end(), "landfall") + 1);
      words.erase(
          std::find_if(words.begin(), words.end(),
                       [](const std::string& word) { return word[0] == '>'; }),
          words.end());
      const auto arguments = ReadArguments(words);
      ASSERT_TRUE(arguments.ok()) << arguments.status();
      EXPECT_EQ(arguments->command, command.name);
    }
  }
}

}  // namespace
}  // namespace landfall::cli
