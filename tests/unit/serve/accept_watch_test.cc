// A listener that answers nobody, with threads that are free, held or at work.
#include "server/serve/grpc/accept_watch.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "server/base/check.h"

namespace landfall::serve::grpc {
namespace {

// The kernel queues connections to it, and nobody ever accepts one.
class DeafListener {
 public:
  DeafListener() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    LF_CHECK(bind(socket_, any, size) == 0 && listen(socket_, 64) == 0);
    LF_CHECK(getsockname(socket_, any, &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~DeafListener() { close(socket_); }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  const int socket_;
  int port_ = 0;
};

class AcceptWatchTest : public ::testing::Test {
 protected:
  AcceptWatchTest() {
    options_.address = listener_.address();
    options_.every = absl::Milliseconds(1);
    options_.patience = absl::Milliseconds(5);
    options_.threads = [this] {
      ++looks_;
      return threads_.count();
    };
  }

  // Until the watch has found so many silences.
  void AwaitSilences(int count) {
    const int begun = looks_;
    while (looks_ < begun + 2 * count) std::this_thread::yield();
  }

  const DeafListener listener_;
  AcceptWatchOptions options_;
  EventThreads threads_;
  std::atomic<int> looks_{0};
  absl::Notification dead_;
};

TEST_F(AcceptWatchTest, FindsAListenerDeadWhoseThreadsAreFree) {
  { const EventThreads::Work over(threads_); }
  AcceptWatch watch(options_, [this] { dead_.Notify(); });
  dead_.WaitForNotification();
}

TEST_F(AcceptWatchTest, FindsNobodyDeadWhoseThreadsAreHeld) {
  auto work = std::make_unique<EventThreads::Work>(threads_);
  AcceptWatch watch(options_, [this] { dead_.Notify(); });
  AwaitSilences(4 * options_.failures);
  EXPECT_FALSE(dead_.HasBeenNotified());
  // Once they are free, silence means something again.
  work.reset();
  dead_.WaitForNotification();
}

// Calls of older connections come and go, new connections are taken by nobody:
// that is what the watch is for.
TEST_F(AcceptWatchTest, FindsAListenerDeadWhoseThreadsAreAtWork) {
  std::optional<EventThreads::Work> work;
  options_.threads = [&] {
    work.emplace(threads_);  // ends the one before
    return threads_.count();
  };
  AcceptWatch watch(options_, [this] { dead_.Notify(); });
  dead_.WaitForNotification();
}

}  // namespace
}  // namespace landfall::serve::grpc
