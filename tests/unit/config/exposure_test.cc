// What lets others in or in on it, although the file is valid.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "server/config/load.h"
#include "tests/support/temp_folder.h"

namespace landfall::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ExposureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Write("cert.pem", "-----BEGIN CERTIFICATE-----\n", 0644);
    Write("ca.pem", "-----BEGIN CERTIFICATE-----\n", 0644);
    Write("key.pem", "-----BEGIN PRIVATE KEY-----\n", 0600);
  }
  void Write(const std::string& name, const std::string& text, mode_t mode) {
    std::ofstream(folder_.Sub(name)) << text;
    ASSERT_EQ(chmod(folder_.Sub(name).c_str(), mode), 0);
  }
  absl::StatusOr<ServerOptions> Load(const std::string& listen) {
    return LoadConfigText(
        absl::StrCat("listen: {", listen,
                     "}\nauth: {api_keys: [{id: k, role: reader, sha256: ",
                     std::string(64, 'a'), "}]}\n"),
        "f", folder_.path());
  }

  testing::TempFolder folder_;
};

constexpr char kTls[] =
    "tls: {cert: cert.pem, key: key.pem, client_ca: ca.pem}";

TEST_F(ExposureTest, WarnsOfKeysInTheClear) {
  EXPECT_THAT(
      Load("grpc: \"0.0.0.0:7450\", http: \"127.0.0.1:7451\"")->warnings,
      ElementsAre("f:1: listen.grpc: \"0.0.0.0:7450\" can be reached from "
                  "other machines without TLS: keys and customers' data go "
                  "there in the clear; set listen.tls, or listen on 127.0.0.1 "
                  "behind a proxy that does"));
  EXPECT_THAT(Load("http: \":80\"")->warnings,
              ElementsAre(HasSubstr("f:1: listen.http: \":80\" can be")));
  EXPECT_THAT(Load("grpc: \"[::]:7450\", http: \"10.0.0.7:80\"")->warnings,
              ElementsAre(HasSubstr("listen.grpc"), HasSubstr("listen.http")));
  EXPECT_THAT(
      Load(absl::StrCat("grpc: \"0.0.0.0:7450\", http: \":80\", ", kTls))
          ->warnings,
      IsEmpty());
  EXPECT_THAT(Load("http: \"localhost:80\"")->warnings, IsEmpty());
}

TEST_F(ExposureTest, MindsWhoElseMayTouchTheTlsKey) {
  EXPECT_THAT(Load(kTls)->warnings, IsEmpty());
  Write("key.pem", "-----BEGIN PRIVATE KEY-----\n", 0644);
  EXPECT_THAT(Load(kTls)->warnings,
              ElementsAre(HasSubstr("can be read by every user")));
  for (const mode_t mode : {0666, 0660, 0602}) {
    Write("key.pem", "-----BEGIN PRIVATE KEY-----\n", mode);
    EXPECT_THAT(std::string(Load(kTls).status().message()),
                HasSubstr("f:1: listen.tls.key: file "));
    EXPECT_THAT(std::string(Load(kTls).status().message()),
                HasSubstr("may be written by others than its owner"));
  }
}

// Whoever may write it decides whose certificates are good.
TEST_F(ExposureTest, MindsWhoElseMayTouchTheAuthorityOfClients) {
  Write("ca.pem", "-----BEGIN CERTIFICATE-----\n", 0664);
  EXPECT_THAT(std::string(Load(kTls).status().message()),
              HasSubstr("f:1: listen.tls.client_ca: file "));
}

TEST_F(ExposureTest, WarnsOfAConfigurationThatEverybodyMayChange) {
  Write("landfall.yaml", "log: {level: info}\n", 0664);
  EXPECT_THAT(LoadConfig(folder_.Sub("landfall.yaml"))->warnings, IsEmpty());
  Write("landfall.yaml", "log: {level: info}\n", 0666);
  EXPECT_THAT(LoadConfig(folder_.Sub("landfall.yaml"))->warnings,
              ElementsAre(HasSubstr("may change this file")));
}

}  // namespace
}  // namespace landfall::config
