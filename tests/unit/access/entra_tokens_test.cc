// Tokens that are really signed: the good ones, and every bad one with the
// status that it earns.
#include "server/serve/access/internal/entra_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/serve/access/internal/refusals.h"
#include "server/serve/api/errors.h"
#include "tests/unit/access/fake_jwks_source.h"
#include "tests/unit/access/token_issuer.h"

namespace landfall::serve::access::internal {
namespace {

using config::Role;
using landfall::testing::Base64Url;
using landfall::testing::FakeEndpoint;
using landfall::testing::GoodClaims;
using landfall::testing::JsonMembers;
using landfall::testing::Jwks;
using landfall::testing::kApp;
using landfall::testing::kTenant;
using landfall::testing::Quoted;
using landfall::testing::TestEntra;
using landfall::testing::TokenIssuer;

constexpr char kOtherGuid[] = "99999999-2222-4333-8444-555555555555";

const TokenIssuer& Issuer() {
  static const auto* const issuer = new TokenIssuer("key-1");
  return *issuer;
}

const TokenIssuer& Stranger() {
  static const auto* const issuer = new TokenIssuer("key-1");
  return *issuer;
}

class EntraTokensTest : public ::testing::Test {
 protected:
  void SetUp() override { endpoint_.Serve(Jwks({Issuer().Jwk()})); }

  std::unique_ptr<EntraTokens> Make(const config::EntraAuth& entra) {
    return std::make_unique<EntraTokens>(entra, config::RateLimit{50, 100},
                                         endpoint_.Source(), now_);
  }
  std::string InSeconds(int seconds) const {
    return absl::StrCat(absl::ToUnixSeconds(now_) + seconds);
  }

  FakeEndpoint endpoint_;
  absl::Time now_ = landfall::testing::ManualClock().now;
  const JsonMembers good_ = GoodClaims(now_);
};

TEST_F(EntraTokensTest, MapsTheHighestRoleOfAGoodToken) {
  const auto tokens = Make(TestEntra());
  struct Case {
    JsonMembers claims;
    Role role;
  } cases[] = {
      {good_, Role::kReader},
      {good_.With("roles", "[\"x\",\"admin\",\"reader\"]"), Role::kAdmin},
      {good_.With("roles", "[\"ingester\"]"), Role::kIngester},
      // As a token of version 1.0 says the same.
      {good_.Without("azp")
           .With("appid", Quoted(kApp))
           .With("ver", "\"1.0\"")
           .With("iss", Quoted(absl::StrCat("https://sts.windows.net/", kTenant,
                                            "/"))),
       Role::kReader},
      {good_.Without("nbf"), Role::kReader},
      {good_.With("exp", InSeconds(-60)), Role::kReader},
      {good_.With("nbf", InSeconds(60)), Role::kReader},
      {good_.With("email", "\"ann@contoso.com\"").With("deep", "[[[1]]]"),
       Role::kReader},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.claims.Text());
    const auto caller = tokens->Verify(Issuer().Sign(c.claims), now_);
    ASSERT_TRUE(caller.ok()) << caller.status();
    EXPECT_EQ((*caller)->id, absl::StrCat("entra:", kApp));
    EXPECT_EQ((*caller)->role, c.role);
    EXPECT_EQ((*caller)->rate_limit.per_second, 50);
  }
}

TEST_F(EntraTokensTest, RefusesClaimsThatAreNotForUs) {
  const auto tokens = Make(TestEntra());
  const JsonMembers cases[] = {
      good_.With("iss", "\"https://login.microsoftonline.com/x/v2.0\""),
      good_.With("iss", Quoted(absl::StrCat("https://sts.windows.net/",
                                            kTenant))),  // no slash
      good_.With("iss", Quoted(absl::StrCat("https://sts.windows.net/",
                                            kOtherGuid, "/"))),
      good_.With("tid", Quoted(kOtherGuid)),  // and not that of iss
      good_.With("aud", "\"api://else\""),
      good_.With("aud", "[\"api://landfall\"]"),
      good_.With("exp", InSeconds(-61)),
      good_.With("exp", "\"soon\""),
      good_.With("exp", "1e400"),
      good_.With("exp", "-1"),
      good_.With("exp", "99999999999999"),
      good_.With("nbf", InSeconds(61)),
      good_.With("nbf", "null"),
      good_.With("azp", "\"\""),
      good_.With("azp", "\"ann@contoso.com\""),
      good_.With("appid", Quoted(kApp)),  // beside azp
      good_.Without("exp"),
      good_.Without("iss"),
      good_.Without("tid"),
      good_.Without("aud"),
      good_.Without("azp"),
  };
  for (const JsonMembers& claims : cases) {
    SCOPED_TRACE(claims.Text());
    EXPECT_EQ(tokens->Verify(Issuer().Sign(claims), now_).status(),
              NoGoodCredentials());
  }
}

TEST_F(EntraTokensTest, RefusesHeadersThatWouldChangeTheRules) {
  const auto tokens = Make(TestEntra());
  const JsonMembers header = Issuer().Header();
  const JsonMembers cases[] = {
      header.With("alg", "\"none\""),
      header.With("alg", "\"rs256\""),
      header.With("alg", "\"RS512\""),
      header.With("alg", "\"PS256\""),
      header.With("alg", "\"HS256\""),
      header.With("alg", "[\"RS256\"]"),
      header.Without("alg"),
      header.Without("kid"),
      header.With("kid", "\"\""),
      header.With("kid", "\"../\""),
      header.With("kid", Quoted(std::string(129, 'a'))),
      header.With("kid", "1"),
      header.With("jku", "\"https://evil.example/keys\""),
      header.With("x5u", "\"https://evil.example/cert\""),
      header.With("x5c", "[]"),
      header.With("jwk", Stranger().Jwk().Text()),
      header.With("crit", "[\"exp\"]"),
      header.With("typ", "\"dpop+jwt\""),
  };
  const int fetches = endpoint_.fetches();
  for (const JsonMembers& bad : cases) {
    SCOPED_TRACE(bad.Text());
    EXPECT_EQ(tokens->Verify(Issuer().Sign(bad, good_), now_).status(),
              NoGoodCredentials());
  }
  EXPECT_EQ(endpoint_.fetches(), fetches);
}

TEST_F(EntraTokensTest, RefusesSignaturesThatAreNotTheIssuers) {
  const auto tokens = Make(TestEntra());
  const std::string token = Issuer().Sign(good_);
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const std::string text = absl::StrCat(parts[0], ".", parts[1]);
  const std::string more = Base64Url(good_.With("roles", "[\"admin\"]").Text());

  // HMAC with the public key as the secret, under both names.
  const std::string pem = Issuer().Pem();
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int mac_size = 0;
  const std::string hs_text =
      absl::StrCat(Base64Url(Issuer().Header().With("alg", "\"HS256\"").Text()),
                   ".", parts[1]);
  const auto hmac = [&](const std::string& over) {
    HMAC(EVP_sha256(), pem.data(), static_cast<int>(pem.size()),
         reinterpret_cast<const unsigned char*>(over.data()), over.size(), mac,
         &mac_size);
    return absl::StrCat(over, ".",
                        Base64Url({reinterpret_cast<char*>(mac), mac_size}));
  };
  std::string flipped = parts[2];
  flipped[10] = flipped[10] == 'A' ? 'B' : 'A';
  const std::string cases[] = {
      Stranger().Sign(good_),
      Issuer().Sign(Issuer().Header(), good_, "SHA512"),
      hmac(text),
      hmac(hs_text),
      absl::StrCat(text, "."),
      absl::StrCat(text, ".", flipped),
      absl::StrCat(text, ".", parts[2].substr(0, parts[2].size() - 4)),
      absl::StrCat(parts[0], ".", more, ".", parts[2]),
  };
  for (const std::string& bad : cases) {
    SCOPED_TRACE(bad);
    EXPECT_EQ(tokens->Verify(bad, now_).status(), NoGoodCredentials());
  }
  EXPECT_TRUE(tokens->Verify(token, now_).ok());
}

TEST_F(EntraTokensTest, LooksAtNoNewTokenWhileTooManyAreForged) {
  const auto tokens = Make(TestEntra());
  const std::string known = Issuer().Sign(good_);
  ASSERT_TRUE(tokens->Verify(known, now_).ok());
  const std::string forged = Stranger().Sign(good_);
  // What is refused before its signature is looked at costs next to nothing.
  const std::string not_for_us = Issuer().Sign(good_.With("aud", "\"x\""));
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(tokens->Verify(not_for_us, now_).status(), NoGoodCredentials());
  }
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(tokens->Verify(forged, now_).status(), NoGoodCredentials());
  }
  const std::string fresh = Issuer().Sign(good_.With("jti", "\"1\""));
  for (const std::string& token : {forged, fresh}) {
    const absl::Status status = tokens->Verify(token, now_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(api::DetailOf(status).reason(), api::Reason::RATE_LIMITED);
    EXPECT_EQ(api::DetailOf(status).retry_after_seconds(), 1);
  }
  EXPECT_TRUE(tokens->Verify(known, now_).ok());
  EXPECT_EQ(tokens->Verify(not_for_us, now_).status(), NoGoodCredentials());
  // A new one takes its turn as soon as there is one, and takes none away.
  now_ += absl::Milliseconds(10);
  EXPECT_TRUE(tokens->Verify(fresh, now_).ok());
  EXPECT_EQ(tokens->Verify(forged, now_).status(), NoGoodCredentials());
  EXPECT_EQ(tokens->Verify(forged, now_).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(EntraTokensTest, RefusesWhatIsNoToken) {
  const auto tokens = Make(TestEntra());
  const std::string token = Issuer().Sign(good_);
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const std::string deep = absl::StrCat("{\"a\":", std::string(5000, '['),
                                        std::string(5000, ']'), "}");
  const std::string cases[] = {
      "..",
      "a.b.c",
      absl::StrCat(token, "="),
      absl::StrCat(parts[0], " .", parts[1], ".", parts[2]),
      absl::StrCat(parts[0], ".", parts[1]),
      absl::StrCat(token, ".", parts[2]),
      absl::StrCat(Base64Url("[]"), ".", parts[1], ".", parts[2]),
      absl::StrCat(Base64Url("{"), ".", parts[1], ".", parts[2]),
      absl::StrCat(parts[0], ".", Base64Url(deep), ".", parts[2]),
      absl::StrCat(parts[0], ".", Base64Url("{\"iss\":\"\xFF\"}"), ".",
                   parts[2]),
      Issuer().Sign(good_.With("pad", Quoted(std::string(20000, 'a')))),
  };
  for (const std::string& bad : cases) {
    SCOPED_TRACE(bad.substr(0, 200));
    EXPECT_EQ(tokens->Verify(bad, now_).status(), NoGoodCredentials());
  }
  // The second "aud" is not what was meant, or the first.
  const std::string claims = good_.Text();
  EXPECT_FALSE(ReadJwt(absl::StrCat(parts[0], ".",
                                    Base64Url(absl::StrCat("{\"aud\":\"x\",",
                                                           claims.substr(1))),
                                    ".", parts[2]))
                   .has_value());
}

TEST_F(EntraTokensTest, GivesNoRoleToTokensWithoutOne) {
  const auto tokens = Make(TestEntra());
  const JsonMembers cases[] = {
      good_.Without("roles"),
      good_.With("roles", "[]"),
      good_.With("roles", "[\"Reader\"]"),
      good_.With("roles", "\"reader\""),
      good_.With("roles", "[\"reader\",7]"),
      good_.Without("roles").With("idtyp", "\"app\""),
  };
  for (const JsonMembers& claims : cases) {
    SCOPED_TRACE(claims.Text());
    const std::string token = Issuer().Sign(claims);
    for (int i = 0; i < 2; ++i) {  // the second time from the cache
      const absl::Status status = tokens->Verify(token, now_).status();
      EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
      EXPECT_EQ(api::DetailOf(status).reason(), api::Reason::ROLE_NOT_ALLOWED);
    }
  }
}

TEST_F(EntraTokensTest, TrustsAnApplicationOnlyWithoutAPerson) {
  config::EntraAuth entra = TestEntra();
  entra.apps = {{kApp, Role::kIngester}};
  const auto tokens = Make(entra);
  const JsonMembers bare = good_.Without("roles");
  const auto role_of = [&](const JsonMembers& claims) {
    const auto caller = tokens->Verify(Issuer().Sign(claims), now_);
    return caller.ok() ? absl::StatusOr<Role>((*caller)->role)
                       : caller.status();
  };
  EXPECT_EQ(*role_of(bare.With("idtyp", "\"app\"")), Role::kIngester);
  EXPECT_EQ(*role_of(good_.With("idtyp", "\"app\"")), Role::kIngester);
  EXPECT_EQ(*role_of(bare.With("idtyp", "\"app\"")
                         .Without("azp")
                         .With("appid", Quoted(kApp))),
            Role::kIngester);
  // A person behind the same application has the role that the token names.
  EXPECT_EQ(*role_of(good_), Role::kReader);
  EXPECT_EQ(*role_of(good_.With("idtyp", "\"user\"")), Role::kReader);
  EXPECT_EQ(role_of(bare).status(), NoGoodCredentials());
  EXPECT_EQ(role_of(bare.With("idtyp", "\"user\"")).status(),
            NoGoodCredentials());
  EXPECT_EQ(
      role_of(bare.With("azp", Quoted(kOtherGuid)).With("idtyp", "\"app\""))
          .status()
          .code(),
      absl::StatusCode::kPermissionDenied);
}

TEST_F(EntraTokensTest, RemembersATokenUntilItExpiresAndNoLonger) {
  const auto tokens = Make(TestEntra());
  const std::string token = Issuer().Sign(good_);
  const auto first = tokens->Verify(token, now_);
  ASSERT_TRUE(first.ok());
  // The very same object: nothing was checked anew.
  EXPECT_EQ(*first, *tokens->Verify(token, now_ + absl::Minutes(30)));
  EXPECT_TRUE(tokens->Verify(token, now_ + absl::Minutes(61)).ok());
  EXPECT_EQ(
      tokens->Verify(token, now_ + absl::Minutes(61) + absl::Milliseconds(1))
          .status(),
      NoGoodCredentials());
}

}  // namespace
}  // namespace landfall::serve::access::internal
