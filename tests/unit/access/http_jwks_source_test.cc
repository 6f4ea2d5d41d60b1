// The key endpoint over a real socket.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/serve/access/access_control.h"
#include "server/serve/access/jwks_source.h"
#include "tests/unit/access/token_issuer.h"

namespace landfall::serve::access {
namespace {

using ::testing::HasSubstr;

// Answers every connection on 127.0.0.1 with the same bytes and closes it.
class OneAnswerServer {
 public:
  explicit OneAnswerServer(std::string answer) : answer_(std::move(answer)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    LF_CHECK(bind(listener_, raw, size) == 0);
    LF_CHECK(listen(listener_, 8) == 0);
    LF_CHECK(getsockname(listener_, raw, &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~OneAnswerServer() {
    shutdown(listener_, SHUT_RDWR);  // ends accept()
    thread_.join();
    close(listener_);
  }

  std::string Url() const {
    return absl::StrCat("http://127.0.0.1:", port_, "/keys");
  }
  // The last request; to be read when its answer has come.
  const std::string& request() const { return request_; }
  int requests() const { return requests_; }

 private:
  void Serve() {
    while (true) {
      const int peer = accept(listener_, nullptr, nullptr);
      if (peer < 0) return;
      request_.clear();
      char buffer[1024];
      while (!absl::StrContains(request_, "\r\n\r\n")) {
        const ssize_t got = read(peer, buffer, sizeof(buffer));
        if (got <= 0) break;
        request_.append(buffer, static_cast<size_t>(got));
        if (!absl::StartsWith(request_, "GET ")) break;  // TLS
      }
      ++requests_;
      // The other side may hang up on a body that is too long.
      send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL);
      close(peer);
    }
  }

  const std::string answer_;
  int listener_ = -1;
  int port_ = 0;
  std::string request_;
  int requests_ = 0;
  std::thread thread_;
};

std::string Answer(const std::string& status, const std::string& body,
                   const std::string& header = "") {
  return absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Length: ", body.size(),
                      "\r\nConnection: close\r\n", header, "\r\n", body);
}

TEST(HttpJwksSourceTest, FetchesADocument) {
  OneAnswerServer server(Answer("200 OK", "{\"keys\":[]}"));
  const auto source = MakeHttpJwksSource(server.Url());
  for (int i = 0; i < 2; ++i) {
    const auto text = source->Fetch();
    ASSERT_TRUE(text.ok()) << text.status();
    EXPECT_EQ(*text, "{\"keys\":[]}");
  }
  EXPECT_THAT(server.request(), HasSubstr("GET /keys HTTP/1.1\r\n"));
}

TEST(HttpJwksSourceTest, TakesNothingButAPlainAnswer) {
  OneAnswerServer elsewhere(Answer("200 OK", "{}"));
  const struct {
    std::string answer;
    std::string error;
  } cases[] = {
      {Answer("404 Not Found", "{}"), "status 404"},
      {Answer("500 Oops", "{}"), "status 500"},
      {Answer("302 Found", "",
              absl::StrCat("Location: ", elsewhere.Url(), "\r\n")),
       "status 302"},
      {Answer("200 OK", std::string(300 << 10, 'x')), "keys: "},
      // Shorter than it says.
      {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}", "keys: "},
      {"", "keys: "},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.answer.substr(0, 80));
    OneAnswerServer server(c.answer);
    const auto text = MakeHttpJwksSource(server.Url())->Fetch();
    ASSERT_EQ(text.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_THAT(std::string(text.status().message()), HasSubstr(c.error));
  }
  EXPECT_EQ(elsewhere.requests(), 0);
}

TEST(HttpJwksSourceTest, SaysWhenNobodyAnswers) {
  std::string url;
  {
    OneAnswerServer gone("");
    url = gone.Url();
  }
  EXPECT_EQ(MakeHttpJwksSource(url)->Fetch().status().code(),
            absl::StatusCode::kUnavailable);
  // Nothing but HTTP, and HTTPS only with a certificate that we trust.
  EXPECT_FALSE(MakeHttpJwksSource("file:///etc/hosts")->Fetch().ok());
  OneAnswerServer plain(Answer("200 OK", "{}"));
  std::string https = plain.Url();
  https.insert(4, "s");
  EXPECT_FALSE(MakeHttpJwksSource(https)->Fetch().ok());
}

TEST(HttpJwksSourceTest, LetsTokensOfALocalIssuerIn) {
  const landfall::testing::TokenIssuer issuer("local");
  OneAnswerServer server(
      Answer("200 OK", landfall::testing::Jwks({issuer.Jwk()})));
  landfall::testing::ManualClock clock;
  config::AuthOptions auth;
  auth.entra = landfall::testing::TestEntra();
  auth.entra->jwks_url = server.Url();
  const auto access = AccessControl::Create(auth, clock, nullptr);
  ASSERT_TRUE(access.ok()) << access.status();
  const std::string bearer = landfall::testing::Bearer(
      issuer.Sign(landfall::testing::GoodClaims(clock.now)));
  const auto caller = (*access)->Authenticate({bearer, ""});
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ((*caller)->role, config::Role::kReader);
}

}  // namespace
}  // namespace landfall::serve::access
