#include "server/deliver/callback_rules.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

namespace landfall::deliver {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const char* const kUsual[] = {
    "https://prod-01.westeurope.logic.azure.com:443/workflows/x?sig=y",
    "https://default1.e2.environment.api.powerplatform.com:443/powerautomate/x",
    "https://PROD.LOGIC.AZURE.COM/x",
    "https://hooks.example.com:8443/",
};

// What nobody may have delivered anything to, whatever is allowed otherwise.
const char* const kNever[] = {
    "",
    "prod.logic.azure.com",
    "ftp://prod.logic.azure.com/",
    "file:///etc/passwd",
    "gopher://prod.logic.azure.com/",
    "https://logic.azure.com/",       // the suffix alone
    "https://evil-logic.azure.com/",  // no dot before the suffix
    "https://prod.logic.azure.com.evil.example/",
    "https://evil.example/?x=.logic.azure.com",
    "https://evil.example#.logic.azure.com",
    "https://evil.example\\.logic.azure.com/",
    "https://prod.logic.azure.com@evil.example/",
    "https://user:s3cret@prod.logic.azure.com/",
    "https://prod.logic.azure.com./",
    "https://prod.logic.azure.com:22/",
    "https://prod.logic.azure.com:80/",
    "https://sub.hooks.example.com/",  // that very host
    "https://169.254.169.254/latest/meta-data",
    "https://metadata.google.internal/",
    "https://10.0.0.1/",
    "https://0x0a.0.0.1/",
    "https://[::ffff:169.254.169.254]/",
    "https://localhost/",
    "https://pr\u00f6d.logic.azure.com/",
    "http://prod.logic.azure.com/",
};

CallbackRules Usual() {
  return {{".logic.azure.com", ".environment.api.powerplatform.com",
           "hooks.example.com"},
          false};
}

TEST(CallbackRulesTest, TakesAllowedHosts) {
  for (const char* url : kUsual) {
    EXPECT_TRUE(Usual().Check(url).ok()) << url;
  }
}

TEST(CallbackRulesTest, RefusesAllOthers) {
  for (const char* url : kNever) {
    SCOPED_TRACE(url);
    const absl::Status status = Usual().Check(url).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("s3cret")));
  }
}

TEST(CallbackRulesTest, TakesPlainHttpToThisMachineWhereThatIsAllowed) {
  const std::vector<std::string> hosts = {"127.0.0.1", "localhost", "[::1]",
                                          "10.0.0.1", "hooks.example.com"};
  const CallbackRules open(hosts, true);
  for (const char* url : {"http://127.0.0.1:8080/", "http://localhost:8080/",
                          "http://[::1]:8080/", "https://10.0.0.1/"}) {
    EXPECT_TRUE(open.Check(url).ok()) << url;
  }
  for (const char* url :
       {"http://10.0.0.1:8080/", "http://hooks.example.com:8080/",
        "http://127.0.0.1:22/", "http://127.0.0.2:8080/"}) {
    EXPECT_FALSE(open.Check(url).ok()) << url;
  }
  EXPECT_FALSE(
      CallbackRules(hosts, false).Check("http://127.0.0.1:8080/").ok());
  // A suffix is no part of an address.
  EXPECT_FALSE(
      CallbackRules({".0.0.1"}, true).Check("https://127.0.0.1/").ok());
}

bool MayConnect(const CallbackRules& rules, bool https, const char* address) {
  sockaddr_in v4 = {};
  v4.sin_family = AF_INET;
  EXPECT_EQ(inet_pton(AF_INET, address, &v4.sin_addr), 1);
  return rules.MayConnect(https, reinterpret_cast<const sockaddr&>(v4));
}

TEST(CallbackRulesTest, ConnectsToPublicAddresses) {
  const CallbackRules closed({}, false);
  EXPECT_TRUE(MayConnect(closed, true, "8.8.8.8"));
  EXPECT_FALSE(MayConnect(closed, false, "8.8.8.8"));
  for (const char* address : {"10.0.0.1", "127.0.0.1", "169.254.169.254",
                              "0.0.0.0", "224.0.0.1", "100.64.0.1"}) {
    EXPECT_FALSE(MayConnect(closed, true, address)) << address;
  }
  const CallbackRules open({}, true);
  EXPECT_TRUE(MayConnect(open, true, "10.0.0.1"));
  EXPECT_FALSE(MayConnect(open, false, "10.0.0.1"));
  EXPECT_TRUE(MayConnect(open, false, "127.0.0.1"));
  EXPECT_FALSE(MayConnect(open, true, "169.254.169.254"));
  EXPECT_FALSE(MayConnect(open, true, "0.0.0.0"));
}

// A name that is allowed may still lead where nothing is delivered.
TEST(CallbackRulesTest, LooksAtTheAddressesOfANameBeforehand) {
  const CallbackRules rules({"localhost", "nobody.invalid"}, false);
  http_client::HttpClient client(rules.ClientOptions(true));
  const absl::Status here =
      rules.CheckResolved("https://localhost:8443/", client).status();
  EXPECT_EQ(here.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(here.message()), HasSubstr("not public"));
  EXPECT_EQ(
      rules.CheckResolved("https://nobody.invalid/", client).status().code(),
      absl::StatusCode::kInvalidArgument);
  const CallbackRules open({"localhost"}, true);
  EXPECT_TRUE(open.CheckResolved("https://localhost:8443/", client).ok());
}

}  // namespace
}  // namespace landfall::deliver
