// The part auth of a configuration file, good and bad.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "server/config/load.h"
#include "tests/support/temp_folder.h"

namespace landfall::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr char kTenant[] = "00000000-0000-4000-8000-00000000000a";
constexpr char kApp[] = "AAAAAAAA-0000-4000-8000-00000000000b";

std::string Hash(char digit) { return std::string(64, digit); }

absl::StatusOr<ServerOptions> Load(const std::string& text,
                                   const std::string& folder = "/etc") {
  return LoadConfigText(text, "f", folder);
}

AuthOptions Auth(const std::string& text, const std::string& folder = "/etc") {
  const auto options = Load(text, folder);
  EXPECT_TRUE(options.ok()) << options.status();
  return options.ok() ? options->auth : AuthOptions();
}

TEST(AuthTest, ReadsKeysWithTheirRates) {
  const AuthOptions auth = Auth(absl::StrCat(
      "auth:\n"
      "  rate_limit: {per_second: 50, burst: 100}\n"
      "  api_keys:\n"
      "    - {id: a, role: reader, sha256: ",
      Hash('A'),
      "}\n"
      "    - {id: b, role: ingester, rate_limit: {per_second: 7}, sha256: ",
      Hash('b'),
      ", created: 2026-06-09T08:00:00Z}\n"
      "    - {id: c, role: admin, rate_limit: off, sha256: ",
      Hash('c'), "}\n"));
  EXPECT_EQ(auth.rate_limit.per_second, 50);
  EXPECT_EQ(auth.rate_limit.burst, 100);
  ASSERT_EQ(auth.api_keys.size(), 3u);
  EXPECT_EQ(auth.api_keys[0].sha256, Hash('a'));
  EXPECT_FALSE(auth.api_keys[0].rate_limit.has_value());
  EXPECT_FALSE(auth.api_keys[0].created.has_value());
  EXPECT_EQ(auth.api_keys[1].role, Role::kIngester);
  EXPECT_EQ(auth.api_keys[1].rate_limit->per_second, 7);
  EXPECT_EQ(auth.api_keys[1].rate_limit->burst, 7);
  EXPECT_EQ(auth.api_keys[1].created, absl::FromUnixSeconds(1780992000));
  EXPECT_EQ(auth.api_keys[2].rate_limit->per_second, 0);
}

TEST(AuthTest, KnowsWhereEntraIs) {
  const AuthOptions auth = Auth(
      "auth: {entra: {tenant: 00000000-0000-4000-8000-00000000000A, audience: "
      "\"api://landfall\"}}");
  EXPECT_TRUE(auth.enabled());
  EXPECT_EQ(auth.entra->tenant, kTenant);
  EXPECT_THAT(auth.entra->audiences, ElementsAre("api://landfall"));
  EXPECT_THAT(
      auth.entra->issuers,
      ElementsAre(absl::StrCat("https://sts.windows.net/", kTenant, "/"),
                  absl::StrCat("https://login.microsoftonline.com/", kTenant,
                               "/v2.0")));
  EXPECT_EQ(auth.entra->jwks_url,
            absl::StrCat("https://login.microsoftonline.com/", kTenant,
                         "/discovery/v2.0/keys"));
  EXPECT_THAT(auth.entra->roles, ElementsAre(Pair("admin", Role::kAdmin),
                                             Pair("ingester", Role::kIngester),
                                             Pair("reader", Role::kReader)));
  EXPECT_TRUE(auth.entra->apps.empty());
}

TEST(AuthTest, ReadsAnotherCloudAndApplications) {
  const AuthOptions auth = Auth(absl::StrCat(
      "auth:\n  entra:\n    tenant: ", kTenant,
      "\n    audience: [one, two]\n"
      "    issuer: [\"https://a.example/\", \"https://b.example\"]\n"
      "    jwks_url: http://127.0.0.1:8080/keys\n"
      "    roles: {}\n    apps: {",
      kApp, ": ingester}\n"));
  EXPECT_THAT(auth.entra->audiences, ElementsAre("one", "two"));
  // To the letter: the slash at the end belongs to the name.
  EXPECT_THAT(auth.entra->issuers,
              ElementsAre("https://a.example/", "https://b.example"));
  EXPECT_EQ(auth.entra->jwks_url, "http://127.0.0.1:8080/keys");
  EXPECT_TRUE(auth.entra->roles.empty());
  EXPECT_THAT(auth.entra->apps,
              ElementsAre(Pair("aaaaaaaa-0000-4000-8000-00000000000b",
                               Role::kIngester)));
}

TEST(AuthTest, ChecksTheKeysFile) {
  landfall::testing::TempFolder folder;
  const std::string path = folder.Sub("keys.yaml");
  const std::string own =
      absl::StrCat("{id: a, role: reader, sha256: ", Hash('a'), "}");
  const std::string config =
      absl::StrCat("auth: {keys_file: keys.yaml, api_keys: [", own, "]}\n");
  EXPECT_EQ(std::string(Load(config, folder.path()).status().message()),
            absl::StrCat("f:1: auth.keys_file: keys file ", path,
                         " cannot be read: No such file or directory; "
                         "`landfall keys new --file` begins one"));
  std::ofstream(path) << "api_keys:\n  - {id: b, role: raeder, sha256: "
                      << Hash('b') << "}\n";
  EXPECT_EQ(std::string(Load(config, folder.path()).status().message()),
            absl::StrCat("f:1: auth.keys_file: ", path,
                         ":2: api_keys[0].role: unknown value \"raeder\"; did "
                         "you mean \"reader\"?"));
  std::ofstream(path) << "api_keys: [" << own << "]\n";
  EXPECT_EQ(std::string(Load(config, folder.path()).status().message()),
            absl::StrCat("f:1: auth.keys_file: ", path,
                         ": API key \"a\" is in auth.api_keys too; take it "
                         "out of one of them"));
  // Without a single key nobody gets in, which is not the same as no auth.
  std::ofstream(path) << "api_keys: []\n";
  const AuthOptions auth =
      Auth("auth: {keys_file: keys.yaml}\nlisten: {grpc: \"0.0.0.0:7450\"}\n",
           folder.path());
  EXPECT_EQ(auth.keys_file, path);
  EXPECT_TRUE(auth.enabled());
}

TEST(AuthTest, RefusesABlockThatNamesNobody) {
  const std::string nobody =
      "auth: names no way to sign in, and without one everybody may do "
      "everything; add api_keys, keys_file or entra, or take auth out";
  for (const char* text :
       {"auth:\n", "auth: ~\n", "auth: {}\n", "auth: {api_keys: []}\n",
        "auth:\n  api_keys:\n", "auth: {keys_file: }\n", "auth: {entra: }\n",
        "auth: {rate_limit: {per_second: 5}}\n",
        "auth: {api_keys: [], keys_file: ~, entra: null}\n"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(std::string(Load(text).status().message()), "f:1: " + nobody);
  }
  EXPECT_FALSE(Load("auth: off\n").ok());
  EXPECT_FALSE(Load("auth: []\n").ok());
}

// A template whose variable is empty must not mean "everybody".
TEST(AuthTest, RefusesALockWithoutAValue) {
  const std::string key =
      absl::StrCat("{id: a, role: reader, sha256: ", Hash('a'));
  const std::string entra =
      absl::StrCat("auth: {entra: {tenant: ", kTenant, ", ");
  const struct {
    std::string text;
    std::string where;
  } cases[] = {
      {"listen: {tls: }", "listen.tls"},
      {"listen: {http: {tls: }}", "listen.http.tls"},
      {"listen: {tls: {cert: c, key: k, client_ca: }}", "listen.tls.client_ca"},
      {absl::StrCat("auth: {rate_limit: , api_keys: [", key, "}]}"),
       "auth.rate_limit"},
      {absl::StrCat("auth: {api_keys: [", key, ", rate_limit: }]}"),
       "auth.api_keys[0].rate_limit"},
      {absl::StrCat(entra, "audience: x, roles: }}"), "auth.entra.roles"},
      {absl::StrCat(entra, "audience: x, issuer: }}"), "auth.entra.issuer"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_THAT(
        std::string(Load(c.text).status().message()),
        HasSubstr(absl::StrCat("f:1: ", c.where,
                               ": has no value; take the key out to go ")));
  }
  EXPECT_EQ(std::string(Load(entra + "audience: []}}").status().message()),
            "f:1: auth.entra.audience: must name an audience");
  EXPECT_EQ(
      std::string(Load(entra + "audience: x, issuer: []}}").status().message()),
      "f:1: auth.entra.issuer: must name an issuer");
}

TEST(AuthTest, PublishesNothingWithoutAuth) {
  const std::string url = "public_url: https://landfall.example.com\n";
  EXPECT_EQ(std::string(Load(url).status().message()),
            "f:1: public_url: says that others reach this server there, which "
            "needs auth: add auth.api_keys (`landfall keys new` prints a "
            "line), or take it out");
  EXPECT_FALSE(Load("public_url: http://10.0.0.7:8080/landfall\n").ok());
  const std::string keys = absl::StrCat(
      "auth: {api_keys: [{id: a, role: reader, sha256: ", Hash('a'), "}]}\n");
  EXPECT_TRUE(Load(url + keys).ok());
  // Nobody else is told to come here.
  for (const char* own :
       {"http://localhost:7451", "http://[::1]/", "https://127.0.0.1:8443/x"}) {
    EXPECT_TRUE(Load(absl::StrCat("public_url: \"", own, "\"\n")).ok()) << own;
  }
}

TEST(AuthTest, NamesWhatIsWrong) {
  const std::string a =
      absl::StrCat("{id: a, role: reader, sha256: ", Hash('a'), "}");
  const std::string entra =
      absl::StrCat("auth: {entra: {tenant: ", kTenant, ", audience: x, ");
  const struct {
    std::string text;
    std::string errors;
  } cases[] = {
      {absl::StrCat("auth: {api_keys: [", a, ", ", a, "]}"),
       "f:1: auth.api_keys[1].id: API key \"a\" is named twice"},
      {absl::StrCat("auth: {api_keys: [", a,
                    ", {id: b, role: admin, sha256: ", Hash('A'), "}]}"),
       "f:1: auth.api_keys[1].sha256: is the key of \"a\" too; each id needs "
       "its own"},
      {absl::StrCat("auth: {api_keys: [{id: k, role: raeder, sha256: ",
                    Hash('a'), "}]}"),
       "f:1: auth.api_keys[0].role: unknown value \"raeder\"; did you mean "
       "\"reader\"?"},
      {"auth: {api_keys: [{id: k, role: reader, sha256: abc}]}",
       "f:1: auth.api_keys[0].sha256: must be the SHA-256 of the key as 64 hex "
       "digits; `landfall keys new` prints the whole line"},
      {"auth: {api_keys: [{}]}",
       "f:1: auth.api_keys[0].id: is required\n"
       "f:1: auth.api_keys[0].role: is required\n"
       "f:1: auth.api_keys[0].sha256: is required"},
      {absl::StrCat("auth: {api_keys: [", a, "], rate_limit: {burst: 0}}"),
       "f:1: auth.rate_limit.per_second: is required\n"
       "f:1: auth.rate_limit.burst: must be a whole number from 1 to 1000000"},
      {absl::StrCat("auth: {api_keys: [", a, "], rate_limit: 50}"),
       "f:1: auth.rate_limit: must be a map such as {per_second: 50, burst: "
       "100}, or off"},
      {"auth: {entra: {tenant: contoso.example}}",
       "f:1: auth.entra.tenant: must be the directory (tenant) ID, a GUID; "
       "tokens name the tenant by nothing else\n"
       "f:1: auth.entra.audience: is required"},
      {absl::StrCat(entra, "roles: {X: boss}}}"),
       "f:1: auth.entra.roles.X: unknown value \"boss\"; allowed: reader, "
       "ingester, admin"},
      {absl::StrCat(entra, "roles: {}}}"),
       "f:1: auth.entra: lets nobody in: roles and apps are both empty"},
      {absl::StrCat(entra, "apps: {erp: reader}}}"),
       "f:1: auth.entra.apps: \"erp\" is no application (client) ID; that is a "
       "GUID"},
      {absl::StrCat(entra, "jwks_url: \"http://keys.example/\"}}"),
       "f:1: auth.entra.jwks_url: must begin with https://; plain http is only "
       "for this machine"},
      {absl::StrCat(entra, "issuer: contoso}}"),
       "f:1: auth.entra.issuer: must be the URL that tokens have as iss, to "
       "the letter"},
      {absl::StrCat(entra, "isuer: x}}"),
       "f:1: auth.entra.isuer: unknown key; did you mean \"issuer\"?"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    const absl::Status status = Load(c.text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(std::string(status.message()), c.errors);
  }
}

}  // namespace
}  // namespace landfall::config
