#include "server/serve/grpc/connection_limit.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

namespace landfall::serve::grpc {
namespace {

// Connections of this process with itself, over a port of the system's choice.
class ConnectionLimitTest : public ::testing::Test {
 protected:
  void SetUp() override {
    listening_ = socket(AF_INET, SOCK_STREAM, 0);
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(bind(listening_, Address(), sizeof(address_)), 0);
    ASSERT_EQ(listen(listening_, 16), 0);
    socklen_t size = sizeof(address_);
    ASSERT_EQ(getsockname(listening_, Address(), &size), 0);
    for (int i = 0; i < 6; ++i) {
      peers_.push_back(socket(AF_INET, SOCK_STREAM, 0));
      ASSERT_EQ(connect(peers_.back(), Address(), sizeof(address_)), 0);
      accepted_.push_back(accept(listening_, nullptr, nullptr));
    }
  }
  void TearDown() override {
    for (const int socket : peers_) close(socket);
    for (const int socket : accepted_) close(socket);
    close(listening_);
  }

  sockaddr* Address() { return reinterpret_cast<sockaddr*>(&address_); }
  int port() const { return ntohs(address_.sin_port); }
  int Closed() const {
    int closed = 0;
    for (const int peer : peers_) {
      pollfd entry = {peer, POLLIN, 0};
      if (poll(&entry, 1, 0) == 1) ++closed;
    }
    return closed;
  }

  int listening_ = -1;
  sockaddr_in address_ = {};
  std::vector<int> peers_;
  std::vector<int> accepted_;
};

TEST_F(ConnectionLimitTest, LeavesAsManyAsAreAllowed) {
  EXPECT_EQ(CloseLongestSilent(port(), 6), 6u);
  EXPECT_EQ(Closed(), 0);
  EXPECT_EQ(CloseLongestSilent(port(), 4), 6u);
  EXPECT_EQ(Closed(), 2);
  // Those that are closed count no more, and the listener never does.
  EXPECT_EQ(CloseLongestSilent(port(), 4), 4u);
  EXPECT_EQ(CloseLongestSilent(port(), 0), 4u);
  EXPECT_EQ(Closed(), 6);
  const int more = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_EQ(connect(more, Address(), sizeof(address_)), 0);
  close(more);
}

TEST_F(ConnectionLimitTest, LeavesOtherPortsAlone) {
  EXPECT_EQ(CloseLongestSilent(port() == 1 ? 2 : 1, 0), 0u);
  EXPECT_EQ(Closed(), 0);
}

}  // namespace
}  // namespace landfall::serve::grpc
