// What a push counts, refuses and is bounded by.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/handlers.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::api {
namespace {

using landfall::testing::FakeReconciler;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class PushTest : public ::testing::Test {
 protected:
  absl::Status Send(const std::string& source, const std::string& type,
                    const std::vector<std::string>& rows) {
    v1::BatchUpsertRecordsRequest request;
    request.set_source(source);
    request.set_type(type);
    request.set_complete(false);
    for (const std::string& row : rows) request.add_payloads()->set_json(row);
    response_.Clear();
    return handlers_.BatchUpsertRecords(request, &response_);
  }

  FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  Handlers handlers_{reconciler_, reconciler_, clock_};
  v1::BatchUpsertRecordsResponse response_;
};

TEST_F(PushTest, NamesFieldsAndNoData) {
  // As a table without a header comes in: names that are none.
  const std::string row =
      R"({"id":"6f9619ff-8b86-d011-b42d-00cf4fc964ff","number":"C-1",
          "E-Mail":"x","Straße":"y","ann@contoso.com":"z","DE136695976":"1"})";
  const absl::Status refused = Send("bc1", "customer", {row});
  EXPECT_EQ(DetailOf(refused).reason(), Reason::FIELD_REQUIRED);
  EXPECT_EQ(DetailOf(refused).field(), "payloads");
  EXPECT_THAT(
      std::string(refused.message()),
      AllOf(HasSubstr("id, number, E-Mail, Straße and 2 more; expected is"),
            HasSubstr("email, taxRegistrationNumber"),
            Not(HasSubstr("contoso")), Not(HasSubstr("136695976"))));
  EXPECT_TRUE(reconciler_.batches().empty());
}

TEST_F(PushTest, RecognisesAFieldByItsName) {
  const std::string row =
      R"({"id":"6f9619ff-8b86-d011-b42d-00cf4fc964ff","number":"C-1")";
  EXPECT_FALSE(Send("bc1", "customer", {row + R"(,"mail":"x"})"}).ok());
  for (const char* named :
       {R"(,"email":null})", R"(,"EMail":""})", R"(,"E-Mail":1," email ":"x"})",
        R"(,"taxRegistrationNumber":"1"})"}) {
    SCOPED_TRACE(named);
    EXPECT_TRUE(Send("bc1", "customer", {row + named}).ok());
  }
  // One row with the name is enough.
  EXPECT_TRUE(
      Send("bc1", "customer", {row + "}", row + R"(,"email":null})"}).ok());
  // Customers of the selling side can be found by their own ids.
  EXPECT_TRUE(Send("shop", "customer", {R"({"id":1})", R"({"id":2})"}).ok());
}

TEST_F(PushTest, RejectsTimesAheadOfItsClock) {
  ASSERT_TRUE(Send("crm", "account",
                   {R"({"accountid":"6f9619ff-8b86-d011-b42d-00cf4fc964ff",
                "modifiedon":"9999-12-31T00:00:00Z"})"})
                  .ok());
  ASSERT_EQ(response_.rejects_size(), 1);
  EXPECT_EQ(response_.rejects(0).field(), "modifiedon");
}

TEST_F(PushTest, BoundsWhatPayloadsGrowTo) {
  // Few bytes that say much: 280 values under one long name.
  const std::string name(900, 'k');
  std::string values = "0";
  for (int i = 0; i < 279; ++i) values += ",0";
  std::vector<std::string> rows;
  for (int i = 0; i < 1000; ++i) {
    rows.push_back(absl::StrCat(R"({"accountid":"6f9619ff-8b86-d011-b42d-)",
                                100000000000 + i, R"(",")", name, "\":[",
                                values, "]}"));
  }
  const absl::Status refused = Send("crm", "account", rows);
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(refused).field(), "payloads");
  EXPECT_TRUE(reconciler_.batches().empty());
  rows.resize(100);
  EXPECT_TRUE(Send("crm", "account", rows).ok());
}

}  // namespace
}  // namespace landfall::serve::api
