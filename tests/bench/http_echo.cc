// The least that an HTTP server can do with the library that Landfall uses:
// reads a body, throws it away and answers with a fixed one. Run by
// scripts/bench-http; docs/benchmarks.md.
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

namespace {

std::string answer;

MHD_Result OnRequest(void*, MHD_Connection* connection, const char*,
                     const char*, const char*, const char*, size_t* size,
                     void** state) {
  if (*state == nullptr) {
    *state = &answer;
    return MHD_YES;
  }
  if (*size > 0) {
    *size = 0;
    return MHD_YES;
  }
  MHD_Response* response = MHD_create_response_from_buffer(
      answer.size(), answer.data(), MHD_RESPMEM_PERSISTENT);
  MHD_add_response_header(response, "Content-Type", "application/json");
  const MHD_Result queued = MHD_queue_response(connection, 200, response);
  MHD_destroy_response(response);
  return queued;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: http_echo ANSWER_FILE ADDRESS_FILE\n");
    return 2;
  }
  std::ostringstream text;
  text << std::ifstream(argv[1]).rdbuf();
  answer = text.str();
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  MHD_Daemon* daemon = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD, 0, nullptr, nullptr, &OnRequest, nullptr,
      MHD_OPTION_THREAD_POOL_SIZE,
      std::max(2u, std::thread::hardware_concurrency()), MHD_OPTION_END);
  if (daemon == nullptr) return 1;
  const int port = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  const std::string unfinished = std::string(argv[2]) + ".new";
  std::ofstream(unfinished) << "127.0.0.1:" << port << "\n";
  std::rename(unfinished.c_str(), argv[2]);
  int received = 0;
  sigwait(&signals, &received);
  MHD_stop_daemon(daemon);
  return 0;
}
