#include "server/serve/access/audit_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/access/token_issuer.h"

namespace landfall::serve::access {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSecret[] = "the secret of the store";

TEST(AuditLogTest, WritesWhoDidWhatToWhatHash) {
  landfall::testing::ManualClock clock;
  std::vector<std::string> lines;
  const AuditLog log(kSecret, clock,
                     [&](const std::string& line) { lines.push_back(line); });
  const Caller flows{"flows", config::Role::kIngester};
  log.Record(flows, "EraseRecord", "shop/customer/7", absl::OkStatus());
  log.Record({}, "SyncSource", "", absl::NotFoundError("ann@contoso.com"));
  const std::string hash = log.HashOf("shop/customer/7");
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_THAT(
      lines,
      ElementsAre(absl::StrCat("audit time=2026-06-09T08:00:00Z caller=flows "
                               "action=EraseRecord target=",
                               hash, " code=OK"),
                  "audit time=2026-06-09T08:00:00Z caller=- "
                  "action=SyncSource target=- code=NOT_FOUND"));
}

TEST(AuditLogTest, HashesByTheSecret) {
  landfall::testing::ManualClock clock;
  const auto nowhere = [](const std::string&) {};
  const AuditLog log(kSecret, clock, nowhere);
  const AuditLog same(kSecret, clock, nowhere);
  const AuditLog other("another secret", clock, nowhere);
  EXPECT_EQ(log.HashOf("a"), same.HashOf("a"));
  EXPECT_NE(log.HashOf("a"), log.HashOf("b"));
  EXPECT_NE(log.HashOf("a"), other.HashOf("a"));
  EXPECT_THAT(log.HashOf("ann"), Not(HasSubstr("ann")));
}

}  // namespace
}  // namespace landfall::serve::access
