#include "client/cli/requests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace landfall::cli {
namespace {

using ::testing::HasSubstr;

Arguments Parsed(const std::vector<std::string>& words) {
  auto arguments = ReadArguments(words);
  EXPECT_TRUE(arguments.ok()) << arguments.status();
  return arguments.ok() ? *std::move(arguments) : Arguments();
}

TEST(RequestsTest, ReadsAllKeysOfACheck) {
  const auto request =
      CheckRequestOf(Parsed({"check",        "--email",       "a@b.example",
                             "--tax-id",     "DE:136695976",  "--tax-id",
                             "DE136695976",  "--external-id", "shop:gid://x/1",
                             "--name",       "Ann",           "--entity",
                             "USTR",         "--ship-to",     "CA",
                             "--as-of",      "2026-06-09",    "--keys",
                             "email,TAX_ID", "--window-days", "30"}));
  ASSERT_TRUE(request.ok()) << request.status();
  const v1::CustomerKeys& customer = request->customer();
  EXPECT_EQ(customer.emails(0), "a@b.example");
  EXPECT_EQ(customer.tax_ids(0).country(), "DE");
  EXPECT_EQ(customer.tax_ids(0).value(), "136695976");
  EXPECT_EQ(customer.tax_ids(1).country(), "");
  EXPECT_EQ(customer.tax_ids(1).value(), "DE136695976");
  EXPECT_EQ(customer.external_ids(0).source(), "shop");
  EXPECT_EQ(customer.external_ids(0).value(), "gid://x/1");
  EXPECT_EQ(request->expected_entities(0), "USTR");
  EXPECT_EQ(request->ship_to_country(), "CA");
  EXPECT_EQ(request->as_of().seconds(), 1780963200);
  EXPECT_EQ(request->keys_size(), 2);
  EXPECT_EQ(request->keys(1), v1::KeyKind::TAX_ID);
  EXPECT_EQ(request->window_days(), 30);
}

TEST(RequestsTest, ReadsTheViewOfACheck) {
  const std::string ref = "crm/account/1";
  const auto view = [&](const std::string& name) {
    return CheckRequestOf(Parsed({"check", ref, "--view", name}));
  };
  EXPECT_EQ(view("basic")->view(), v1::CheckView::BASIC);
  EXPECT_EQ(view("FULL")->view(), v1::CheckView::FULL);
  EXPECT_EQ(CheckRequestOf(Parsed({"check", ref}))->view(),
            v1::CheckView::CHECK_VIEW_UNSPECIFIED);
}

TEST(RequestsTest, KeepsSlashesInTheIdOfARecord) {
  const auto request = CheckRequestOf(Parsed({"check", "erp/customer/a:b/c"}));
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->record().id(), "a:b/c");
}

TEST(RequestsTest, ReadsTimesAsTheContractSays) {
  const struct {
    const char* text;
    int64_t seconds;
    int nanos;
  } cases[] = {
      {"2026-06-09", 1780963200, 0},
      {"2026-06-09T08:00:00Z", 1780992000, 0},
      {"2026-06-09T10:00:00.5+02:00", 1780992000, 500000000},
      {"1969-12-31T23:59:59.75Z", -1, 750000000},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.text);
    const auto time = ReadTime("as-of", test.text);
    ASSERT_TRUE(time.ok()) << time.status();
    EXPECT_EQ(time->seconds(), test.seconds);
    EXPECT_EQ(time->nanos(), test.nanos);
  }
  for (const char* text :
       {"", "yesterday", "2026-02-30", "09.06.2026", "2026-06-09 08:00:00",
        "Wed, 10 Jan 2018 21:05:30 +0000"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(std::string(ReadTime("as-of", text).status().message()),
                HasSubstr("--as-of: a date"));
  }
}

TEST(RequestsTest, RefusesWrongValuesAndNamesTheFlag) {
  const struct {
    std::vector<std::string> words;
    const char* message;
  } cases[] = {
      {{"check"}, "either a record (SOURCE/TYPE/ID) or keys"},
      {{"check", "a/b/c", "--email", "x"}, "either a record"},
      {{"check", "a/b"}, "source/type/id"},
      {{"check", "--email", "x", "--external-id", "123"}, "SOURCE:ID"},
      {{"check", "--email", "x", "--keys", "PHONE"},
       "--keys: EMAIL, EXTERNAL_ID, TAX_ID"},
      {{"check", "--email", "x", "--window-days", "0"}, "from 1 to 366"},
      {{"check", "--email", "x", "--window-days", "7d"}, "from 1 to 366"},
  };
  for (const auto& wrong : cases) {
    SCOPED_TRACE(wrong.message);
    const auto request = CheckRequestOf(Parsed(wrong.words));
    EXPECT_THAT(std::string(request.status().message()),
                HasSubstr(wrong.message));
  }
  EXPECT_THAT(std::string(LimitOf(Parsed({"list", "c", "--limit", "-1"}), 5)
                              .status()
                              .message()),
              HasSubstr("--limit: a number from 1"));
}

}  // namespace
}  // namespace landfall::cli
