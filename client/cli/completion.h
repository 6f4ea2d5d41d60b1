#pragma once

#include <string>
#include <vector>

namespace landfall::cli {

// Completion by the program itself: the script of a shell hands over the words
// of the line and gets what may stand at the cursor. So a script never knows
// less, or more, than the program beside it.

struct Candidate {
  std::string text;
  std::string help;  // one line, may be ""
};

struct Candidates {
  std::vector<Candidate> list;
  bool files = false;  // and whatever files there are
};

// What may stand in place of the last word, which may be "". The words are
// those behind the name of the program. Pure.
Candidates Complete(const std::vector<std::string>& words);

// The script of "bash", "zsh", "fish" or "powershell".
// REQUIRES: one of these.
std::string CompletionScript(const std::string& shell);

// What the scripts call: `words` are how many of them stand before the cursor,
// then the words. A line for each candidate: text, tab, help; ":files" asks for
// files. Nothing when the words make no sense.
std::string AnswerScript(const std::vector<std::string>& words);

// The hidden command that does it.
inline constexpr char kCompleteCommand[] = "__complete";

}  // namespace landfall::cli
