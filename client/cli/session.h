#pragma once

#include <functional>
#include <istream>
#include <map>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "client/cli/arguments.h"
#include "client/cli/render.h"
#include "client/cpp/landfall_client.h"

namespace landfall::cli {

enum ExitCode {
  kSuccess = 0,
  kServerError = 1,
  kWrongUsage = 2,
  kSomeRejected = 3,
  kNotReachable = 4,
  kAlert = 10,         // with --exit-code: alert firing or NOT_PROMOTED
  kOtherVerdict = 11,  // with --exit-code: neither that nor PROMOTED
};

// What the program finds around it. Tests bring their own.
struct Surroundings {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::map<std::string, std::string> variables{};  // LANDFALL_…, NO_COLOR, TERM
  bool in_is_terminal = false;  // somebody could answer a question
  // Called once with what ends a command that goes on until somebody ends it;
  // empty: nobody does.
  std::function<void(std::function<void()>)> on_interrupt{};
};

// What every command works with. The references must outlive it.
struct Session {
  const Arguments& arguments;
  Surroundings& around;
  client::LandfallClient& client;
  Format format;
  Colors colors;
};

// Prints an answer in the session's format.
void Print(const Session& session, const google::protobuf::Message& message,
           const View& view);
// The same without a session. A file or a pipe gets what the server said; a
// terminal would obey it, so there it is made printable.
void PrintAnswer(Surroundings& around, Format format,
                 const google::protobuf::Message& message, const View& view);

// Says on stderr what went wrong and returns the exit code for it.
int Report(Surroundings& around, const absl::Status& status);
// The same for a wrong command line.
int ReportUsage(Surroundings& around, const absl::Status& status);

}  // namespace landfall::cli
