#include "server/serve/access/internal/jwks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/unit/access/token_issuer.h"

namespace landfall::serve::access::internal {
namespace {

using landfall::testing::JsonMembers;
using landfall::testing::Jwks;
using landfall::testing::kTenant;
using landfall::testing::Quoted;
using landfall::testing::TestEntra;
using landfall::testing::TokenIssuer;

const TokenIssuer& Issuer() {
  static const auto* const issuer = new TokenIssuer("key-1");
  return *issuer;
}

IssuerNames Names() { return {kTenant, TestEntra().issuers}; }

TEST(JwksTest, TakesRsaKeysForSignaturesOfThisIssuer) {
  const JsonMembers key = Issuer().Jwk();
  const std::string ours =
      absl::StrCat("https://login.microsoftonline.com/", kTenant, "/v2.0");
  const JsonMembers good[] = {
      key,
      key.Without("use"),
      key.With("alg", "\"RS256\""),
      key.With("issuer", Quoted(ours)),
      key.With("issuer",
               "\"https://login.microsoftonline.com/{tenantid}/v2.0\""),
      key.With("x5c", "[\"MIIC\"]").With("x5t", "\"abc\""),
  };
  for (const JsonMembers& entry : good) {
    SCOPED_TRACE(entry.Text());
    const auto keys = ReadJwks(Jwks({entry}), Names());
    ASSERT_TRUE(keys.ok()) << keys.status();
    EXPECT_EQ(keys->count("key-1"), 1u);
  }
}

TEST(JwksTest, LeavesOutEverythingElse) {
  const JsonMembers key = Issuer().Jwk();
  const TokenIssuer small("small", 1024);
  const JsonMembers bad[] = {
      key.With("kty", "\"EC\""),
      key.Without("kty"),
      key.With("use", "\"enc\""),
      key.With("alg", "\"RS512\""),
      key.Without("n"),
      key.Without("e"),
      key.With("n", "\"AQAB\""),
      key.With("n", "\"not base64\""),
      key.With("n", Quoted(std::string(4000, 'z'))),
      key.With("e", "\"AQ\""),    // 1
      key.With("e", "\"AQAA\""),  // even
      key.With("e", "\"\""),
      key.With("issuer", "\"https://login.microsoftonline.com/x/v2.0\""),
      key.With("issuer", "7"),
      small.Jwk(),
  };
  for (const JsonMembers& entry : bad) {
    SCOPED_TRACE(entry.Text());
    EXPECT_FALSE(ReadJwks(Jwks({entry}), Names()).ok());
    // What is bad does not spoil what is good.
    const auto keys =
        ReadJwks(Jwks({entry.With("kid", "\"bad\""), key}), Names());
    ASSERT_TRUE(keys.ok());
    EXPECT_EQ(keys->size(), 1u);
    EXPECT_EQ(keys->count("key-1"), 1u);
  }
}

TEST(JwksTest, LeavesOutKeysWithoutAName) {
  const JsonMembers key = Issuer().Jwk();
  const auto keys =
      ReadJwks(Jwks({key.Without("kid"), key.With("kid", "7"), key}), Names());
  ASSERT_TRUE(keys.ok());
  EXPECT_EQ(keys->size(), 1u);
}

TEST(JwksTest, RefusesDocumentsThatAreNone) {
  const std::string good = Jwks({Issuer().Jwk()});
  const std::string deep = absl::StrCat("{\"keys\":", std::string(100, '['),
                                        std::string(100, ']'), "}");
  for (const std::string& text :
       {std::string(), std::string("null"), std::string("[]"),
        std::string("{\"keys\":{}}"), good.substr(0, good.size() - 1), deep,
        good + std::string(300 << 10, ' ')}) {
    SCOPED_TRACE(text.substr(0, 100));
    EXPECT_EQ(ReadJwks(text, Names()).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(JwksTest, TellsSameFromChangedKeys) {
  const TokenIssuer other("key-1");
  const auto one = *ReadJwks(Jwks({Issuer().Jwk()}), Names());
  EXPECT_TRUE(SameKeys(one, *ReadJwks(Jwks({Issuer().Jwk()}), Names())));
  // Another key under the name of the old one.
  EXPECT_FALSE(SameKeys(one, *ReadJwks(Jwks({other.Jwk()}), Names())));
  EXPECT_FALSE(SameKeys(one, {}));
}

}  // namespace
}  // namespace landfall::serve::access::internal
