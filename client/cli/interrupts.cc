#include "client/cli/interrupts.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

namespace landfall::cli {
namespace {

// A handler may do little more than write.
int wake_up[2] = {-1, -1};

extern "C" void HandleInterrupt(int /*signal*/) {
  const int error = errno;
  const char byte = 0;
  // A full pipe has woken up somebody already.
  if (write(wake_up[1], &byte, 1) < 0) errno = error;
  errno = error;
}

}  // namespace

void OnInterrupt(std::function<void()> then) {
  if (pipe2(wake_up, O_CLOEXEC) != 0) return;  // they end the process then
  struct sigaction action = {};
  action.sa_handler = &HandleInterrupt;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::thread([then = std::move(then)] {
    char byte = 0;
    while (read(wake_up[0], &byte, 1) < 0) {
      if (errno != EINTR) return;
    }
    then();
  }).detach();
}

}  // namespace landfall::cli
