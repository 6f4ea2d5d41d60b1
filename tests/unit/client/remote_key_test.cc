// An API key goes to another machine in the clear only when told to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "client/cli/commands.h"
#include "client/cpp/landfall_client.h"
#include "client/cpp/server_address.h"

namespace landfall::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kKey[] = "lf_0123456789";

// Exit code of a command that needs no answer to fail: nobody listens there.
struct Outcome {
  int code;
  std::string err;
};
Outcome RunWith(std::vector<std::string> words,
                std::map<std::string, std::string> variables = {}) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  Surroundings around{in, out, err};
  around.variables = std::move(variables);
  words.insert(words.end(), {"--timeout", "1s"});
  const int code = RunLandfall(words, around);
  return {code, err.str()};
}

TEST(RemoteKeyTest, KnowsThisMachine) {
  for (const char* here :
       {"127.0.0.1:7450", "localhost:7450", "LOCALHOST", "[::1]:7450", "::1",
        "127.8.9.1:1", "unix:/run/landfall.sock", "dns:///localhost:1",
        "dns:127.0.0.1:7450", "ipv4:127.0.0.1:1,127.0.0.2:1",
        "ipv6:[::1]:7450"}) {
    EXPECT_TRUE(client::IsThisMachine(here)) << here;
  }
  for (const char* elsewhere :
       {"landfall.example.com:7450", "10.0.0.7:7450", "0.0.0.0:7450",
        "127.0.0.1.evil.example:7450", "127.evil.example", "localhost.example",
        "[2001:db8::1]:7450", "2001:db8::1", "[::]:7450", ":7450", "",
        "dns:///landfall.example.com:1", "dns://127.0.0.1", "xds:///landfall",
        "dns://127.0.0.1/landfall.example.com:1", "ipv4:127.0.0.1:1,10.0.0.7:1",
        "127.0.0.1@evil.example:1"}) {
    EXPECT_FALSE(client::IsThisMachine(elsewhere)) << elsewhere;
  }
}

TEST(RemoteKeyTest, RefusesAndNamesBothWaysOut) {
  const std::vector<std::string> words = {"cards", "--server",
                                          "192.0.2.1:7450"};
  std::vector<std::string> with_key = words;
  with_key.insert(with_key.end(), {"--api-key", kKey});
  for (const Outcome& outcome :
       {RunWith(with_key), RunWith(words, {{"LANDFALL_API_KEY", kKey}}),
        RunWith({"import", "--source", "crm", "-"},
                {{"LANDFALL_API_KEY", kKey},
                 {"LANDFALL_SERVER", "landfall.example.com:7450"}}),
        RunWith(with_key,
                {{"LANDFALL_INSECURE", "0"}, {"LANDFALL_TLS", "no"}})}) {
    EXPECT_EQ(outcome.code, kWrongUsage);
    EXPECT_THAT(outcome.err,
                AllOf(HasSubstr("in the clear"), HasSubstr("--tls"),
                      HasSubstr("--insecure"), Not(HasSubstr(kKey))));
  }
  client::ClientOptions options;
  options.server = "landfall.example.com:7450";
  options.api_key = kKey;
  EXPECT_EQ(client::LandfallClient::Create(options).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(RemoteKeyTest, GoesOnWhenToldOrWhenNothingIsAtStake) {
  const std::vector<std::string> words = {"cards", "--server",
                                          "192.0.2.1:7450"};
  const auto with = [&](const std::vector<std::string>& more) {
    std::vector<std::string> all = words;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  for (const Outcome& outcome :
       {RunWith(with({"--api-key", kKey, "--tls"})),
        RunWith(with({"--api-key", kKey, "--insecure"})),
        RunWith(with({"--api-key", kKey}), {{"LANDFALL_INSECURE", "1"}}),
        RunWith(with({"--api-key", kKey}), {{"LANDFALL_TLS", "true"}}),
        RunWith(words),
        RunWith({"cards", "--server", "127.0.0.1:1", "--api-key", kKey}),
        RunWith({"cards", "--server", "localhost:1"},
                {{"LANDFALL_API_KEY", kKey}})}) {
    EXPECT_EQ(outcome.code, kNotReachable) << outcome.err;
  }
  EXPECT_EQ(RunWith(words, {{"LANDFALL_TLS", "maybe"}}).code, kWrongUsage);
}

}  // namespace
}  // namespace landfall::cli
