// Keys that rotate, endpoints that are down, and tokens that ask for keys that
// nobody has.
#include "server/serve/access/internal/signing_keys.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/serve/access/internal/entra_tokens.h"
#include "server/serve/access/internal/refusals.h"
#include "tests/unit/access/fake_jwks_source.h"
#include "tests/unit/access/token_issuer.h"

namespace landfall::serve::access::internal {
namespace {

using landfall::testing::FakeEndpoint;
using landfall::testing::GoodClaims;
using landfall::testing::Jwks;
using landfall::testing::TestEntra;
using landfall::testing::TokenIssuer;

// The answer once no fetch is under way any more.
absl::Status SettledStatus(EntraTokens& tokens, const std::string& token,
                           absl::Time now) {
  absl::Status status = KeysComing(absl::Seconds(1));
  while (status == KeysComing(absl::Seconds(1))) {
    status = tokens.Verify(token, now).status();
  }
  return status;
}

class SigningKeysTest : public ::testing::Test {
 protected:
  const config::EntraAuth entra_ = TestEntra();
  FakeEndpoint endpoint_;
  absl::Time now_ = landfall::testing::ManualClock().now;
  TokenIssuer old_{"old"};
  TokenIssuer new_{"new"};
};

TEST_F(SigningKeysTest, TakesNewKeysAndDropsOldOnes) {
  endpoint_.Serve(Jwks({old_.Jwk()}));
  EntraTokens tokens(entra_, {}, endpoint_.Source(), now_);
  const std::string by_old = old_.Sign(GoodClaims(now_));
  EXPECT_TRUE(tokens.Verify(by_old, now_).ok());
  endpoint_.Serve(Jwks({new_.Jwk()}));
  now_ += absl::Minutes(2);
  const std::string by_new = new_.Sign(GoodClaims(now_));
  EXPECT_EQ(tokens.Verify(by_new, now_).status(), KeysComing(absl::Seconds(1)));
  EXPECT_TRUE(SettledStatus(tokens, by_new, now_).ok());
  // The withdrawn key may have been stolen: its tokens are checked anew.
  now_ += absl::Minutes(2);
  EXPECT_EQ(SettledStatus(tokens, by_old, now_), NoGoodCredentials());
}

// Who comes with the new key just after somebody else had the keys fetched is
// told when to come again, not that the token is no good.
TEST_F(SigningKeysTest, SaysWhenAPostponedFetchIsDue) {
  endpoint_.Serve(Jwks({old_.Jwk()}));
  EntraTokens tokens(entra_, {}, endpoint_.Source(), now_);
  endpoint_.Serve(Jwks({old_.Jwk(), new_.Jwk()}));
  now_ += absl::Milliseconds(20500);
  const std::string by_new = new_.Sign(GoodClaims(now_));
  EXPECT_EQ(tokens.Verify(by_new, now_).status(),
            KeysComing(absl::Seconds(40)));
  EXPECT_EQ(endpoint_.fetches(), 1);
  now_ += absl::Milliseconds(39500);
  EXPECT_TRUE(SettledStatus(tokens, by_new, now_).ok());
  EXPECT_EQ(endpoint_.fetches(), 2);
}

TEST_F(SigningKeysTest, RefusesAKeyThatWasLookedFor) {
  endpoint_.Serve(Jwks({old_.Jwk()}));
  EntraTokens tokens(entra_, {}, endpoint_.Source(), now_);
  const std::string by_new = new_.Sign(GoodClaims(now_));
  EXPECT_EQ(tokens.Verify(by_new, now_).status(), KeysComing(absl::Minutes(1)));
  for (int minute = 1; minute <= 3; ++minute) {
    now_ += absl::Minutes(1);
    EXPECT_EQ(SettledStatus(tokens, by_new, now_), NoGoodCredentials());
    EXPECT_EQ(tokens.Verify(by_new, now_ + absl::Seconds(30)).status(),
              NoGoodCredentials());
  }
  // What could not be fetched was not looked for.
  endpoint_.BreakDown();
  TokenIssuer third("third");
  const std::string by_third = third.Sign(GoodClaims(now_));
  now_ += absl::Minutes(1);
  EXPECT_EQ(SettledStatus(tokens, by_third, now_),
            KeysComing(absl::Minutes(1)));
}

// Made-up ids keep the minute running for ever; they must not keep a key out.
TEST_F(SigningKeysTest, FindsANewKeyWithinAMinuteOfMadeUpOnes) {
  endpoint_.Serve(Jwks({old_.Jwk()}));
  SigningKeys keys(endpoint_.Source(), {entra_.tenant, entra_.issuers});
  keys.FetchNow(now_);
  int made_up = 0;
  const auto flood = [&](absl::Duration length) {
    for (const absl::Time end = now_ + length; now_ < end;) {
      keys.Find(absl::StrCat("made-up-", made_up++), now_);
      keys.AwaitFetch();
      now_ += absl::Milliseconds(50);
    }
  };
  flood(absl::Seconds(200));
  endpoint_.Serve(Jwks({old_.Jwk(), new_.Jwk()}));
  const auto found = keys.Find("new", now_);
  EXPECT_EQ(found.key, nullptr);
  ASSERT_GT(found.wait, absl::ZeroDuration());
  ASSERT_LE(found.wait, absl::Minutes(1));
  flood(found.wait);
  keys.Find("new", now_);
  keys.AwaitFetch();
  EXPECT_NE(keys.Find("new", now_).key, nullptr);
}

TEST_F(SigningKeysTest, AsksAtMostOnceAMinuteForKeysThatNobodyHas) {
  endpoint_.Serve(Jwks({old_.Jwk()}));
  SigningKeys keys(endpoint_.Source(), {entra_.tenant, entra_.issuers});
  keys.FetchNow(now_);
  EXPECT_EQ(endpoint_.fetches(), 1);
  for (int i = 0; i < 1000; ++i) {
    now_ += absl::Milliseconds(180);  // three minutes in all
    const auto found = keys.Find(absl::StrCat("unknown-", i), now_);
    EXPECT_EQ(found.key, nullptr);
    keys.AwaitFetch();
    EXPECT_NE(keys.Find("old", now_).key, nullptr);
  }
  // At the start, and whenever the last time was a minute ago.
  EXPECT_EQ(endpoint_.fetches(), 1 + 2);
}

TEST_F(SigningKeysTest, ServesKnownKeysWhileTheEndpointIsDown) {
  endpoint_.Serve(Jwks({old_.Jwk()}));
  SigningKeys keys(endpoint_.Source(), {entra_.tenant, entra_.issuers});
  keys.FetchNow(now_);
  const uint64_t generation = keys.generation();
  endpoint_.BreakDown();
  for (int minute = 1; minute <= 26 * 60; ++minute) {
    now_ += absl::Minutes(1);
    EXPECT_NE(keys.Find("old", now_).key, nullptr);
    keys.AwaitFetch();
  }
  EXPECT_EQ(keys.generation(), generation);
  // From 24 hours on once a minute.
  EXPECT_EQ(endpoint_.fetches(), 1 + 2 * 60 + 1);
  endpoint_.Serve(Jwks({old_.Jwk(), new_.Jwk()}));
  now_ += absl::Minutes(1);
  EXPECT_NE(keys.Find("old", now_).key, nullptr);
  keys.AwaitFetch();
  EXPECT_NE(keys.Find("new", now_).key, nullptr);
  EXPECT_NE(keys.generation(), generation);
}

TEST_F(SigningKeysTest, KeepsItsKeysWhenNonsenseComes) {
  endpoint_.Serve(Jwks({old_.Jwk()}));
  SigningKeys keys(endpoint_.Source(), {entra_.tenant, entra_.issuers});
  keys.FetchNow(now_);
  for (const char* text : {"<html>sign in</html>", "{}", "{\"keys\":[]}", ""}) {
    SCOPED_TRACE(text);
    endpoint_.Serve(text);
    keys.FetchNow(now_);
    EXPECT_NE(keys.Find("old", now_).key, nullptr);
  }
}

TEST_F(SigningKeysTest, NobodyWaitsForAnEndpointThatHangs) {
  endpoint_.Serve(Jwks({old_.Jwk()}));
  SigningKeys keys(endpoint_.Source(), {entra_.tenant, entra_.issuers});
  keys.FetchNow(now_);
  endpoint_.Hold();
  now_ += absl::Hours(25);
  // These return at all.
  EXPECT_NE(keys.Find("old", now_).key, nullptr);
  EXPECT_EQ(keys.Find("new", now_).wait, absl::Seconds(1));
  EXPECT_NE(keys.Find("old", now_ + absl::Hours(1)).key, nullptr);
  endpoint_.Release();
  keys.AwaitFetch();
  // Asked for too late for that fetch.
  EXPECT_EQ(keys.Find("new", now_).key, nullptr);
  EXPECT_EQ(endpoint_.fetches(), 2);
}

TEST_F(SigningKeysTest, StartsWithoutKeysAndGetsThemLater) {
  EntraTokens tokens(entra_, {}, endpoint_.Source(), now_);
  const std::string token = old_.Sign(GoodClaims(now_));
  EXPECT_EQ(tokens.Verify(token, now_).status(), KeysComing(absl::Minutes(1)));
  endpoint_.Serve(Jwks({old_.Jwk()}));
  now_ += absl::Minutes(1);
  EXPECT_TRUE(SettledStatus(tokens, token, now_).ok());
}

}  // namespace
}  // namespace landfall::serve::access::internal
