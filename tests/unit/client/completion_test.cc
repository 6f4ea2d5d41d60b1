#include "client/cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "client/cli/command_table.h"

namespace landfall::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Texts(const std::vector<std::string>& words) {
  std::vector<std::string> texts;
  for (const Candidate& candidate : Complete(words).list) {
    texts.push_back(candidate.text);
  }
  return texts;
}

TEST(CompletionTest, OffersEveryCommandFlagAndChoice) {
  for (const Command& command : Commands()) {
    SCOPED_TRACE(command.name);
    std::vector<std::string> words = absl::StrSplit(command.name, ' ');
    EXPECT_THAT(Texts(words), Contains(words.back()));
    for (const Flag& flag : AllFlags(command)) {
      words.push_back("--");
      EXPECT_THAT(Texts(words), Contains(DashedName(flag)));
      words.back() = DashedName(flag);
      words.push_back("");
      if (flag.takes_value()) {
        if (flag.offers == Offers::kNothing) {
          EXPECT_EQ(Texts(words), flag.choices) << flag.name;
        }
        EXPECT_EQ(Complete(words).files, flag.offers == Offers::kFiles);
      }
      words.resize(words.size() - 2);
    }
  }
}

TEST(CompletionTest, OffersWhatFits) {
  EXPECT_THAT(Texts({"chec"}), ElementsAre("check"));
  EXPECT_THAT(Texts({"keys", ""}), ElementsAre("new", "list", "revoke"));
  EXPECT_THAT(Texts({"history", "c", "--step="}),
              ElementsAre("--step=hour", "--step=day", "--step=week"));
  EXPECT_THAT(Texts({"card", "ecom-"}),
              ElementsAre("ecom-absent", "ecom-absent-connector"));
  EXPECT_THAT(Texts({"help", "keys", "n"}), ElementsAre("new"));
  EXPECT_TRUE(Complete({"import", "--source", "x", "a", "b"}).files);
  // A value is no command, and a flag is offered once unless it may be
  // repeated.
  EXPECT_THAT(Texts({"--server", "card", "che"}), ElementsAre("check"));
  EXPECT_THAT(Texts({"check", "--name", "x", "--na"}), IsEmpty());
  EXPECT_THAT(Texts({"check", "--email", "x", "--em"}), ElementsAre("--email"));
}

TEST(CompletionTest, OffersNothingWhereNothingFits) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"chekc", ""},
        {"cards", ""},
        {"card", "x", ""},
        {"check", "--name", ""},
        {"check", "--nope="},
        {"cards", "--", "--"}}) {
    SCOPED_TRACE(words.front());
    EXPECT_THAT(Texts(words), IsEmpty());
    EXPECT_FALSE(Complete(words).files);
  }
  EXPECT_THAT(Texts({}), Contains("check"));
  EXPECT_THAT(Texts({""}), Not(Contains(kCompleteCommand)));
}

TEST(CompletionTest, AnswersScriptsInLines) {
  EXPECT_EQ(AnswerScript({"0", "era"}),
            "erase\tErase a record and what belongs to it, for good\n");
  EXPECT_EQ(AnswerScript({"1", "keys"}), AnswerScript({"1", "keys", ""}));
  EXPECT_EQ(AnswerScript({"2", "import", "--rejects", ""}), ":files\n");
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{}, {"x"}, {"-1", "a"}, {"99999999"}}) {
    EXPECT_EQ(AnswerScript(wrong), "");
  }
}

}  // namespace
}  // namespace landfall::cli
