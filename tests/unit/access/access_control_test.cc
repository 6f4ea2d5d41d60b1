// Every form of an API key, every way to get it wrong, roles and rates.
#include "server/serve/access/access_control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/serve/access/internal/key_ring.h"
#include "server/serve/access/internal/refusals.h"
#include "server/serve/api/errors.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/access/fake_jwks_source.h"
#include "tests/unit/access/token_issuer.h"

namespace landfall::serve::access {
namespace {

using config::Role;
using landfall::testing::ManualClock;

constexpr char kFlows[] = "lf_flows-key";
constexpr char kLoader[] = "lf_loader-key";

config::ApiKey KeyOf(const std::string& id, Role role, const std::string& key) {
  return {id, role, absl::BytesToHexString(internal::Sha256(key))};
}

config::AuthOptions TwoKeys() {
  config::AuthOptions auth;
  auth.api_keys = {KeyOf("flows", Role::kReader, kFlows),
                   KeyOf("loader", Role::kIngester, kLoader)};
  return auth;
}

std::string Basic(const std::string& pair) {
  return absl::StrCat("Basic ", absl::Base64Escape(pair));
}

class AccessControlTest : public ::testing::Test {
 protected:
  std::unique_ptr<AccessControl> Make(const config::AuthOptions& auth) {
    auto access = AccessControl::Create(auth, clock_, nullptr);
    EXPECT_TRUE(access.ok()) << access.status();
    return *std::move(access);
  }

  ManualClock clock_;
};

TEST_F(AccessControlTest, LetsEverybodyInWithoutAuth) {
  const auto access = Make({});
  EXPECT_FALSE(access->enabled());
  const auto caller = access->Authenticate({"Bearer whatever", ""});
  ASSERT_TRUE(caller.ok());
  EXPECT_EQ((*caller)->id, "");
  EXPECT_TRUE(access->Admit(**caller, Role::kAdmin).ok());
}

TEST_F(AccessControlTest, KnowsEveryFormOfAKey) {
  const auto access = Make(TwoKeys());
  EXPECT_TRUE(access->enabled());
  const std::string bearer = absl::StrCat("Bearer ", kFlows);
  struct Case {
    std::string authorization;
    std::string api_key;
    std::string id;
  } cases[] = {
      {bearer, "", "flows"},
      {absl::StrCat("bearer ", kFlows), "", "flows"},
      {absl::StrCat("BEARER   ", kFlows, " "), "", "flows"},
      {"", kFlows, "flows"},
      {"", kLoader, "loader"},
      {Basic(absl::StrCat("flows:", kFlows)), "", "flows"},
      {Basic(absl::StrCat("loader:", kLoader)), "", "loader"},
      {bearer, kFlows, "flows"},  // the same key twice
      {Basic(absl::StrCat("flows:", kFlows)), kFlows, "flows"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(absl::StrCat(c.authorization, " | ", c.api_key));
    const auto caller = access->Authenticate({c.authorization, c.api_key});
    ASSERT_TRUE(caller.ok()) << caller.status();
    EXPECT_EQ((*caller)->id, c.id);
    // No copy of the caller is made.
    EXPECT_EQ(*caller, *access->Authenticate({c.authorization, c.api_key}));
  }
}

TEST_F(AccessControlTest, RefusesEverythingElseInTheSameWords) {
  const auto access = Make(TwoKeys());
  const std::string truncated(kFlows, sizeof(kFlows) - 2);
  const absl::Status expected = RepeatedCredential();
  EXPECT_EQ(api::DetailOf(expected).reason(), api::Reason::INVALID_CREDENTIALS);
  struct Case {
    std::string authorization;
    std::string api_key;
  } cases[] = {
      {"", ""},
      {"", " "},
      {"Bearer", ""},
      {"Bearer ", ""},
      {"Bearer unknown", ""},
      {absl::StrCat("Bearer ", truncated), ""},
      {absl::StrCat("Bearer ", kFlows, "x"), ""},
      {absl::StrCat("Bearer", kFlows), ""},
      {absl::StrCat("Token ", kFlows), ""},
      {kFlows, ""},
      {"", truncated},
      {"", absl::StrCat("Bearer ", kFlows)},
      {Basic(absl::StrCat("loader:", kFlows)), ""},
      {Basic(absl::StrCat(":", kFlows)), ""},
      {Basic(kFlows), ""},
      {Basic("flows:"), ""},
      {"Basic ???", ""},
      {absl::StrCat("Bearer ", kFlows), kLoader},  // two different ones
      {absl::StrCat("Bearer ", kFlows), "x"},
      {"Negotiate abc", kFlows},
      {Basic(absl::StrCat("flows:", kFlows)), kLoader},
      {absl::StrCat("Bearer ", std::string(20000, 'a')), ""},
      {"Bearer a.b.c", ""},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(absl::StrCat(c.authorization.substr(0, 60), " | ", c.api_key));
    const auto caller = access->Authenticate({c.authorization, c.api_key});
    ASSERT_EQ(caller.status().code(), absl::StatusCode::kUnauthenticated);
    EXPECT_EQ(caller.status(), expected);
  }
}

TEST_F(AccessControlTest, AdmitsARoleAndThoseBelowIt) {
  const auto access = Make(TwoKeys());
  const Role roles[] = {Role::kReader, Role::kIngester, Role::kAdmin};
  for (const Role has : roles) {
    for (const Role needs : roles) {
      SCOPED_TRACE(absl::StrCat(RoleName(has), " ", RoleName(needs)));
      const absl::Status status = access->Admit({"x", has}, needs);
      EXPECT_EQ(status.ok(), has >= needs);
      if (status.ok()) continue;
      EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
      EXPECT_EQ(api::DetailOf(status).reason(), api::Reason::ROLE_NOT_ALLOWED);
      EXPECT_EQ(std::string(status.message()),
                absl::StrCat("this needs the role ", RoleName(needs),
                             "; the caller has ", RoleName(has)));
    }
  }
}

TEST_F(AccessControlTest, LimitsEachKeyByItself) {
  config::AuthOptions auth = TwoKeys();
  auth.rate_limit = {1, 2};
  auth.api_keys.push_back(KeyOf("bulk", Role::kIngester, "lf_bulk"));
  auth.api_keys.back().rate_limit = config::RateLimit{};  // off
  const auto access = Make(auth);
  const CallerRef flows = *access->Authenticate({"", kFlows});
  const CallerRef loader = *access->Authenticate({"", kLoader});
  const CallerRef bulk = *access->Authenticate({"", "lf_bulk"});
  EXPECT_TRUE(access->Admit(*flows, Role::kReader).ok());
  // A refusal for the role counts as well.
  EXPECT_EQ(access->Admit(*flows, Role::kAdmin).code(),
            absl::StatusCode::kPermissionDenied);
  const absl::Status refused = access->Admit(*flows, Role::kReader);
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(api::DetailOf(refused).reason(), api::Reason::RATE_LIMITED);
  EXPECT_EQ(api::DetailOf(refused).retry_after_seconds(), 1);
  EXPECT_EQ(std::string(refused.message()),
            "more than 1 calls a second with this key; try again in 1 s");
  EXPECT_TRUE(access->Admit(*loader, Role::kReader).ok());
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(access->Admit(*bulk, Role::kReader).ok());
  }
  clock_.now += absl::Seconds(1);
  EXPECT_TRUE(access->Admit(*flows, Role::kReader).ok());
  EXPECT_FALSE(access->Admit(*flows, Role::kReader).ok());
}

TEST_F(AccessControlTest, SlowsDownWrongCredentialsAndNobodyElse) {
  const auto access = Make(TwoKeys());
  const Credentials wrong[] = {{"", "lf_nobody's"},
                               {"Bearer lf_nobody's", ""},
                               {Basic("flows:lf_nobody's"), ""},
                               {"Digest x", ""}};
  for (int i = 0; i < 1000; ++i) {
    const absl::Status status = access->Authenticate(wrong[i % 4]).status();
    EXPECT_EQ(status, internal::NoGoodCredentials()) << i;
  }
  for (const Credentials& credentials : wrong) {
    const absl::Status status = access->Authenticate(credentials).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(api::DetailOf(status).reason(), api::Reason::RATE_LIMITED);
    EXPECT_EQ(api::DetailOf(status).retry_after_seconds(), 1);
    EXPECT_EQ(std::string(status.message()),
              "a valid API key or token is required, and too many calls came "
              "without one; try again in 1 s");
  }
  // Who has a key, and who did not try one, notices nothing.
  EXPECT_TRUE(access->Authenticate({"", kFlows}).ok());
  EXPECT_EQ(access->Authenticate({}).status(), internal::NoGoodCredentials());
  // Refusals like those above do not make it longer.
  clock_.now += absl::Milliseconds(50);
  EXPECT_EQ(access->Authenticate(wrong[0]).status(),
            internal::NoGoodCredentials());
  EXPECT_EQ(access->Authenticate(wrong[0]).status().code(),
            absl::StatusCode::kResourceExhausted);
  clock_.now += absl::Minutes(1);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(access->Authenticate(wrong[0]).status(),
              internal::NoGoodCredentials());
  }
}

TEST_F(AccessControlTest, CallsWithoutCredentialsAreNoFailures) {
  const auto access = Make(TwoKeys());
  for (int i = 0; i < 2000; ++i) {
    EXPECT_EQ(access->Authenticate({}).status(), internal::NoGoodCredentials());
  }
  EXPECT_EQ(access->Authenticate({"", "lf_nobody's"}).status(),
            internal::NoGoodCredentials());
}

TEST_F(AccessControlTest, WillNotStartWithoutItsKeysFile) {
  landfall::testing::TempFolder folder;
  config::AuthOptions auth;
  auth.keys_file = folder.Sub("keys.yaml");
  EXPECT_TRUE(auth.enabled());
  EXPECT_EQ(AccessControl::Create(auth, clock_, nullptr).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(AccessControlTest, TellsTokensFromKeysByTheirDots) {
  landfall::testing::FakeEndpoint endpoint;
  const landfall::testing::TokenIssuer issuer("one");
  endpoint.Serve(landfall::testing::Jwks({issuer.Jwk()}));
  config::AuthOptions auth = TwoKeys();
  auth.api_keys.push_back(KeyOf("dots", Role::kReader, "a.b.c"));
  auth.entra = landfall::testing::TestEntra();
  const auto access = AccessControl::Create(auth, clock_, endpoint.Source());
  ASSERT_TRUE(access.ok()) << access.status();
  const std::string token =
      issuer.Sign(landfall::testing::GoodClaims(clock_.now));
  const auto caller =
      (*access)->Authenticate({landfall::testing::Bearer(token), ""});
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ((*caller)->id, absl::StrCat("entra:", landfall::testing::kApp));
  EXPECT_TRUE((*access)->Authenticate({"", kFlows}).ok());
  EXPECT_TRUE((*access)->Authenticate({"", "a.b.c"}).ok());
  // As a bearer it is a token now, and a token is no API key.
  EXPECT_EQ((*access)->Authenticate({"Bearer a.b.c", ""}).status(),
            RepeatedCredential());
  EXPECT_EQ((*access)->Authenticate({"", token}).status(),
            RepeatedCredential());
}

}  // namespace
}  // namespace landfall::serve::access
