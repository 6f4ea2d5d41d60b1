#include "server/http_client/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landfall::http_client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(UrlTest, SaysWhereAUrlLeads) {
  const struct {
    const char* url;
    bool https;
    const char* host;
    int port;
    bool address;
  } rows[] = {
      {"https://a.example/x?y=z#f", true, "a.example", 443, false},
      {"HTTPS://Prod-01.Logic.AZURE.com:443/w", true, "prod-01.logic.azure.com",
       443, false},
      {"https://a.example:8443", true, "a.example", 8443, false},
      {"http://localhost:7/", false, "localhost", 7, false},
      // Every spelling of an address is the address.
      {"https://127.1/", true, "127.0.0.1", 443, true},
      {"https://0x7f.1/", true, "127.0.0.1", 443, true},
      {"https://2130706433/", true, "127.0.0.1", 443, true},
      {"https://0177.0.0.1/", true, "127.0.0.1", 443, true},
      {"https://[::1]:9/", true, "[::1]", 9, true},
      {"https://[::FFFF:10.0.0.1]/", true, "[::ffff:10.0.0.1]", 443, true},
      // The host is what stands before the first slash.
      {"https://a.example/@b.example", true, "a.example", 443, false},
      {"https://a.example#@b.example", true, "a.example", 443, false},
      {"https://a.example?@b.example", true, "a.example", 443, false},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.url);
    const auto endpoint = ReadEndpoint(row.url, true);
    ASSERT_TRUE(endpoint.ok()) << endpoint.status();
    EXPECT_EQ(endpoint->https, row.https);
    EXPECT_EQ(endpoint->host, row.host);
    EXPECT_EQ(endpoint->port, row.port);
    EXPECT_EQ(endpoint->IsAddress(), row.address);
  }
}

TEST(UrlTest, RefusesWhatCanBeReadDifferently) {
  for (const char* url :
       {"", "a.example", "//a.example", "ftp://a.example", "file:///etc/passwd",
        "https://", "https://user@a.example", "https://s3cret:s3cret@a.example",
        "https://a.example./",
        "https://b\xc3\xbc"
        "cher.example/",
        "https://a.example%00.b.example/", "https://a_b.example/",
        "https://a.example\\@b.example/", "https://a.example:99999/",
        "https://a.example:x/", "https://[fe80::1%25eth0]/",
        "https://a b.example/", "https://a.example/\r\nX: y"}) {
    SCOPED_TRACE(url);
    const auto endpoint = ReadEndpoint(url, true);
    EXPECT_EQ(endpoint.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(endpoint.status().message()),
                Not(HasSubstr("s3cret")));
  }
  EXPECT_FALSE(ReadEndpoint("http://a.example/", false).ok());
}

}  // namespace
}  // namespace landfall::http_client
