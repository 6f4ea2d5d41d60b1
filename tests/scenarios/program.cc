// A command line -> exit code and what was printed. Entry point: RunProgram.
#include "tests/scenarios/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "server/base/check.h"

namespace landfall::scenarios {
namespace {

struct Pipe {
  Pipe() { LF_CHECK(pipe2(ends.data(), O_CLOEXEC) == 0); }
  ~Pipe() {
    CloseWriter();
    close(ends[0]);
  }
  void CloseWriter() {
    if (ends[1] >= 0) close(ends[1]);
    ends[1] = -1;
  }
  std::array<int, 2> ends{};
};

// Reads both until the program has closed both.
void ReadAll(Pipe& out, Pipe& err, ProgramResult* result) {
  std::array<pollfd, 2> waiting = {pollfd{out.ends[0], POLLIN, 0},
                                   pollfd{err.ends[0], POLLIN, 0}};
  const std::array<std::string*, 2> texts = {&result->out, &result->err};
  int open = 2;
  while (open > 0) {
    poll(waiting.data(), waiting.size(), -1);
    for (size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      std::array<char, 4096> buffer{};
      const ssize_t count = read(waiting[i].fd, buffer.data(), buffer.size());
      if (count > 0) {
        texts[i]->append(buffer.data(), static_cast<size_t>(count));
      } else {
        waiting[i].fd = -1;
        --open;
      }
    }
  }
}

}  // namespace

ProgramResult RunProgram(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  std::string no_proxy = "no_proxy=*";
  std::array<char*, 2> environment = {no_proxy.data(), nullptr};
  Pipe out;
  Pipe err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], 2);
  pid_t process = 0;
  const int failed = posix_spawn(&process, arguments[0], &actions, nullptr,
                                 arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  ProgramResult result;
  if (failed != 0) return result;
  out.CloseWriter();
  err.CloseWriter();
  ReadAll(out, err, &result);
  int status = 0;
  waitpid(process, &status, 0);
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  return result;
}

}  // namespace landfall::scenarios
