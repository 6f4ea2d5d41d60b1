// Bad files and the exact words about them: the server, money, entities,
// sources. Rules and cards are in load_rule_error_test.cc, auth in
// auth_test.cc.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "server/config/load.h"

namespace landfall::config {
namespace {

struct Case {
  const char* text;
  const char* errors;
};

void ExpectErrors(const std::vector<Case>& cases) {
  unsetenv("LANDFALL_TEST_MISSING");
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    const absl::Status status =
        LoadConfigText(c.text, "landfall.yaml", "/etc").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(std::string(status.message()), c.errors);
  }
}

TEST(LoadErrorTest, NamesUnknownAndRepeatedKeys) {
  ExpectErrors({
      {"lisen: {}\n",
       "landfall.yaml:1: lisen: unknown key; did you mean \"listen\"?"},
      {"\n\nsources:\n  - {id: shop, system: shopify}\n  - id: b2b\n    "
       "system: bigcommerce\n    grce: 5m\n",
       "landfall.yaml:7: sources[1].grce: unknown key; did you mean "
       "\"grace\"?"},
      {"log: {colour: red}\n",
       "landfall.yaml:1: log.colour: unknown key; allowed: level"},
      {"recall: maybe\n",
       "landfall.yaml:1: recall: unknown value \"maybe\"; allowed: on, off"},
      {"log: {level: info}\nlog: {level: warn}\n",
       "landfall.yaml:2: log: the key comes twice"},
      {"log: {level: loud}\n",
       "landfall.yaml:1: log.level: unknown value \"loud\"; allowed: trace, "
       "debug, info, warn, error"},
      {"log: {level: wran}\n",
       "landfall.yaml:1: log.level: unknown value \"wran\"; did you mean "
       "\"warn\"?"},
      {"- a\n",
       "landfall.yaml:1: a map is expected here; its keys: listen, store, "
       "public_url, log, recall, reporting_currency, exchange_rates, "
       "legal_entities, "
       "sources, expectation, scope, documents, table_maps, keys, hubs, "
       "placeholder_domains, cards, events, webhooks, auth"},
  });
}

TEST(LoadErrorTest, NamesBadListenersAndStores) {
  const char* const kShape =
      "must be host:port with a port from 0 to 65535, such as 127.0.0.1:7450 "
      "or [::1]:7450";
  for (const char* address :
       {"7450", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80"}) {
    const std::string text =
        std::string("listen: {grpc: \"") + address + "\"}\n";
    const std::string error =
        std::string("landfall.yaml:1: listen.grpc: ") + kShape;
    ExpectErrors({{text.c_str(), error.c_str()}});
  }
  ExpectErrors({
      {"listen:\n  grpc: 0.0.0.0:7450\n",
       "landfall.yaml:2: listen.grpc: \"0.0.0.0:7450\" can be reached from "
       "other machines, which needs auth: add auth.api_keys (`landfall keys "
       "new` prints a line), or listen on 127.0.0.1"},
      {"listen: {http: \"127.attacker.example:80\"}\n",
       "landfall.yaml:1: listen.http: \"127.attacker.example:80\" can be "
       "reached from other machines, which needs auth: add auth.api_keys "
       "(`landfall keys new` prints a line), or listen on 127.0.0.1"},
      {"listen: {grpc: 127.0.0.1:80, http: 127.0.0.1:80}\n",
       "landfall.yaml:1: listen: grpc and http cannot share one address"},
      {"listen: {http: {address: localhost:80, tls: {cert: no.pem}}}\n",
       "landfall.yaml:1: listen.http.tls.key: is required\n"
       "landfall.yaml:1: listen.http.tls.cert: file /etc/no.pem cannot be "
       "read"},
      {"store: {path: a, postgres: \"postgresql://u@h/d\"}\n",
       "landfall.yaml:1: store: path and postgres exclude each other"},
      {"store: {postgres: \"postgresql://u:p@h/d\"}\n",
       "landfall.yaml:1: store.postgres: a password does not belong into this "
       "file; write the whole URL as \"env:NAME\" or \"file:/path\""},
      {"public_url: landfall\n",
       "landfall.yaml:1: public_url: must be a URL such as "
       "https://shop.example.com"},
  });
}

TEST(LoadErrorTest, NamesBadMoney) {
  ExpectErrors({
      {"reporting_currency: dollar\n",
       "landfall.yaml:1: reporting_currency: \"dollar\" is no currency code; "
       "write the three capital letters of ISO 4217, such as USD"},
      {"exchange_rates: {cad: 0.73}\n",
       "landfall.yaml:1: exchange_rates.cad: \"cad\" is no currency code; "
       "write the three capital letters of ISO 4217, such as USD"},
      {"exchange_rates: {CAD: 0}\n",
       "landfall.yaml:1: exchange_rates.CAD: must be a number above 0 and "
       "below 1,000,000,000: the value of one CAD in USD; of its decimals the "
       "first 18 count"},
      {"exchange_rates: {CAD: 1000000000}\n",
       "landfall.yaml:1: exchange_rates.CAD: must be a number above 0 and "
       "below 1,000,000,000: the value of one CAD in USD; of its decimals the "
       "first 18 count"},
      {"exchange_rates: {CAD: 1e-19}\n",
       "landfall.yaml:1: exchange_rates.CAD: must be a number above 0 and "
       "below 1,000,000,000: the value of one CAD in USD; of its decimals the "
       "first 18 count"},
      {"exchange_rates: {CAD: -1, GBP: abc, EUR: .nan}\n",
       "landfall.yaml:1: exchange_rates.CAD: must be a number above 0 and "
       "below 1,000,000,000: the value of one CAD in USD; of its decimals the "
       "first 18 count\n"
       "landfall.yaml:1: exchange_rates.GBP: must be a number above 0 and "
       "below 1,000,000,000: the value of one GBP in USD; of its decimals the "
       "first 18 count\n"
       "landfall.yaml:1: exchange_rates.EUR: must be a number above 0 and "
       "below 1,000,000,000: the value of one EUR in USD; of its decimals the "
       "first 18 count"},
      {"exchange_rates: {USD: 2}\n",
       "landfall.yaml:1: exchange_rates.USD: is the reporting currency itself; "
       "its rate is 1"},
      {"exchange_rates: {CAD: 1, CAD: 2}\n",
       "landfall.yaml:1: exchange_rates.CAD: the key comes twice"},
      {"exchange_rates: {feed: ebc}\nsources: [{id: shop, system: shopify}]\n",
       "landfall.yaml:1: exchange_rates.feed: unknown value \"ebc\"; did you "
       "mean \"ecb\"?"},
  });
}

TEST(LoadErrorTest, NamesBadEntities) {
  ExpectErrors({
      {"sources: [{id: erp, system: finance_operations}]\n"
       "legal_entities:\n"
       "  - {id: USTR, source: erp}\n"
       "  - {id: ustr, source: erp}\n",
       "landfall.yaml:4: legal_entities[1].id: legal entity \"ustr\" is named "
       "twice (ids compare without case)"},
      {"sources: [{id: erp, system: finance_operations}]\n"
       "legal_entities: [{id: USTR, source: epr}]\n",
       "landfall.yaml:2: legal_entities[0].source: unknown source \"epr\"; did "
       "you mean \"erp\"?"},
      {"sources: [{id: shop, system: shopify}]\n"
       "legal_entities: [{id: USTR, source: shop}]\n",
       "landfall.yaml:2: legal_entities[0].source: source \"shop\" is shopify; "
       "a legal entity lives in finance_operations or business_central"},
      {"legal_entities: [{name: x}]\n",
       "landfall.yaml:1: legal_entities[0].id: is required\n"
       "landfall.yaml:1: legal_entities[0].source: is required"},
      {"sources: [{id: erp, system: finance_operations}]\n"
       "legal_entities: [{id: A, source: erp, company: A, country: "
       "Atlantis}]\n",
       "landfall.yaml:2: legal_entities[0].country: unknown country "
       "\"Atlantis\"; write its ISO 3166 code, such as US\n"
       "landfall.yaml:2: legal_entities[0].company: is only for Business "
       "Central; in Finance & Operations the id is the dataAreaId"},
      {"sources: [{id: bc, system: business_central}]\n"
       "legal_entities: [{id: A, source: bc, company: X}, {id: B, source: bc, "
       "company: x}]\n",
       "landfall.yaml:2: legal_entities[1]: company \"x\" of source \"bc\" is "
       "already legal entity \"A\""},
  });
}

TEST(LoadErrorTest, NamesBadSources) {
  ExpectErrors({
      {"sources: {id: shop}\n",
       "landfall.yaml:1: sources: a list is expected here"},
      {"sources: [{id: shop, system: shopfy}]\n",
       "landfall.yaml:1: sources[0].system: unknown value \"shopfy\"; did you "
       "mean \"shopify\"?"},
      {"sources: [{id: Shop, system: shopify}]\n",
       "landfall.yaml:1: sources[0].id: \"Shop\" is no id; allowed are up to "
       "64 "
       "lower-case letters, digits, '-' and '_', beginning with a letter or "
       "digit"},
      {"sources: [{id: a, system: shopify}, {id: a, system: dataverse}]\n",
       "landfall.yaml:1: sources[1].id: source \"a\" is named twice"},
      {"sources: [{id: a, system: shopify, sync: {every: 5m}}]\n",
       "landfall.yaml:1: sources[0].sync: needs a url to pull from"},
      {"sources: [{id: a, system: shopify, grace: soon, max_age: 0s}]\n",
       "landfall.yaml:1: sources[0].max_age: must be a duration from 1s to "
       "365d, such as 90s, 15m, 1h or 7d\n"
       "landfall.yaml:1: sources[0].grace: must be a duration from 0s to 30d, "
       "such as 90s, 15m, 1h or 7d"},
      {"sources: [{id: a, system: shopify, url: \"http://a.example\"}]\n",
       "landfall.yaml:1: sources[0].url: must begin with https://; plain http "
       "is only for this machine"},
      {"sources: [{id: a, system: shopify, url: \"https://u:p@a.example\"}]\n",
       "landfall.yaml:1: sources[0].url: must not carry a user or password; "
       "use auth"},
      {"sources: [{id: a, system: shopify, catch_all: [x]}]\n",
       "landfall.yaml:1: sources[0].catch_all: is only for finance_operations "
       "and business_central: it names customers of the master"},
      {"sources: [{id: a, system: dataverse, orders: {active: [x]}}]\n",
       "landfall.yaml:1: sources[0].orders: is only for shopify, bigcommerce "
       "and adobe_commerce"},
      {"sources: [{id: a, system: shopify, orders: {active: [PAYD, PAID, "
       "PAID]}}]\n",
       "landfall.yaml:1: sources[0].orders.active[0]: unknown value \"PAYD\"; "
       "did you mean \"PAID\"?\n"
       "landfall.yaml:1: sources[0].orders.active[2]: is in the list twice"},
      {"sources: [{id: a, system: bigcommerce, orders: {active: [0, "
       "Awaiting Fulfilment]}}]\n",
       "landfall.yaml:1: sources[0].orders.active[0]: unknown order state "
       "\"0\"; write a number from 1 to 14 or a label; allowed: Pending, "
       "Shipped, Partially Shipped, Refunded, Cancelled, Declined, Awaiting "
       "Payment, Awaiting Pickup, Awaiting Shipment, Completed, Awaiting "
       "Fulfillment, Manual Verification Required, Disputed, Partially "
       "Refunded\n"
       "landfall.yaml:1: sources[0].orders.active[1]: unknown order state "
       "\"Awaiting Fulfilment\"; write a number from 1 to 14 or a label; did "
       "you mean \"Awaiting Fulfillment\"?"},
      {"sources: [{id: a, system: shopify, keys: {external_id: [{field: f, of: "
       "b}]}}]\n",
       "landfall.yaml:1: sources[0].keys.external_id[0].of: unknown source "
       "\"b\"; did you mean \"a\"?"},
      {"sources: [{id: a, system: shopify, auth: {access_token: "
       "\"env:LANDFALL_TEST_MISSING\"}}]\n",
       "landfall.yaml:1: sources[0].auth.access_token: environment variable "
       "LANDFALL_TEST_MISSING is not set"},
      {"sources: [{id: a, system: shopify, auth: {access_token: "
       "\"file:/nowhere/token\"}}]\n",
       "landfall.yaml:1: sources[0].auth.access_token: secret file "
       "/nowhere/token cannot be read"},
      {"sources: [{id: a, system: shopify, auth: {access_token: abc}}]\n",
       "landfall.yaml:1: sources[0].auth.access_token: a secret does not "
       "belong "
       "into this file; write \"env:NAME\" for an environment variable or "
       "\"file:/path\" for a file"},
  });
}

TEST(LoadErrorTest, ReportsEverythingAtOnceInTheOrderOfTheFile) {
  ExpectErrors(
      {{"hubs: {email: 1}\n"
        "log: {level: x}\n"
        "sources:\n"
        "  - {id: a, system: nope}\n"
        "hubz: 1\n",
        "landfall.yaml:1: hubs.email: must be a whole number from 2 to "
        "2147483647\n"
        "landfall.yaml:2: log.level: unknown value \"x\"; allowed: "
        "trace, debug, info, warn, error\n"
        "landfall.yaml:4: sources[0].system: unknown value \"nope\"; "
        "allowed: dataverse, finance_operations, business_central, "
        "shopify, bigcommerce, adobe_commerce\n"
        "landfall.yaml:5: hubz: unknown key; did you mean \"hubs\"?"}});
}

}  // namespace
}  // namespace landfall::config
