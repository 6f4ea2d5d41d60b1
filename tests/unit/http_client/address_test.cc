#include "server/http_client/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <string>
#include <vector>

namespace landfall::http_client {
namespace {

AddressKind KindOfText(const std::string& text) {
  sockaddr_in v4 = {};
  v4.sin_family = AF_INET;
  if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    return KindOf(reinterpret_cast<const sockaddr&>(v4));
  }
  sockaddr_in6 v6 = {};
  v6.sin6_family = AF_INET6;
  EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr), 1) << text;
  return KindOf(reinterpret_cast<const sockaddr&>(v6));
}

void ExpectAll(AddressKind kind, const std::vector<std::string>& addresses) {
  for (const std::string& address : addresses) {
    EXPECT_EQ(KindOfText(address), kind) << address;
  }
}

TEST(AddressTest, TellsWhatIsPublic) {
  ExpectAll(AddressKind::kPublic,
            {"1.1.1.1",          "8.8.8.8",         "9.255.255.255",
             "11.0.0.0",         "100.63.255.255",  "100.128.0.0",
             "126.255.255.255",  "128.0.0.0",       "169.253.255.255",
             "169.255.0.0",      "172.15.255.255",  "172.32.0.0",
             "192.167.255.255",  "192.169.0.0",     "198.17.255.255",
             "198.20.0.0",       "223.255.255.255", "2001:4860:4860::8888",
             "2a00:1450::1",     "2603:1000::1",    "::ffff:8.8.8.8",
             "64:ff9b::808:808", "2002:808:808::1"});
}

TEST(AddressTest, TellsWhatIsPrivate) {
  ExpectAll(AddressKind::kPrivate,
            {"10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
             "172.16.0.1", "172.31.255.255", "192.168.0.1", "fc00::1",
             "fdff:ffff::1", "::ffff:10.0.0.1"});
}

TEST(AddressTest, TellsLoopback) {
  ExpectAll(AddressKind::kLoopback,
            {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"});
}

TEST(AddressTest, TellsWhatNoRequestIsMeantFor) {
  ExpectAll(AddressKind::kForbidden,
            {"0.0.0.0", "0.255.255.255", "169.254.0.0", "169.254.169.254",
             "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1",
             "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
             "239.255.255.255", "240.0.0.1", "255.255.255.255"});
  ExpectAll(AddressKind::kForbidden,
            {"::", "::2", "fe80::1", "fec0::1", "ff02::1", "100::1",
             "::127.0.0.1", "2001::1", "2001:db8::1", "3fff::1", "4000::1",
             "::ffff:169.254.169.254", "::ffff:0.0.0.0"});
  // Whatever a translator would lead to.
  ExpectAll(
      AddressKind::kForbidden,
      {"64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1",
       "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:1::1"});
  sockaddr_un local = {};
  local.sun_family = AF_UNIX;
  EXPECT_EQ(KindOf(reinterpret_cast<const sockaddr&>(local)),
            AddressKind::kForbidden);
}

}  // namespace
}  // namespace landfall::http_client
