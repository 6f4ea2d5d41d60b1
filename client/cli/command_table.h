#pragma once

#include <string>
#include <vector>

namespace landfall::cli {

// The commands of `landfall` as data. The parser, the help, the completions and
// the manual page are all made from this, so they cannot disagree.

// What a shell offers for a value.
enum class Offers { kNothing, kFiles, kCards };

struct Flag {
  std::string name;   // without dashes
  std::string value;  // stands for the value in the help; "": takes none
  std::string help;
  std::vector<std::string> choices{};  // the only values, without case; or all
  bool repeated = false;               // may be given several times
  bool required = false;
  Offers offers = Offers::kNothing;

  bool takes_value() const { return !value.empty(); }
};

// What stands behind the command and is no flag.
struct Operand {
  std::string name;
  std::string help;
  bool required = true;
  bool repeated = false;
  Offers offers = Offers::kNothing;
  std::vector<std::string> choices{};  // as above
};

struct Example {
  std::string command;
  std::string purpose;
};

struct Command {
  std::string name;     // "check"; "keys new" is a command of a group
  std::string summary;  // one line
  std::vector<Operand> operands{};
  std::vector<Flag> flags{};
  std::vector<Example> examples{};
  bool asks_server = true;  // and so has the flags of a connection
};

// In the order of the help. A group stands before its commands and has neither
// flags nor operands. Thread-safe, as is everything here.
const std::vector<Command>& Commands();
// Null when there is none.
const Command* FindCommand(const std::string& name);
// Whether other commands have this name and a word more.
bool IsGroup(const Command& command);

// --format and --help, which every command has, and the flags of a connection,
// which those have that ask the server.
const std::vector<Flag>& CommonFlags();
const std::vector<Flag>& ConnectionFlags();
// Both of them.
std::vector<Flag> FlagsBeforeCommand();
// A command's own flags, then those it shares.
std::vector<Flag> AllFlags(const Command& command);

// The name of a flag with its dashes: "--email".
std::string DashedName(const Flag& flag);

}  // namespace landfall::cli
