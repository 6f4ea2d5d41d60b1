// How sources are reached: the keys of each system, secrets, and what is of no
// use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/config/load.h"
#include "tests/support/temp_folder.h"

namespace landfall::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kEntra[] =
    "tenant: contoso.example, client_id: abc, client_secret: \"env:LF_S\"";

class ConnectionsTest : public ::testing::Test {
 protected:
  void SetUp() override { setenv("LF_S", "s3cr3t", 1); }

  absl::StatusOr<ServerOptions> Load(const std::string& text) {
    return LoadConfigText(text, "f", folder_.path());
  }
  // Of a file with one source.
  absl::StatusOr<ServerOptions> Source(const std::string& rest) {
    return Load(absl::StrCat("sources: [{id: a, ", rest, "}]\n"));
  }
  std::string ErrorOf(const std::string& rest) {
    return std::string(Source(rest).status().message());
  }

  testing::TempFolder folder_;
};

TEST_F(ConnectionsTest, TakesWhatEachSystemIsReachedWith) {
  const std::string more =
      "sync: {every: 5m, full: 12h, give_up: 2m}, notify: {secret: "
      "\"env:LF_S\"}, order_window: 30d";
  const struct {
    std::string text;
    size_t values;
  } cases[] = {
      {absl::StrCat("system: dataverse, url: \"https://c.crm4.dynamics.com\", "
                    "flow_runs: true, auth: {",
                    kEntra, ", scope: \"https://x/.default\"}"),
       4},
      {absl::StrCat("system: finance_operations, url: \"https://c.example\", "
                    "accept_rejects: 10, max_gone: 35%, entities: "
                    "{customer_group: Groups}, errors: {entity: Log, fields: "
                    "{message: Text}}, auth: {",
                    kEntra, ", authority: \"http://127.0.0.1:80\"}"),
       4},
      {"system: business_central, url: \"https://bc.example/v2.0\", auth: "
       "{user: Ann B, web_service_key: \"env:LF_S\"}",
       2},
      {"system: shopify, url: \"https://c.myshopify.com\", api_version: "
       "2026-10, auth: {access_token: \"env:LF_S\"}",
       1},
      {"system: shopify, url: \"https://c.myshopify.com\", auth: {client_id: "
       "x, client_secret: \"env:LF_S\"}",
       2},
      {"system: bigcommerce, url: \"https://api.bigcommerce.com/stores/h\", "
       "b2b_url: \"https://api-b2b.bigcommerce.com\", auth: {access_token: "
       "\"env:LF_S\"}",
       1},
      {"system: adobe_commerce, url: \"https://s.example/rest/default\", auth: "
       "{consumer_key: k, consumer_secret: \"env:LF_S\", access_token: "
       "\"env:LF_S\", access_token_secret: \"env:LF_S\"}",
       4},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    const auto options = Source(absl::StrCat(c.text, ", ", more));
    ASSERT_TRUE(options.ok()) << options.status();
    ASSERT_THAT(options->connections, SizeIs(1));
    const SourceConnection& connection = options->connections[0];
    EXPECT_THAT(connection.auth, SizeIs(c.values));
    EXPECT_EQ(connection.sync->full, absl::Hours(12));
    EXPECT_EQ(connection.sync->give_up, absl::Minutes(2));
    EXPECT_EQ(connection.notify_secret->Reveal(), "s3cr3t");
    EXPECT_EQ(connection.order_window, absl::Hours(30 * 24));
    const std::string warnings = absl::StrJoin(options->warnings, "\n");
    EXPECT_THAT(warnings, Not(HasSubstr("s3cr3t")));
    EXPECT_THAT(warnings, Not(HasSubstr("sources[0].sync")));
  }
}

TEST_F(ConnectionsTest, SaysWhenNotificationsAreOfNoUse) {
  const std::string notify = "notify: {secret: \"env:LF_S\"}";
  const auto fed = Source(absl::StrCat("system: dataverse, ", notify));
  EXPECT_THAT(
      absl::StrJoin(fed->warnings, "\n"),
      HasSubstr("sources[0].notify: is of no use without url and auth"));
  const auto read = Source(
      absl::StrCat("system: dataverse, url: \"https://c.example\", auth: {",
                   kEntra, "}, ", notify));
  EXPECT_EQ(absl::StrJoin(read->warnings, "\n"), "");
  setenv("LF_LONG", std::string(2049, 'x').c_str(), 1);
  EXPECT_THAT(ErrorOf("system: business_central, notify: {secret: "
                      "\"env:LF_LONG\"}"),
              HasSubstr("notify.secret: must have at most 2048 characters"));
}

// The others are fed from outside and do not age.
TEST_F(ConnectionsTest, TakesTheUrlOfAnUpstreamSourceOnlyIfItIsRead) {
  const std::string crm = "system: dataverse, url: \"https://c.example\"";
  const auto fed = Source(crm);
  EXPECT_EQ(fed->settings.sources[0].url, "");
  EXPECT_EQ(fed->connections[0].url, "https://c.example");
  const auto read = Source(absl::StrCat(crm, ", auth: {", kEntra, "}"));
  EXPECT_EQ(read->settings.sources[0].url, "https://c.example");
  const auto master =
      Source("system: finance_operations, url: \"https://c.example\"");
  EXPECT_EQ(master->settings.sources[0].url, "https://c.example");
}

TEST_F(ConnectionsTest, KeepsWhatOnlySomeSystemsHave) {
  const auto erp = Source(
      "system: finance_operations, max_gone: 35%, accept_rejects: 10, url: "
      "\"https://c.example\", entities: {customer_group: Groups}, errors: "
      "{entity: Log, fields: {message: Text}}");
  ASSERT_TRUE(erp.ok()) << erp.status();
  EXPECT_EQ(erp->settings.sources[0].max_gone_percent, 35);
  EXPECT_EQ(erp->settings.sources[0].accept_rejects, 10);
  const SourceConnection& connection = erp->connections.at(0);
  EXPECT_THAT(connection.entities,
              ElementsAre(Pair("customer_group", "Groups")));
  EXPECT_EQ(connection.errors->entity, "Log");
  EXPECT_THAT(connection.errors->fields, ElementsAre(Pair("message", "Text")));
  const auto shop = Source(
      "system: shopify, url: \"https://c.example\", api_version: 2026-10");
  EXPECT_EQ(shop->connections.at(0).api_version, "2026-10");
  // Without a word.
  EXPECT_EQ(shop->settings.sources[0].max_gone_percent, 20);
  EXPECT_EQ(shop->connections.at(0).order_window, absl::Hours(60 * 24));
  EXPECT_THAT(Source("system: shopify")->connections, IsEmpty());
}

TEST_F(ConnectionsTest, RefusesWhatBelongsToAnotherSystem) {
  const struct {
    const char* text;
    const char* error;
  } cases[] = {
      {"system: shopify, flow_runs: true",
       "f:1: sources[0].flow_runs: is only for dataverse"},
      {"system: dataverse, api_version: 2026-10",
       "f:1: sources[0].api_version: is only for shopify"},
      {"system: shopify, b2b_url: \"https://x.example\"",
       "f:1: sources[0].b2b_url: is only for bigcommerce"},
      {"system: business_central, entities: {customer: X}",
       "f:1: sources[0].entities: is only for finance_operations"},
      {"system: dataverse, errors: {entity: X}",
       "f:1: sources[0].errors: is only for finance_operations and "
       "business_central"},
      {"system: business_central, errors: {entity: X}",
       "f:1: sources[0].errors.api: is required"},
      {"system: business_central, errors: {entity: X, api: contoso}",
       "f:1: sources[0].errors.api: must be the publisher, group and version "
       "of an API page such as contoso/sync/v1.0"},
      {"system: finance_operations, errors: {entity: X, api: a/b/v1.0}",
       "f:1: sources[0].errors.api: unknown key; allowed: entity, fields"},
      {"system: shopify, max_gone: 20%",
       "f:1: sources[0].max_gone: is only for finance_operations and "
       "business_central: it is about complete reads of the customer master"},
      {"system: bigcommerce, auth: {client_secret: \"env:LF_S\"}",
       "f:1: sources[0].auth.client_secret: unknown key; allowed: "
       "access_token\n"
       "f:1: sources[0].auth: is not whole; write access_token"},
      {"system: shopify, auth: {client_secrt: \"env:LF_S\", client_id: a}",
       "f:1: sources[0].auth.client_secrt: unknown key; did you mean "
       "\"client_secret\"?\n"
       "f:1: sources[0].auth: is not whole; write access_token; or client_id, "
       "client_secret"},
      {"system: dataverse, auth: {}",
       "f:1: sources[0].auth: is not whole; write tenant, client_id, "
       "client_secret (and authority, scope where needed)"},
      {"system: business_central, auth: {user: a, tenant: b}",
       "f:1: sources[0].auth: is not whole; write tenant, client_id, "
       "client_secret (and authority, scope where needed); or user, "
       "web_service_key"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(ErrorOf(c.text), c.error);
  }
}

TEST_F(ConnectionsTest, RefusesNonsense) {
  const std::string url = "system: shopify, url: \"https://c.example\", ";
  const struct {
    std::string text;
    const char* error;
  } cases[] = {
      {url + "sync: {every: 500ms}",
       "sync.every: must be a duration from 1s to 30d, such as 90s"},
      {url + "sync: {every: 0s}", "sync.every: must be a duration from 1s"},
      {url + "sync: {every: 2h, full: 1h}",
       "sync.full: must not be shorter than every"},
      {url + "sync: 5m", "sync: a map is expected here"},
      {url + "api_version: 2026-11",
       "api_version: must be a version of Shopify's API such as 2026-10"},
      {url + "api_version: latest", "api_version: must be a version"},
      {url + "notify: {secret: hunter2}",
       "notify.secret: a secret does not belong into this file"},
      {url + "notify: {}", "notify.secret: is required"},
      {url + "order_window: never", "order_window: must be a duration"},
      {"system: finance_operations, max_gone: 20",
       "max_gone: must be a share from 0% to 100%, such as 20%"},
      {"system: finance_operations, max_gone: 101%", "max_gone: must be a"},
      {"system: finance_operations, accept_rejects: -1",
       "accept_rejects: must be a whole number from 0"},
      {"system: finance_operations, entities: {customer_groups: X}",
       "entities.customer_groups: unknown key; did you mean "
       "\"customer_group\"?"},
      {"system: finance_operations, entities: {customer: \"a/b\"}",
       "entities.customer: must be a name of letters, digits and '_'"},
      {"system: dataverse, auth: {tenant: \"a/../b\"}",
       "auth.tenant: must be a directory (tenant) ID or a domain of it"},
      {"system: dataverse, auth: {authority: \"http://login.example\"}",
       "auth.authority: must begin with https://"},
      {"system: bigcommerce, url: \"https://store-h.example\", b2b_url: "
       "\"https://b2b.example\"",
       "b2b_url: needs a url that ends with /stores/ and the hash of the "
       "store"},
      {"system: bigcommerce, url: \"https://a.example/stores/\", b2b_url: "
       "\"https://b2b.example\"",
       "b2b_url: needs a url that ends with /stores/"},
      {"system: adobe_commerce, auth: {access_token: \"env:LF_S\", "
       "consumer_key: k}",
       "auth: is not whole; write access_token; or consumer_key, "
       "consumer_secret, access_token, access_token_secret"},
      {"system: shopify, url: \"https://a.example/x?y=1\"",
       "url: must not carry a query or fragment"},
      {"system: shopify, url: \"https://a.example:99999\"",
       "url: must be a URL such as"},
      {"system: shopify, url: \"https://a.example\\\\@b.example\"",
       "url: must not carry a user"},
      {"system: shopify, url: \"https://a b.example\"", "url: must be a URL"},
      {"system: shopify, url: \"https://[::1\"", "url: must be a URL"},
      {"system: shopify, url: \"ftp://a.example\"", "url: must be a URL"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_THAT(ErrorOf(c.text),
                HasSubstr(absl::StrCat("sources[0].", c.error)));
    EXPECT_THAT(ErrorOf(c.text), Not(HasSubstr("hunter2")));
  }
}

TEST_F(ConnectionsTest, CutsOneLineEndOfASecret) {
  const struct {
    std::string text;
    std::string value;  // "": refused
  } cases[] = {{"abc", "abc"},     {"abc\n", "abc"},
               {"abc\r\n", "abc"}, {"abc \n", "abc "},
               {" abc", " abc"},   {"abc\n\n", ""},
               {"a\nb\n", ""},     {"\n", ""},
               {"", ""},           {std::string("a\0b", 3), ""}};
  for (const auto& c : cases) {
    SCOPED_TRACE(absl::CEscape(c.text));
    std::ofstream(folder_.Sub("token")) << c.text;
    const auto options = Source(
        "system: shopify, url: \"https://c.example\", auth: {access_token: "
        "\"file:token\"}");
    EXPECT_EQ(options.ok(), !c.value.empty()) << options.status();
    if (!options.ok()) {
      EXPECT_THAT(std::string(options.status().message()),
                  HasSubstr(folder_.Sub("token")));
      continue;
    }
    EXPECT_EQ(options->connections.at(0).auth.at("access_token").Reveal(),
              c.value);
  }
  std::ofstream(folder_.Sub("token")) << std::string((64 << 10) + 1, 'a');
  EXPECT_THAT(ErrorOf("system: shopify, auth: {access_token: \"file:token\"}"),
              HasSubstr("has more than 65536 bytes"));
  EXPECT_THAT(ErrorOf("system: shopify, auth: {access_token: \"file:.\"}"),
              HasSubstr("cannot be read"));
}

TEST_F(ConnectionsTest, MindsWhoElseMayTouchASecret) {
  const std::string path = folder_.Sub("token");
  const std::string text =
      "system: shopify, url: \"https://c.example\", auth: {access_token: "
      "\"file:token\"}";
  std::ofstream(path) << "abc";
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  EXPECT_THAT(Source(text)->warnings, IsEmpty());
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);
  EXPECT_THAT(Source(text)->warnings, IsEmpty());
  ASSERT_EQ(chmod(path.c_str(), 0644), 0);
  EXPECT_THAT(Source(text)->warnings,
              ElementsAre(absl::StrCat(
                  "f:1: sources[0].auth.access_token: file ", path,
                  " can be read by every user of this machine; chmod o-r it")));
  for (const mode_t mode : {0666, 0620, 0602}) {
    ASSERT_EQ(chmod(path.c_str(), mode), 0);
    EXPECT_THAT(ErrorOf(text), HasSubstr("may be written by others"));
  }
}

TEST_F(ConnectionsTest, TakesWhatComesLater) {
  const auto options = Load(
      "sources: [{id: erp, system: finance_operations}, {id: shop, system: "
      "shopify}]\n"
      "exchange_rates: {feed: ecb, CAD: 0.73}\n"
      "documents: [{orders: shop, order_field: id, in: erp, document_field: "
      "CustomersOrderReference}]\n"
      "events: {keep: 7d}\n"
      "webhooks: {allow: [\".Example.com\", hooks.example.org], allow_private: "
      "true}\n"
      "cards: [{id: ecom-absent, clear_at: 5, hold: 10m}]\n");
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->settings.rate_feed, "ecb");
  EXPECT_EQ(options->settings.documents.at(0).in, "erp");
  EXPECT_EQ(options->keep_events, absl::Hours(7 * 24));
  EXPECT_THAT(options->webhooks.allow,
              ElementsAre(".example.com", "hooks.example.org"));
  EXPECT_TRUE(options->webhooks.allow_private);
  EXPECT_EQ(options->settings.FindCard("ecom-absent")->clear_at, 5);
  EXPECT_EQ(options->settings.FindCard("ecom-absent")->hold, absl::Minutes(10));
  EXPECT_THAT(options->warnings, IsEmpty());
  const struct {
    const char* text;
    const char* error;
  } cases[] = {
      {"events: {keep: 10m}\n", "events.keep: must be a duration from 1h"},
      {"webhooks: {allow: [\"https://a.example\"]}\n",
       "webhooks.allow[0]: must be a host such as"},
      {"webhooks: {allow: [\"*.example\"]}\n", "webhooks.allow[0]: must be a"},
      {"webhooks: {allow_privat: true}\n",
       "webhooks.allow_privat: unknown key; did you mean \"allow_private\"?"},
      {"webhoks: {}\n", "webhoks: unknown key; did you mean \"webhooks\"?"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_THAT(std::string(Load(c.text).status().message()),
                HasSubstr(absl::StrCat("f:1: ", c.error)));
  }
  // Nothing that is allowed, and not the usual.
  EXPECT_THAT(Load("webhooks: {allow: }\n")->webhooks.allow, IsEmpty());
}

}  // namespace
}  // namespace landfall::config
