// An event -> a process that is told of it. Entry point: RunForEvent.
#include "client/cli/watch_exec.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/render.h"
#include "client/cli/render_parts.h"

extern char** environ;

namespace landfall::cli {
namespace {

// The environment of a process, as exec wants it.
class Environment {
 public:
  // Ours, so that the command can ask the same server.
  Environment() {
    for (char** entry = environ; *entry != nullptr; ++entry) {
      entries_.emplace_back(*entry);
    }
  }

  // One of ours that has the name is replaced.
  void Set(const std::string& name, std::string value) {
    // What comes behind it would be lost.
    std::replace(value.begin(), value.end(), '\0', ' ');
    const std::string prefix = name + "=";
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(),
                                  [&](const std::string& entry) {
                                    return absl::StartsWith(entry, prefix);
                                  }),
                   entries_.end());
    entries_.push_back(prefix + value);
  }

  // Valid as long as this is, and nothing is set.
  std::vector<char*> Pointers() {
    std::vector<char*> pointers;
    for (std::string& entry : entries_) pointers.push_back(entry.data());
    pointers.push_back(nullptr);
    return pointers;
  }

 private:
  std::vector<std::string> entries_;
};

void SetFields(const v1::Event& event, Environment* environment) {
  const auto set = [&](const char* name, std::string value) {
    environment->Set(absl::StrCat("LANDFALL_", name), std::move(value));
  };
  set("EVENT_ID", event.event_id());
  set("CURSOR", event.cursor());
  set("AT", TimeText(event.at()));
  set("TYPE", v1::EventType::Value_Name(event.type()));
  set("BECAUSE",
      event.has_because() ? v1::EventCause::Value_Name(event.because()) : "");
  set("CARD", event.card());
  set("SOURCE", event.source());
  set("RECORD", event.has_record() ? RefText(event.record()) : "");
  set("NAME", event.name());
  set("VERDICT",
      event.has_verdict() ? v1::Verdict::Value_Name(event.verdict()) : "");
  std::vector<std::string> reasons;
  for (const v1::Reason& reason : event.reasons()) {
    reasons.push_back(v1::ReasonCode::Value_Name(reason.code()));
  }
  set("REASONS", absl::StrJoin(reasons, " "));
  set("ENTITIES", absl::StrJoin(event.entities(), " "));
  set("BLOCKED_AMOUNT",
      event.has_blocked_value() ? PlainAmount(event.blocked_value()) : "");
  set("BLOCKED_CURRENCY", event.blocked_value().currency_code());
  set("COUNT", event.has_count() ? absl::StrCat(event.count()) : "");
  set("ABOVE", event.has_above() ? absl::StrCat(event.above()) : "");
}

// A file in memory that holds `text`, at its begin: nobody has to read it, and
// it is on no disk. -1 with errno when there is none.
int FileWith(const std::string& text) {
  const int file = memfd_create("landfall-event", MFD_CLOEXEC);
  if (file < 0) return -1;
  size_t written = 0;
  while (written < text.size()) {
    const ssize_t more =
        write(file, text.data() + written, text.size() - written);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) {
      close(file);
      return -1;
    }
    written += static_cast<size_t>(more);
  }
  lseek(file, 0, SEEK_SET);
  return file;
}

absl::Status CannotRun(int error) {
  return absl::UnknownError(absl::StrCat("the command cannot be run: ",
                                         std::string(strerror(error))));
}

absl::Status WaitFor(pid_t child) {
  int how = 0;
  while (waitpid(child, &how, 0) < 0) {
    if (errno != EINTR) return CannotRun(errno);
  }
  if (WIFEXITED(how) && WEXITSTATUS(how) == 0) return absl::OkStatus();
  return absl::UnknownError(
      WIFEXITED(how)
          ? absl::StrCat("the command ended with ", WEXITSTATUS(how))
          : absl::StrCat("the command was ended by signal ", WTERMSIG(how)));
}

}  // namespace

absl::Status RunForEvent(const std::string& command, const v1::Event& event) {
  const int input = FileWith(JsonText(event) + "\n");
  if (input < 0) return CannotRun(errno);
  Environment environment;
  SetFields(event, &environment);
  std::string shell = "/bin/sh";
  std::string flag = "-c";
  std::string text = command;
  char* const arguments[] = {shell.data(), flag.data(), text.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  pid_t child = 0;
  const int error = posix_spawn(&child, shell.c_str(), &actions, nullptr,
                                arguments, environment.Pointers().data());
  posix_spawn_file_actions_destroy(&actions);
  close(input);
  return error != 0 ? CannotRun(error) : WaitFor(child);
}

}  // namespace landfall::cli
