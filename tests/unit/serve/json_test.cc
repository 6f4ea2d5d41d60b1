#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/operations.h"
#include "server/serve/json/json_reader.h"
#include "server/serve/json/json_writer.h"
#include "server/serve/json/query_reader.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::json {
namespace {

using api::Reason;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(JsonReaderTest, ReadsEveryKindOfField) {
  std::string body = R"({
    "customer": {"name": "Ännchen \"A\"", "emails": ["a@b.de", "c@d.de"],
                 "taxIds": [{"country": "DE", "value": "1"}], "country": null},
    "expectedEntities": [], "keys": ["EMAIL", "TAX_ID"],
    "asOf": "2026-06-09T08:00:00.5+02:00", "windowDays": 7.0})";
  const std::string before = body;
  v1::CheckPromotionRequest request;
  ASSERT_TRUE(ReadJson(body, &request).ok());
  EXPECT_EQ(body, before);
  EXPECT_EQ(request.customer().name(), "Ännchen \"A\"");
  EXPECT_EQ(request.customer().emails_size(), 2);
  EXPECT_EQ(request.customer().tax_ids(0).country(), "DE");
  EXPECT_EQ(request.keys(1), v1::KeyKind::TAX_ID);
  EXPECT_EQ(request.as_of().seconds(), 1780984800);
  EXPECT_EQ(request.as_of().nanos(), 500000000);
  EXPECT_EQ(request.window_days(), 7);
}

TEST(JsonReaderTest, TakesABareDateForItsStart) {
  std::string body = R"({"record": {}, "as_of": "2026-06-09"})";
  v1::CheckPromotionRequest request;
  ASSERT_TRUE(ReadJson(body, &request).ok());
  EXPECT_EQ(request.as_of().seconds(), 1780963200);
}

struct BadBody {
  std::string body;
  v1::ErrorReason::Value reason;
  std::string field;
  std::string message;
};

std::vector<BadBody> BadBodies() {
  return {
      {"", Reason::MALFORMED_JSON, "", "empty"},
      {"   ", Reason::MALFORMED_JSON, "", ""},
      {"[]", Reason::MALFORMED_JSON, "", "must be a JSON object"},
      {"{", Reason::MALFORMED_JSON, "", "not JSON"},
      {"{}{}", Reason::MALFORMED_JSON, "", "not JSON"},
      {"\xEF\xBB\xBF{}", Reason::MALFORMED_JSON, "", "not JSON"},
      {"{\"windowDays\": NaN}", Reason::MALFORMED_JSON, "", "not JSON"},
      {"{\"windowDays\": 1e400}", Reason::MALFORMED_JSON, "", "not JSON"},
      {"{\"shipToCountry\": \"\\ud800\"}", Reason::MALFORMED_JSON, "", ""},
      {"{\"shipToCountry\": \"\xC0\x80\"}", Reason::INVALID_UTF8, "", "UTF-8"},
      {"{\"x\":" + Repeat("[", 31) + Repeat("]", 31) + "}",
       Reason::UNKNOWN_FIELD, "x", "unknown field"},
      {"{\"x\":" + Repeat("[", 32) + Repeat("]", 32) + "}", Reason::TOO_DEEP,
       "", "more than 32 deep"},
      {"{\"x\":" + Repeat("[", 200000) + Repeat("]", 200000) + "}",
       Reason::TOO_DEEP, "", "more than 32 deep"},
      {R"({"customer":{"emals":[]}})", Reason::UNKNOWN_FIELD, "customer.emals",
       "did you mean emails?"},
      {R"({"customer":{"ann@contoso.com":1}})", Reason::UNKNOWN_FIELD,
       "customer", "customer: unknown field; known: name"},
      {R"({"ann@contoso.com":1})", Reason::UNKNOWN_FIELD, "",
       "unknown field; known: record"},
      {R"({"windowDays":1,"windowDays":2})", Reason::DUPLICATE_FIELD,
       "windowDays", "stands twice"},
      {R"({"windowDays":1,"window_days":2})", Reason::DUPLICATE_FIELD,
       "window_days", "stands twice"},
      {R"({"record":{},"customer":{}})", Reason::SUBJECT_REQUIRED, "customer",
       "not together with record"},
      {R"({"windowDays":"7"})", Reason::INVALID_VALUE, "windowDays",
       "a whole number"},
      {R"({"windowDays":7.5})", Reason::INVALID_VALUE, "windowDays",
       "a whole number"},
      {R"({"windowDays":2147483648})", Reason::INVALID_VALUE, "windowDays",
       "-2147483648 to 2147483647"},
      {R"({"windowDays":1e300})", Reason::INVALID_VALUE, "windowDays",
       "-2147483648 to 2147483647"},
      {R"({"windowDays":-18446744073709551615})", Reason::MALFORMED_JSON, "",
       ""},
      {R"({"windowDays":18446744073709551615})", Reason::INVALID_VALUE,
       "windowDays", "-2147483648 to 2147483647"},
      {R"({"customer":{"emails":["a@b.de",7]}})", Reason::INVALID_VALUE,
       "customer.emails[1]", "a string"},
      {R"({"customer":{"emails":["a@b.de",null]}})", Reason::INVALID_VALUE,
       "customer.emails[1]", "a string"},
      {R"({"customer":{"emails":"a@b.de"}})", Reason::INVALID_VALUE,
       "customer.emails", "an array"},
      {R"({"customer":[]})", Reason::INVALID_VALUE, "customer", "an object"},
      {R"({"keys":["EMIAL"]})", Reason::INVALID_VALUE, "keys[0]",
       "one of EMAIL, EXTERNAL_ID, TAX_ID (did you mean EMAIL?)"},
      {R"({"keys":["KEY_KIND_UNSPECIFIED"]})", Reason::INVALID_VALUE, "keys[0]",
       "one of"},
      {R"({"keys":[1]})", Reason::INVALID_VALUE, "keys[0]", "a string"},
      {R"({"asOf":"yesterday"})", Reason::INVALID_TIME, "asOf",
       "2026-06-09T08:15:30Z"},
      {R"({"asOf":"2026-02-30"})", Reason::INVALID_TIME, "asOf", "expected"},
      {R"({"asOf":"2026-06-09 08:15:30"})", Reason::INVALID_TIME, "asOf", ""},
      {R"({"asOf":"2026-06-09T08:15:30"})", Reason::INVALID_TIME, "asOf", ""},
      {R"({"asOf":1780963200})", Reason::INVALID_VALUE, "asOf", "a string"},
  };
}

TEST(JsonReaderTest, NamesWhatIsWrong) {
  for (BadBody& bad : BadBodies()) {
    SCOPED_TRACE(bad.body.substr(0, 80));
    v1::CheckPromotionRequest request;
    const absl::Status status = ReadJson(bad.body, &request);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    const v1::ErrorDetail detail = api::DetailOf(status);
    EXPECT_EQ(detail.reason(), bad.reason) << status;
    EXPECT_EQ(detail.field(), bad.field);
    EXPECT_THAT(std::string(status.message()), HasSubstr(bad.message));
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("ann@")));
  }
}

TEST(JsonReaderTest, ReadsALargeBodyAndAnotherAfterIt) {
  std::string body = "{\"checks\":[";
  for (int i = 0; i < 5000; ++i) {
    absl::StrAppend(&body, i == 0 ? "" : ",", R"({"customer":{"emails":["user)",
                    i, R"(@x.de"]}})");
  }
  body += "]}";
  v1::BatchCheckPromotionRequest request;
  ASSERT_TRUE(ReadJson(body, &request).ok());
  EXPECT_EQ(request.checks_size(), 5000);
  std::string small = R"({"checks":[{}]})";
  v1::BatchCheckPromotionRequest second;
  ASSERT_TRUE(ReadJson(small, &second).ok());
  EXPECT_EQ(second.checks_size(), 1);
}

// Every message that can be reached from one, itself included.
void Reach(const Descriptor* message, std::set<const Descriptor*>& reached) {
  if (!reached.insert(message).second) return;
  for (int i = 0; i < message->field_count(); ++i) {
    if (const Descriptor* inner = message->field(i)->message_type()) {
      Reach(inner, reached);
    }
  }
}

TEST(JsonTest, KnowsEveryTypeThatTheContractUses) {
  for (const calls::Operation& operation : calls::Operations()) {
    SCOPED_TRACE(operation.method.name);
    std::set<const Descriptor*> in;
    std::set<const Descriptor*> out;
    Reach(operation.request->GetDescriptor(), in);
    Reach(operation.response->GetDescriptor(), out);
    const std::set<FieldDescriptor::CppType> readable = {
        FieldDescriptor::CPPTYPE_STRING,  FieldDescriptor::CPPTYPE_ENUM,
        FieldDescriptor::CPPTYPE_MESSAGE, FieldDescriptor::CPPTYPE_BOOL,
        FieldDescriptor::CPPTYPE_INT32,   FieldDescriptor::CPPTYPE_DOUBLE};
    const std::set<FieldDescriptor::CppType> repeatable = {
        FieldDescriptor::CPPTYPE_STRING, FieldDescriptor::CPPTYPE_ENUM,
        FieldDescriptor::CPPTYPE_MESSAGE};
    for (const Descriptor* message : in) {
      if (message->file()->package() != "landfall.v1") continue;
      for (int i = 0; i < message->field_count(); ++i) {
        EXPECT_TRUE(readable.count(message->field(i)->cpp_type()))
            << message->field(i)->full_name();
      }
    }
    for (const Descriptor* message : out) {
      for (int i = 0; i < message->field_count(); ++i) {
        const FieldDescriptor* field = message->field(i);
        EXPECT_FALSE(field->is_map()) << field->full_name();
        EXPECT_TRUE(!field->is_repeated() ||
                    repeatable.count(field->cpp_type()))
            << field->full_name();
      }
    }
  }
}

// protobuf's own printer, as a second opinion on everything that it can say.
void ExpectSameAsProtobuf(const google::protobuf::Message& message) {
  const std::string ours = JsonOf(message);
  std::unique_ptr<google::protobuf::Message> read(message.New());
  const auto status =
      google::protobuf::util::JsonStringToMessage(ours, read.get());
  ASSERT_TRUE(status.ok()) << status << " in " << ours;
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(message, *read))
      << ours;
}

TEST(JsonWriterTest, AgreesWithProtobuf) {
  v1::CheckPromotionResponse check;
  api::FillCheck(landfall::testing::FullAnswer(), landfall::testing::TestNow(),
                 &check);
  ExpectSameAsProtobuf(check);
  v1::Card card;
  api::FillCard(landfall::testing::FullCard(), &card);
  ExpectSameAsProtobuf(card);
  v1::ListCardRecordsResponse page;
  api::FillCardRecord(landfall::testing::FullCardRecord(), page.add_value());
  page.set_next_page_token(std::string("\x01\x1f\"\\/\n\r\t\b\f<é€😀", 23));
  ExpectSameAsProtobuf(page);
}

TEST(JsonWriterTest, WritesDefaultsAndLeavesOutWhatIsNotSet) {
  v1::ListCardRecordsResponse page;
  EXPECT_EQ(JsonOf(page),
            R"({"value":[],"nextPageToken":"","totalCount":0,"cursor":""})");
  v1::GetRecordResponse record;
  EXPECT_EQ(JsonOf(record), "{}");
  v1::Money money;
  money.set_amount(0.1);
  EXPECT_EQ(JsonOf(money), R"({"currencyCode":"","amount":0.1})");
}

TEST(QueryReaderTest, SetsFieldsFromPathAndParameters) {
  v1::ListCardRecordsRequest request;
  ASSERT_TRUE(ReadParameters({{"card", "ecom-absent"}},
                             {{"pageSize", "5"},
                              {"asOf", "2026-06-09"},
                              {"reason", "NOT_FOUND"},
                              {"keys", "EMAIL,TAX_ID"},
                              {"keys", "EXTERNAL_ID"},
                              {"entity", ""}},
                             &request)
                  .ok());
  EXPECT_EQ(request.card(), "ecom-absent");
  EXPECT_EQ(request.page_size(), 5);
  EXPECT_EQ(request.as_of().seconds(), 1780963200);
  EXPECT_EQ(request.reason(), v1::ReasonCode::NOT_FOUND);
  EXPECT_EQ(request.keys_size(), 3);
  EXPECT_EQ(request.entity(), "");
}

TEST(QueryReaderTest, NamesWhatIsWrong) {
  const struct {
    std::vector<Parameter> query;
    v1::ErrorReason::Value reason;
    const char* field;
    const char* message;
  } cases[] = {
      {{{"pagesize", "5"}},
       Reason::UNKNOWN_PARAMETER,
       "pagesize",
       "did you mean pageSize?"},
      {{{"card", "other"}}, Reason::DUPLICATE_FIELD, "card", "stands twice"},
      {{{"pageSize", "5"}, {"pageSize", "6"}},
       Reason::DUPLICATE_FIELD,
       "pageSize",
       "stands twice"},
      {{{"pageSize", "five"}},
       Reason::INVALID_VALUE,
       "pageSize",
       "a whole number"},
      {{{"pageSize", "5000000000"}},
       Reason::INVALID_VALUE,
       "pageSize",
       "a whole number"},
      {{{"reason", "NOTFOUND"}},
       Reason::INVALID_VALUE,
       "reason",
       "did you mean NOT_FOUND?"},
      {{{"reason", "ann@contoso.com"}},
       Reason::INVALID_VALUE,
       "reason",
       "reason: is no value of this field"},
      {{{"ann@contoso.com", "1"}},
       Reason::UNKNOWN_PARAMETER,
       "",
       "unknown parameter; known: card"},
      {{{"asOf", "soon"}}, Reason::INVALID_TIME, "asOf", "2026-06-09"},
      {{{"entity", "\xff"}}, Reason::INVALID_UTF8, "entity", "UTF-8"},
      {{{"\xff", "1"}}, Reason::INVALID_UTF8, "", "UTF-8"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.message);
    v1::ListCardRecordsRequest request;
    const absl::Status status =
        ReadParameters({{"card", "ecom-absent"}}, test.query, &request);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(api::DetailOf(status).reason(), test.reason) << status;
    EXPECT_EQ(api::DetailOf(status).field(), test.field);
    EXPECT_THAT(std::string(status.message()), HasSubstr(test.message));
  }
}

}  // namespace
}  // namespace landfall::serve::json
