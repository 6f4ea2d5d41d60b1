// The client against a server on this machine.
#include "server/http_client/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/http_client/address.h"
#include "tests/support/one_answer_server.h"
#include "tests/support/temp_folder.h"

namespace landfall::http_client {
namespace {

using landfall::testing::HttpAnswer;
using landfall::testing::OneAnswerServer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Options Plain() {
  Options options;
  options.plain_http = true;
  return options;
}

std::string UrlOf(const OneAnswerServer& server,
                  const std::string& path = "/a/b?token=s3cret") {
  return absl::StrCat("http://127.0.0.1:", server.port(), path);
}

absl::StatusOr<Response> Send(const Options& options, Request request) {
  return HttpClient(options).Send(request);
}

TEST(HttpClientTest, GetsAnAnswer) {
  OneAnswerServer server(HttpAnswer(
      "200 OK", "{}", "Retry-After: 7\r\nX-Twice: 1\r\nx-twice:  2 \r\n"));
  HttpClient client(Plain());
  for (int i = 0; i < 2; ++i) {
    const auto response = client.Send(
        {UrlOf(server), {{"Authorization", "Bearer abc"}, {"X-None", ""}}});
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "{}");
    ASSERT_NE(response->Find("retry-after"), nullptr);
    EXPECT_EQ(*response->Find("retry-after"), "7");
    EXPECT_EQ(*response->Find("x-twice"), "1");
    EXPECT_EQ(response->headers.back().value, "2");
    EXPECT_EQ(response->Find("x-missing"), nullptr);
  }
  EXPECT_THAT(server.request(),
              AllOf(HasSubstr("GET /a/b?token=s3cret HTTP/1.1\r\n"),
                    HasSubstr("\r\nAuthorization: Bearer abc\r\n"),
                    HasSubstr("\r\nX-None:"), Not(HasSubstr("Expect")),
                    Not(HasSubstr("Content-Type"))));
}

TEST(HttpClientTest, PostsBytes) {
  OneAnswerServer server(HttpAnswer("202 Accepted", ""));
  const std::string bytes = std::string(size_t{2} << 20, 'x') + '\0' + "end";
  const auto response = Send(
      Plain(), {UrlOf(server), {{"content-type", "application/json"}}, bytes});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 202);
  EXPECT_EQ(response->body, "");
  const std::string head =
      server.request().substr(0, server.request().find("\r\n\r\n"));
  EXPECT_THAT(head,
              AllOf(HasSubstr("POST /a/b?token=s3cret HTTP/1.1\r\n"),
                    HasSubstr("content-type: application/json"),
                    Not(HasSubstr("Expect")), Not(HasSubstr("urlencoded"))));
  EXPECT_EQ(server.request().substr(head.size() + 4), bytes);

  const auto empty = Send(Plain(), {UrlOf(server), {}, ""});
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_THAT(server.request(),
              AllOf(HasSubstr("POST "), HasSubstr("Content-Length: 0\r\n"),
                    Not(HasSubstr("Content-Type"))));
}

// A POST before does not make a POST of the next request.
TEST(HttpClientTest, RequestsDoNotMix) {
  OneAnswerServer server(HttpAnswer("200 OK", ""));
  HttpClient client(Plain());
  ASSERT_TRUE(client.Send({UrlOf(server), {{"X-One", "1"}}, "body"}).ok());
  ASSERT_TRUE(client.Send({UrlOf(server)}).ok());
  EXPECT_THAT(server.request(),
              AllOf(HasSubstr("GET "), Not(HasSubstr("X-One")),
                    Not(HasSubstr("Content-"))));
}

TEST(HttpClientTest, HandsOnAnyStatusAndFollowsNothing) {
  OneAnswerServer elsewhere(HttpAnswer("200 OK", ""));
  OneAnswerServer server(
      HttpAnswer("302 Found", "moved",
                 absl::StrCat("Location: ", UrlOf(elsewhere), "\r\n")));
  const auto response = Send(Plain(), {UrlOf(server)});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(response->body, "moved");
  EXPECT_EQ(*response->Find("location"), UrlOf(elsewhere));
  EXPECT_EQ(elsewhere.requests(), 0);
}

TEST(HttpClientTest, LeavesOutTheHeadersOfAnEarlyAnswer) {
  OneAnswerServer server(
      absl::StrCat("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n",
                   HttpAnswer("200 OK", "x")));
  const auto response = Send(Plain(), {UrlOf(server)});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->Find("link"), nullptr);
}

TEST(HttpClientTest, BoundsTheAnswer) {
  Options options = Plain();
  options.most_body_bytes = 1000;
  options.most_header_bytes = 1000;
  for (const size_t size : {1000, 1001}) {
    OneAnswerServer server(HttpAnswer("200 OK", std::string(size, 'x')));
    const auto response = Send(options, {UrlOf(server)});
    EXPECT_EQ(response.status().code(),
              size > 1000 ? absl::StatusCode::kResourceExhausted
                          : absl::StatusCode::kOk);
  }
  // Without a length, too, and whatever its headers are.
  OneAnswerServer unknown("HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x'));
  EXPECT_EQ(Send(options, {UrlOf(unknown)}).status().code(),
            absl::StatusCode::kResourceExhausted);
  std::string headers;
  for (int i = 0; i < 200; ++i) absl::StrAppend(&headers, "X-", i, ": y\r\n");
  OneAnswerServer many(HttpAnswer("200 OK", "", headers));
  EXPECT_EQ(Send(options, {UrlOf(many)}).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(HttpClientTest, GivesUpInTime) {
  // Says that more will come, and does not hang up.
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(bind(listener, raw, size), 0);
  ASSERT_EQ(listen(listener, 2), 0);
  ASSERT_EQ(getsockname(listener, raw, &size), 0);
  // Whoever has less time, the client or the request.
  for (const auto& [options_have, request_has] :
       {std::pair(absl::Milliseconds(50), absl::InfiniteDuration()),
        std::pair(absl::Hours(1), absl::Milliseconds(50))}) {
    Options options = Plain();
    options.answer_within = options_have;
    Request request = {
        absl::StrCat("http://127.0.0.1:", ntohs(address.sin_port))};
    request.answer_within = request_has;
    const absl::Time start = absl::Now();
    EXPECT_EQ(Send(options, request).status().code(),
              absl::StatusCode::kDeadlineExceeded);
    EXPECT_GE(absl::Now() - start, absl::Milliseconds(40));
    EXPECT_LT(absl::Now() - start, absl::Seconds(20));
  }
  close(listener);
}

// Whoever waits for a server that says nothing is told at once that it is over.
TEST(HttpClientTest, EndsWhenItIsCancelled) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(bind(listener, raw, size), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  ASSERT_EQ(getsockname(listener, raw, &size), 0);
  Options options = Plain();
  options.answer_within = absl::Hours(1);
  HttpClient client(options);
  const Request request = {
      absl::StrCat("http://127.0.0.1:", ntohs(address.sin_port))};
  absl::Status status;
  std::thread sender([&] { status = client.Send(request).status(); });
  const int peer = accept(listener, nullptr, nullptr);
  client.Cancel();
  sender.join();
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled) << status;
  EXPECT_EQ(client.Send(request).status().code(), absl::StatusCode::kCancelled);
  close(peer);
  close(listener);
}

TEST(HttpClientTest, ErrorsNameTheHostAndNothingElse) {
  std::string gone;
  {
    OneAnswerServer server("");
    gone = UrlOf(server);
  }
  OneAnswerServer silent("");
  OneAnswerServer truncated("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}");
  OneAnswerServer old("just text");
  for (const std::string& url :
       {gone, UrlOf(silent), UrlOf(truncated), UrlOf(old)}) {
    const absl::Status status = Send(Plain(), {url}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
    EXPECT_THAT(std::string(status.message()),
                AllOf(HasSubstr("127.0.0.1:"), Not(HasSubstr("s3cret")),
                      Not(HasSubstr("/a/b"))));
  }
}

TEST(HttpClientTest, RefusesWhatItMustNotSend) {
  OneAnswerServer server(HttpAnswer("200 OK", ""));
  const std::string port = absl::StrCat(server.port());
  const Request requests[] = {
      {"file:///etc/hosts"},
      {"ftp://127.0.0.1/"},
      {"127.0.0.1:" + port},
      {"http://"},
      {""},
      {"http://user:s3cret@127.0.0.1:" + port},
      {"http://127.0.0.1:" + port + "/\r\nX-Other: 1"},
      {UrlOf(server), {{"X-Mine", "1\r\nX-Other: s3cret"}}},
      {UrlOf(server), {{"X-Mine", std::string("s3cret\0", 7)}}},
      {UrlOf(server), {{"X-Mine: 1\r\nX-Other", "s3cret"}}},
      {UrlOf(server), {{"", "s3cret"}}},
  };
  for (const Request& request : requests) {
    SCOPED_TRACE(request.url);
    const absl::Status status = Send(Plain(), request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("s3cret")));
  }
  // Plain HTTP is for those who ask for it.
  EXPECT_EQ(Send({}, {UrlOf(server)}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(server.requests(), 0);
}

TEST(HttpClientTest, TrustsNoCertificateThatNobodyVouchesFor) {
  const landfall::testing::SelfSigned own = landfall::testing::MakeSelfSigned();
  OneAnswerServer server(HttpAnswer("200 OK", ""), own.certificate, own.key);
  const auto response =
      Send({}, {absl::StrCat("https://127.0.0.1:", server.port(), "/")});
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(response.status().message()),
              HasSubstr("certificate"));
  EXPECT_EQ(server.requests(), 1);
  EXPECT_EQ(server.request(), "");
}

TEST(HttpClientTest, TrustsTheAuthoritiesThatItIsTold) {
  const landfall::testing::SelfSigned own = landfall::testing::MakeSelfSigned();
  OneAnswerServer server(HttpAnswer("200 OK", "in private"), own.certificate,
                         own.key);
  const landfall::testing::TempFolder folder;
  const std::string file = folder.Sub("ca.pem");
  std::ofstream(file) << own.certificate;
  const std::string url = absl::StrCat("https://127.0.0.1:", server.port());
  Options options;
  options.ca_file = file;
  const auto response = Send(options, {url});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, "in private");
  setenv("SSL_CERT_FILE", file.c_str(), 1);
  EXPECT_TRUE(Send({}, {url}).ok());
  unsetenv("SSL_CERT_FILE");
  EXPECT_FALSE(Send({}, {url}).ok());
}

TEST(HttpClientTest, TellsAddressesAndConnectsToNone) {
  OneAnswerServer server(HttpAnswer("200 OK", ""));
  HttpClient client(Plain());
  const auto addresses =
      client.AddressesOf(absl::StrCat("http://localhost:", server.port(), "/"));
  ASSERT_TRUE(addresses.ok()) << addresses.status();
  for (const sockaddr_storage& address : *addresses) {
    EXPECT_EQ(KindOf(reinterpret_cast<const sockaddr&>(address)),
              AddressKind::kLoopback);
  }
  EXPECT_EQ(server.requests(), 0);
  EXPECT_EQ(client.AddressesOf("http://nobody.invalid/").status().code(),
            absl::StatusCode::kUnavailable);
  // The next request is one again.
  EXPECT_TRUE(client.Send({UrlOf(server)}).ok());
}

TEST(HttpClientTest, AsksBeforeItConnects) {
  OneAnswerServer server(HttpAnswer("200 OK", ""));
  Options options = Plain();
  int asked = 0;
  options.may_connect = [&](const sockaddr& address) {
    ++asked;
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    EXPECT_EQ(address.sa_family, AF_INET);
    EXPECT_EQ(ntohl(v4.sin_addr.s_addr), INADDR_LOOPBACK);
    EXPECT_EQ(ntohs(v4.sin_port), server.port());
    return false;
  };
  const absl::Status status = Send(options, {UrlOf(server)}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << status;
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(server.requests(), 0);
}

// Of the addresses of a name only those that may be are tried.
TEST(HttpClientTest, AsksAboutEachAddressOfAName) {
  OneAnswerServer server(HttpAnswer("200 OK", ""));
  Options options = Plain();
  options.may_connect = [](const sockaddr& address) {
    return address.sa_family == AF_INET;
  };
  const auto response =
      Send(options, {absl::StrCat("http://localhost:", server.port(), "/")});
  EXPECT_TRUE(response.ok()) << response.status();
  // As numbers an address has many spellings.
  options.may_connect = [](const sockaddr& /*address*/) { return false; };
  for (const char* host : {"2130706433", "0x7f.1", "127.1", "0177.0.0.1"}) {
    const auto refused =
        Send(options, {absl::StrCat("http://", host, ":", server.port())});
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied)
        << refused.status();
  }
  EXPECT_EQ(server.requests(), 1);
}

// A proxy would connect to addresses that nobody was asked about.
TEST(HttpClientTest, UsesAProxyOnlyWhereNothingIsAsked) {
  OneAnswerServer proxy("");
  OneAnswerServer server(HttpAnswer("200 OK", ""));
  const std::string url = absl::StrCat("http://127.0.0.1:", proxy.port());
  setenv("http_proxy", url.c_str(), 1);
  setenv("https_proxy", url.c_str(), 1);
  EXPECT_TRUE(Send(Plain(), {UrlOf(server)}).ok());
  Options asking;
  asking.may_connect = [](const sockaddr& /*address*/) { return false; };
  EXPECT_FALSE(Send(asking, {"https://127.0.0.1:1/"}).ok());
  EXPECT_EQ(proxy.requests(), 0);
  EXPECT_FALSE(Send({}, {"https://127.0.0.1:1/"}).ok());
  EXPECT_EQ(proxy.requests(), 1);
  EXPECT_THAT(proxy.request(), HasSubstr("CONNECT 127.0.0.1:1"));
  unsetenv("http_proxy");
  unsetenv("https_proxy");
}

}  // namespace
}  // namespace landfall::http_client
