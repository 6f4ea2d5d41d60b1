// What a server that asks nobody who they are refuses because of where a
// request is for, and where it comes from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "absl/strings/escaping.h"
#include "server/serve/calls/local_host.h"
#include "server/serve/http/head_trail.h"
#include "server/serve/http/http_service.h"
#include "tests/unit/serve/test_gate.h"

namespace landfall::serve::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kLoopback[] = {
    "localhost", "LocalHost:7451", "127.0.0.1",  "127.0.0.1:1",
    "127.8.9.1", "[::1]",          "[::1]:7451", "[0:0:0:0:0:0:0:1]",
};

// Names that somebody else can point here, and what only looks like ours.
constexpr const char* kForeign[] = {
    "evil.example",
    "evil.example:7451",
    "127.0.0.1.evil.example",
    "localhost.evil.example:7451",
    "evil.example:127.0.0.1",
    "127.evil",
    "127.1",
    "0177.0.0.1",
    "128.0.0.1",
    "10.0.0.1",
    "0.0.0.0",
    "[::]",
    "[::2]:7451",
    "[::1",
    "[::1]evil.example",
    "[::ffff:10.0.0.1]",
    "localhost:80@evil.example",
    "localhost:x",
    "",
    "xn--localhost",
};

TEST(LocalHostTest, KnowsTheNamesThatNobodyElseCanGive) {
  for (const char* host : kLoopback)
    EXPECT_TRUE(calls::NamesLoopback(host)) << host;
  for (const char* host : kForeign)
    EXPECT_FALSE(calls::NamesLoopback(host)) << host;
}

TEST(LocalHostTest, TakesThePublicHostWithAnyPort) {
  constexpr char kUrl[] = "https://Landfall.example.com:8443/here";
  EXPECT_TRUE(calls::CheckHost("landfall.example.com", kUrl).ok());
  EXPECT_TRUE(calls::CheckHost("landfall.example.com:443", kUrl).ok());
  EXPECT_FALSE(calls::CheckHost("landfall.example.com.evil", kUrl).ok());
  EXPECT_FALSE(calls::CheckHost("example.com", kUrl).ok());
  EXPECT_FALSE(calls::CheckHost("", kUrl).ok());
}

class ForeignRequestTest : public ::testing::Test {
 protected:
  void Start() {
    gate_ = std::make_unique<landfall::testing::TestGate>(calls::CallLimits{},
                                                          auth_);
    service_.emplace(options_, routes_, **gate_, files_);
    service_->Publish(handlers_, metrics_);
  }

  static RequestHead Get(absl::string_view path) {
    RequestHead head;
    head.method = "GET";
    head.path = path;
    head.host = "localhost:7451";
    return head;
  }
  Response Ask(const RequestHead& head) {
    auto begun = service_->Begin(head);
    if (auto* answer = std::get_if<Response>(&begun)) return *answer;
    std::string body = "{}";
    return service_->Finish(head, std::get<PendingCall>(begun), body);
  }

  ServiceOptions options_;
  config::AuthOptions auth_;
  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  api::Handlers handlers_{reconciler_, reconciler_, clock_};
  HttpService::MetricsPage metrics_ = [] { return "metric 1\n"; };
  RouteTable routes_ = *RouteTable::FromContract();
  PageFiles files_;
  std::unique_ptr<landfall::testing::TestGate> gate_;
  std::optional<HttpService> service_;
};

TEST_F(ForeignRequestTest, EveryRouteRefusesAForeignHost) {
  Start();
  for (const Route& route : routes_.routes()) {
    std::string path;
    for (const std::string& part : route.parts) path += "/" + part;
    RequestHead head = Get(path);
    head.method = route.verb;
    head.content_type = "application/json";
    for (const char* host : kForeign) {
      head.host = host;
      const Response refused = Ask(head);
      EXPECT_EQ(refused.status, 421) << route.verb << " " << path;
      EXPECT_THAT(refused.body, HasSubstr("\"reason\":\"HOST_NOT_ALLOWED\""));
      EXPECT_THAT(refused.body, Not(HasSubstr("evil")));
    }
    for (const char* host : kLoopback) {
      head.host = host;
      EXPECT_NE(Ask(head).status, 421) << host;
    }
  }
  RequestHead head = Get("/metrics");
  head.host = "evil.example";
  EXPECT_EQ(Ask(head).status, 421);
  // Those who watch over machines use names of their own.
  head.path = "/readyz";
  EXPECT_EQ(Ask(head).status, 200);
  // HTTP/1.0 without a Host is no browser; it gets no link it did not name.
  head = Get("/v1/cards/ecom-absent/records");
  head.host = absl::string_view();
  EXPECT_EQ(Ask(head).status, 200);
  EXPECT_THAT(Ask(head).body, Not(HasSubstr("nextLink")));
}

TEST_F(ForeignRequestTest, RefusesPagesOfOtherOrigins) {
  Start();
  const struct {
    const char* origin;  // nullptr: none
    const char* site;
    int status;
  } cases[] = {
      {nullptr, "", 200},
      {nullptr, "none", 200},
      {"http://localhost:7451", "same-origin", 200},
      {"http://LOCALHOST:7451", "", 200},
      {"https://localhost:7451", "", 200},  // TLS ends at a proxy
      {"http://evil.example", "", 403},
      {"http://localhost:3000", "same-site", 403},
      {"http://localhost", "", 403},
      {"http://localhost:7451.evil.example", "", 403},
      {"null", "", 403},
      {"", "", 403},
      {"localhost:7451", "", 403},
      {nullptr, "cross-site", 403},  // an image, a script, a link
      {nullptr, "same-site", 403},
      {"http://localhost:7451", "cross-site", 403},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(std::string(test.origin == nullptr ? "-" : test.origin) + " " +
                 test.site);
    for (const char* path : {"/v1/cards", "/metrics", "/v1/sources"}) {
      RequestHead head = Get(path);
      if (test.origin != nullptr) head.origin = test.origin;
      head.fetch_site = test.site;
      const Response response = Ask(head);
      EXPECT_EQ(response.status, test.status);
      if (test.status == 403) {
        EXPECT_THAT(response.body,
                    HasSubstr("\"reason\":\"ORIGIN_NOT_ALLOWED\""));
      }
    }
    // The page's files hold nothing of anybody's.
    RequestHead file = Get("/assets/app.js");
    file.origin = "http://evil.example";
    file.fetch_site = test.site;
    EXPECT_EQ(Ask(file).status, 200);
  }
}

TEST_F(ForeignRequestTest, TakesThePublicUrl) {
  options_.public_url = "https://landfall.example.com";
  Start();
  RequestHead head = Get("/v1/cards/ecom-absent/records");
  head.host = "landfall.example.com";
  head.origin = "https://landfall.example.com";
  EXPECT_EQ(Ask(head).status, 200);
  head.host = "evil.example";
  EXPECT_EQ(Ask(head).status, 421);
  head.host = "127.0.0.1:7451";
  EXPECT_THAT(Ask(head).body,
              HasSubstr("\"nextLink\":\"https://landfall.example.com/v1/"));
}

TEST_F(ForeignRequestTest, WithAuthAKeyDecides) {
  auth_.api_keys = {{"r", config::Role::kReader, testing::kReaderDigest}};
  Start();
  RequestHead head = Get("/v1/cards");
  head.host = "landfall.contoso.example:7451";
  head.origin = "https://elsewhere.example";
  EXPECT_EQ(Ask(head).status, 401);
  head.api_key = "reader-key";
  EXPECT_EQ(Ask(head).status, 200);
}

TEST_F(ForeignRequestTest, RefusesPackedBodies) {
  Start();
  for (const char* path : {"/v1/check", "/v1/batch-check", "/v1/records"}) {
    for (const char* coding : {"gzip", "br", "identity, gzip", "x"}) {
      RequestHead head = Get(path);
      head.method = "POST";
      head.content_type = "application/json";
      head.content_encoding = coding;
      const Response refused = Ask(head);
      EXPECT_EQ(refused.status, 415) << path << " " << coding;
      EXPECT_THAT(refused.headers,
                  ::testing::Contains(std::pair<std::string, std::string>(
                      "Accept-Encoding", "identity")));
    }
  }
}

// A head as the library leaves it behind: ends of lines, names and words are
// NULs.
bool IsProper(std::string head) {
  const std::string first = "GET /a HTTP/1.1";
  std::string bytes = first + std::string(2, '\0') + head;
  bytes[3] = bytes[6] = '\0';
  const absl::string_view all = bytes;
  HeadTrail trail(all.substr(0, 3), bytes.data() + 4, "/a", all.substr(7, 8));
  size_t at = first.size() + 2;
  while (bytes[at] != '\0') {
    // As the library does it: to the NUL, over white space, to the next NUL.
    const absl::string_view name = bytes.data() + at;
    const char* value = name.data() + name.size() + 1;
    while (*value == ' ' || *value == '\t') ++value;
    trail.Follow(name, value);
    at = value - bytes.data() + std::strlen(value);
    for (int i = 0; i < 2 && bytes[at] == '\0'; ++i) ++at;
  }
  return trail.EndsProperly(bytes.size());
}

TEST(HeadTrailTest, SeesWhatTheLibraryLetPass) {
  using std::string_literals::operator""s;
  EXPECT_TRUE(IsProper("Host\0 a\0\0X-A\0\0\0Y\0\tb c \0\0\0\0"s));
  for (const std::string& head : {
           "Host \0 a\0\0\0\0"s,           // white space before the colon
           "Host\t\0 a\0\0\0\0"s,          //
           "Ho(st\0 a\0\0\0\0"s,           // no token
           "Host\0 a\rb\0\0\0\0"s,         // a bare carriage return
           "Host\0 a\x01\0\0\0\0"s,        // a control character
           "Host\0 a\0X\0 b\0\0\0\0"s,     // a bare line feed, or a NUL
           "Host\0 a\0\0\0"s,              // the last line's
           "Host\0 a\0\0 b\0 c\0\0\0\0"s,  // a folded line
       }) {
    EXPECT_FALSE(IsProper(head)) << absl::CEscape(head);
  }
}

}  // namespace
}  // namespace landfall::serve::http
