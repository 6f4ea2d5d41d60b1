// What may stand at the cursor, by the commands of command_table.h.
// Entry points: Complete and AnswerScript.
#include "client/cli/completion.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/command_table.h"
#include "server/model/settings.h"

namespace landfall::cli {
namespace {

using Words = std::vector<std::string>;

constexpr size_t kMostWords = 10000;

// Those of the command, or those that may stand before any.
std::vector<Flag> FlagsAt(const std::string& command) {
  const Command* found = FindCommand(command);
  return found == nullptr ? FlagsBeforeCommand() : AllFlags(*found);
}

const Flag* FindIn(const std::vector<Flag>& flags, const std::string& dashed) {
  for (const Flag& flag : flags) {
    if (DashedName(flag) == dashed) return &flag;
  }
  return nullptr;
}

// The commands that may follow "" or a group, without the group's name.
std::vector<Candidate> CommandsBelow(const std::string& group) {
  const std::string before = group.empty() ? "" : absl::StrCat(group, " ");
  std::vector<Candidate> below;
  for (const Command& command : Commands()) {
    if (!absl::StartsWith(command.name, before)) continue;
    const std::string word = command.name.substr(before.size());
    if (!absl::StrContains(word, ' ')) below.push_back({word, command.summary});
  }
  return below;
}

// Follows the words before the cursor.
class Walk {
 public:
  explicit Walk(const Words& words) {
    for (size_t i = 0; i + 1 < words.size(); ++i) Pass(words[i]);
    at_ = words.empty() ? "" : words.back();
  }

  Candidates Offer() {
    if (value_of_.takes_value()) {
      return Values(value_of_.choices, value_of_.offers, "");
    }
    const size_t equals = at_.find('=');
    if (!only_operands_ && absl::StartsWith(at_, "--") &&
        equals != std::string::npos) {
      const std::vector<Flag> flags = FlagsAt(command_);
      const Flag* flag = FindIn(flags, at_.substr(0, equals));
      if (flag == nullptr) return {};
      return Values(flag->choices, flag->offers, at_.substr(0, equals + 1));
    }
    if (!only_operands_ && absl::StartsWith(at_, "-")) return OfferFlags();
    return OfferOperand();
  }

 private:
  void Pass(const std::string& word) {
    if (value_of_.takes_value()) {
      value_of_ = Flag();
    } else if (!only_operands_ && word == "--") {
      only_operands_ = true;
    } else if (!only_operands_ && word.size() > 1 && word[0] == '-') {
      PassFlag(word);
    } else {
      const std::string longer =
          command_.empty() ? word : absl::StrCat(command_, " ", word);
      const Command* command = FindCommand(longer);
      if (command != nullptr) {
        command_ = longer;
      } else {
        operands_.push_back(word);
      }
    }
  }

  void PassFlag(const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    given_.push_back(name);
    const std::vector<Flag> flags = FlagsAt(command_);
    const Flag* flag = FindIn(flags, name);
    if (flag != nullptr && flag->takes_value() && name == word) {
      value_of_ = *flag;
    }
  }

  static Candidates Values(const std::vector<std::string>& choices,
                           Offers offers, const std::string& before) {
    Candidates offered;
    offered.files = offers == Offers::kFiles;
    for (const std::string& choice : choices) {
      offered.list.push_back({absl::StrCat(before, choice), ""});
    }
    if (offers == Offers::kCards) {
      for (const model::CardSettings& card : model::BuiltInCards()) {
        offered.list.push_back({absl::StrCat(before, card.id), card.title});
      }
    }
    return offered;
  }

  Candidates OfferFlags() const {
    Candidates offered;
    for (const Flag& flag : FlagsAt(command_)) {
      const bool given = std::find(given_.begin(), given_.end(),
                                   DashedName(flag)) != given_.end();
      if (!given || flag.repeated) {
        offered.list.push_back({DashedName(flag), flag.help});
      }
    }
    return offered;
  }

  Candidates OfferOperand() const {
    const Command* command = FindCommand(command_);
    if (command == nullptr || IsGroup(*command)) {
      // A word that is no command leads nowhere.
      if (!operands_.empty()) return {};
      return {CommandsBelow(command_), false};
    }
    if (command->name == "help") {
      return {CommandsBelow(absl::StrJoin(operands_, " ")), false};
    }
    if (command->operands.empty()) return {};
    const Operand& operand = command->operands.front();
    if (!operands_.empty() && !operand.repeated) return {};
    return Values(operand.choices, operand.offers, "");
  }

  std::string command_;  // as far as the words before the cursor name one
  Words operands_;       // behind it
  Words given_;          // flags, with dashes
  bool only_operands_ = false;  // behind "--"
  Flag value_of_;  // whose value stands at the cursor, or one that takes none
  std::string at_;
};

}  // namespace

Candidates Complete(const std::vector<std::string>& words) {
  Candidates offered = Walk(words).Offer();
  const std::string begun = words.empty() ? "" : words.back();
  auto& list = offered.list;
  list.erase(std::remove_if(list.begin(), list.end(),
                            [&](const Candidate& candidate) {
                              return !absl::StartsWith(candidate.text, begun);
                            }),
             list.end());
  return offered;
}

std::string AnswerScript(const std::vector<std::string>& words) {
  size_t before = 0;
  if (words.empty() || !absl::SimpleAtoi(words[0], &before)) return "";
  if (before >= kMostWords) return "";
  Words line(words.begin() + 1, words.end());
  // PowerShell drops an empty word at the end.
  line.resize(before + 1);
  const Candidates offered = Complete(line);
  std::string answer;
  for (const Candidate& candidate : offered.list) {
    absl::StrAppend(&answer, candidate.text, candidate.help.empty() ? "" : "\t",
                    candidate.help, "\n");
  }
  if (offered.files) absl::StrAppend(&answer, ":files\n");
  return answer;
}

}  // namespace landfall::cli
