// The key endpoint over a real socket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/serve/access/access_control.h"
#include "server/serve/access/jwks_source.h"
#include "tests/support/one_answer_server.h"
#include "tests/unit/access/token_issuer.h"

namespace landfall::serve::access {
namespace {

using landfall::testing::HttpAnswer;
using landfall::testing::OneAnswerServer;
using ::testing::HasSubstr;

std::string UrlOf(const OneAnswerServer& server) {
  return absl::StrCat("http://127.0.0.1:", server.port(), "/keys");
}

TEST(HttpJwksSourceTest, FetchesADocument) {
  OneAnswerServer server(HttpAnswer("200 OK", "{\"keys\":[]}"));
  const auto source = MakeHttpJwksSource(UrlOf(server));
  for (int i = 0; i < 2; ++i) {
    const auto text = source->Fetch();
    ASSERT_TRUE(text.ok()) << text.status();
    EXPECT_EQ(*text, "{\"keys\":[]}");
  }
  EXPECT_THAT(server.request(), HasSubstr("GET /keys HTTP/1.1\r\n"));
}

TEST(HttpJwksSourceTest, TakesNothingButAPlainAnswer) {
  OneAnswerServer elsewhere(HttpAnswer("200 OK", "{}"));
  const struct {
    std::string answer;
    std::string error;
  } cases[] = {
      {HttpAnswer("404 Not Found", "{}"), "status 404"},
      {HttpAnswer("500 Oops", "{}"), "status 500"},
      {HttpAnswer("302 Found", "",
                  absl::StrCat("Location: ", UrlOf(elsewhere), "\r\n")),
       "status 302"},
      {HttpAnswer("200 OK", std::string(300 << 10, 'x')), "127.0.0.1:"},
      // Shorter than it says.
      {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}", "127.0.0.1:"},
      {"", "127.0.0.1:"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.answer.substr(0, 80));
    OneAnswerServer server(c.answer);
    const auto text = MakeHttpJwksSource(UrlOf(server))->Fetch();
    ASSERT_EQ(text.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_THAT(std::string(text.status().message()), HasSubstr(c.error));
  }
  EXPECT_EQ(elsewhere.requests(), 0);
}

TEST(HttpJwksSourceTest, SaysWhenNobodyAnswers) {
  std::string url;
  {
    OneAnswerServer gone("");
    url = UrlOf(gone);
  }
  EXPECT_EQ(MakeHttpJwksSource(url)->Fetch().status().code(),
            absl::StatusCode::kUnavailable);
  // Nothing but HTTP, and HTTPS only with a certificate that we trust.
  EXPECT_FALSE(MakeHttpJwksSource("file:///etc/hosts")->Fetch().ok());
  OneAnswerServer plain(HttpAnswer("200 OK", "{}"));
  std::string https = UrlOf(plain);
  https.insert(4, "s");
  EXPECT_FALSE(MakeHttpJwksSource(https)->Fetch().ok());
}

TEST(HttpJwksSourceTest, LetsTokensOfALocalIssuerIn) {
  const landfall::testing::TokenIssuer issuer("local");
  OneAnswerServer server(
      HttpAnswer("200 OK", landfall::testing::Jwks({issuer.Jwk()})));
  landfall::testing::ManualClock clock;
  config::AuthOptions auth;
  auth.entra = landfall::testing::TestEntra();
  auth.entra->jwks_url = UrlOf(server);
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
