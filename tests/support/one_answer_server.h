#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace landfall::testing {

// Answers every connection on 127.0.0.1 with the same bytes and closes it.
class OneAnswerServer {
 public:
  // With `certificate` and `key` (PEM) it speaks TLS.
  explicit OneAnswerServer(std::string answer, std::string certificate = "",
                           std::string key = "");
  ~OneAnswerServer();
  OneAnswerServer(const OneAnswerServer&) = delete;
  OneAnswerServer& operator=(const OneAnswerServer&) = delete;

  int port() const { return port_; }
  // The last request, with its content; to be read when its answer has come.
  const std::string& request() const { return request_; }
  // How many connections there were.
  int requests() const { return requests_; }

 private:
  void Serve();
  void Answer(int peer);
  void AnswerOverTls(int peer);

  const std::string answer_;
  const std::string certificate_;
  const std::string key_;
  int listener_ = -1;
  int port_ = 0;
  std::string request_;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
};

// The bytes of an answer. `headers` end with a line break each.
std::string HttpAnswer(const std::string& status, const std::string& body,
                       const std::string& headers = "");

// A certificate for 127.0.0.1 that nobody vouches for, and its key, as PEM.
struct SelfSigned {
  std::string certificate;
  std::string key;
};
SelfSigned MakeSelfSigned();

}  // namespace landfall::testing
