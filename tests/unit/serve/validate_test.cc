#include "server/serve/api/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/serve/api/errors.h"
#include "server/serve/api/page_token.h"
#include "server/serve/api/read_query.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::api {
namespace {

using landfall::testing::TestNow;
using ::testing::HasSubstr;

class ReadQueryTest : public ::testing::Test {
 protected:
  const model::Settings settings_ = landfall::testing::TestSettings();
  const RequestScope scope_{settings_, TestNow()};
};

v1::CheckPromotionRequest GoodCheck() {
  v1::CheckPromotionRequest request;
  request.mutable_customer()->add_emails("ann@contoso.com");
  return request;
}

struct BadCheckCase {
  const char* name;
  std::function<void(v1::CheckPromotionRequest&)> break_it;
  v1::ErrorReason::Value reason;
  const char* field;
  const char* message;  // a part of it that says what is allowed
};

const BadCheckCase kBadChecks[] = {
    {"empty", [](auto& r) { r.Clear(); }, Reason::SUBJECT_REQUIRED, "subject",
     "exactly one of record and customer"},
    {"empty record", [](auto& r) { r.mutable_record(); },
     Reason::FIELD_REQUIRED, "record.source", "a value is required"},
    {"no id",
     [](auto& r) {
       r.mutable_record()->set_source("crm");
       r.mutable_record()->set_type("account");
     },
     Reason::FIELD_REQUIRED, "record.id", "a value is required"},
    {"unknown source",
     [](auto& r) {
       r.mutable_record()->set_source("crn");
       r.mutable_record()->set_type("account");
       r.mutable_record()->set_id("1");
     },
     Reason::UNKNOWN_SOURCE, "record.source",
     "unknown source 'crn' (did you mean crm?); known: erp, bc"},
    {"unknown type",
     [](auto& r) {
       r.mutable_record()->set_source("crm");
       r.mutable_record()->set_type("acount");
       r.mutable_record()->set_id("1");
     },
     Reason::UNKNOWN_TYPE, "record.type", "did you mean account?"},
    {"bad id",
     [](auto& r) {
       r.mutable_record()->set_source("crm");
       r.mutable_record()->set_type("account");
       r.mutable_record()->set_id("no guid");
     },
     Reason::INVALID_RECORD_ID, "record.id", "record.id: "},
    {"unknown entity", [](auto& r) { r.add_expected_entities("USRT"); },
     Reason::UNKNOWN_ENTITY, "expectedEntities[0]", "did you mean USTR?"},
    {"empty entity", [](auto& r) { r.add_expected_entities(""); },
     Reason::FIELD_REQUIRED, "expectedEntities[0]", "required"},
    {"too many entities",
     [](auto& r) {
       for (int i = 0; i <= kMaxListItems; ++i) r.add_expected_entities("USTR");
     },
     Reason::TOO_MANY_ITEMS, "expectedEntities", "at most 100"},
    {"window too long", [](auto& r) { r.set_window_days(367); },
     Reason::INVALID_WINDOW, "windowDays", "1 to 366"},
    {"negative window", [](auto& r) { r.set_window_days(-7); },
     Reason::INVALID_WINDOW, "windowDays", "1 to 366"},
    {"unknown view",
     [](auto& r) { r.set_view(static_cast<v1::CheckView::Value>(3)); },
     Reason::INVALID_VALUE, "view", "BASIC, FULL"},
    {"unspecified key kind",
     [](auto& r) { r.add_keys(v1::KeyKind::KEY_KIND_UNSPECIFIED); },
     Reason::INVALID_VALUE, "keys[0]", "EMAIL, EXTERNAL_ID, TAX_ID"},
    {"unknown key kind",
     [](auto& r) { r.add_keys(static_cast<v1::KeyKind::Value>(99)); },
     Reason::INVALID_VALUE, "keys[0]", "EMAIL, EXTERNAL_ID, TAX_ID"},
    {"future",
     [](auto& r) {
       r.mutable_as_of()->set_seconds(absl::ToUnixSeconds(TestNow()));
       r.mutable_as_of()->set_nanos(1);
     },
     Reason::FUTURE_AS_OF, "asOf", "now is 2026-06-09T08:00:00Z"},
    {"nanos out of range",
     [](auto& r) { r.mutable_as_of()->set_nanos(1000000000); },
     Reason::INVALID_TIME, "asOf", "0 to 999,999,999"},
    {"negative nanos", [](auto& r) { r.mutable_as_of()->set_nanos(-1); },
     Reason::INVALID_TIME, "asOf", "0 to 999,999,999"},
    {"year 0", [](auto& r) { r.mutable_as_of()->set_seconds(-62135596801); },
     Reason::INVALID_TIME, "asOf", "0001 to 9999"},
    {"long email",
     [](auto& r) {
       r.mutable_customer()->add_emails(std::string(kMaxTextBytes + 1, 'a'));
     },
     Reason::VALUE_TOO_LONG, "customer.emails[1]", "at most 1024"},
    {"many emails",
     [](auto& r) {
       for (int i = 0; i < kMaxListItems; ++i) {
         r.mutable_customer()->add_emails("a@b.example");
       }
     },
     Reason::TOO_MANY_ITEMS, "customer.emails", "at most 100"},
    {"external id without source",
     [](auto& r) { r.mutable_customer()->add_external_ids()->set_value("1"); },
     Reason::FIELD_REQUIRED, "customer.externalIds[0].source", "required"},
    {"external id of unknown source",
     [](auto& r) {
       r.mutable_customer()->add_external_ids()->set_source("shoop");
     },
     Reason::UNKNOWN_SOURCE, "customer.externalIds[0].source",
     "did you mean shop?"},
    {"long tax id",
     [](auto& r) {
       r.mutable_customer()->add_tax_ids()->set_value(std::string(2000, '1'));
     },
     Reason::VALUE_TOO_LONG, "customer.taxIds[0].value", "at most 1024"},
    {"ship-to with record",
     [](auto& r) {
       r.mutable_record()->set_source("shop");
       r.mutable_record()->set_type("customer");
       r.mutable_record()->set_id("123");
       r.set_ship_to_country("CA");
     },
     Reason::FIELD_NOT_ALLOWED, "shipToCountry", "only together with customer"},
};

TEST_F(ReadQueryTest, RefusesBadChecksWithFieldAndWhatIsAllowed) {
  for (const BadCheckCase& bad : kBadChecks) {
    SCOPED_TRACE(bad.name);
    v1::CheckPromotionRequest request = GoodCheck();
    bad.break_it(request);
    const absl::Status status = ReadCheckQuery(scope_, request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    const v1::ErrorDetail detail = DetailOf(status);
    EXPECT_EQ(v1::ErrorReason::Value_Name(detail.reason()),
              v1::ErrorReason::Value_Name(bad.reason));
    EXPECT_EQ(detail.field(), bad.field);
    EXPECT_THAT(std::string(status.message()), HasSubstr(bad.message));
  }
}

TEST_F(ReadQueryTest, FillsDefaultsOfCheck) {
  const auto query = ReadCheckQuery(scope_, GoodCheck());
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->as_of, TestNow());
  EXPECT_EQ(query->window_days, 7);
  EXPECT_FALSE(query->keys.has_value());
  EXPECT_FALSE(query->record.has_value());
  ASSERT_TRUE(query->customer.has_value());
  EXPECT_EQ(query->customer->emails,
            std::vector<std::string>{"ann@contoso.com"});
}

TEST_F(ReadQueryTest, AnswersInFullUnlessBasicIsAskedFor) {
  v1::CheckPromotionRequest request = GoodCheck();
  EXPECT_EQ(ReadCheckQuery(scope_, request)->view, model::CheckView::kFull);
  request.set_view(v1::CheckView::FULL);
  EXPECT_EQ(ReadCheckQuery(scope_, request)->view, model::CheckView::kFull);
  request.set_view(v1::CheckView::BASIC);
  EXPECT_EQ(ReadCheckQuery(scope_, request)->view, model::CheckView::kBasic);
}

TEST_F(ReadQueryTest, CutsTimesToMicroseconds) {
  v1::CheckPromotionRequest request = GoodCheck();
  request.mutable_as_of()->set_seconds(1000);
  request.mutable_as_of()->set_nanos(1999);
  const auto query = ReadCheckQuery(scope_, request);
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->as_of, absl::FromUnixMicros(1000000001));

  const RequestScope fine{settings_, TestNow() + absl::Nanoseconds(1500)};
  const auto now = ReadCheckQuery(fine, GoodCheck());
  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->as_of, TestNow() + absl::Microseconds(1));
}

TEST_F(ReadQueryTest, SpellsEntitiesAsConfigured) {
  v1::CheckPromotionRequest request = GoodCheck();
  request.add_expected_entities("ustr");
  const auto query = ReadCheckQuery(scope_, request);
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->expected_entities, std::vector<std::string>{"USTR"});
}

TEST_F(ReadQueryTest, NeverEchoesWhatMayBePersonal) {
  v1::CheckPromotionRequest request = GoodCheck();
  request.add_expected_entities("ann@contoso.com");
  const absl::Status status = ReadCheckQuery(scope_, request).status();
  EXPECT_THAT(std::string(status.message()),
              ::testing::Not(HasSubstr("contoso")));
}

struct BadListCase {
  const char* name;
  std::function<void(v1::ListCardRecordsRequest&)> break_it;
  absl::StatusCode code;
  v1::ErrorReason::Value reason;
  const char* message;
};

const BadListCase kBadLists[] = {
    {"no card", [](auto& r) { r.clear_card(); },
     absl::StatusCode::kInvalidArgument, Reason::FIELD_REQUIRED, "required"},
    {"unknown card", [](auto& r) { r.set_card("ecom-absnt"); },
     absl::StatusCode::kNotFound, Reason::UNKNOWN_CARD,
     "did you mean ecom-absent?); known: dataverse-not-promoted"},
    {"negative page", [](auto& r) { r.set_page_size(-1); },
     absl::StatusCode::kInvalidArgument, Reason::INVALID_PAGE_SIZE,
     "1 to 1000"},
    {"huge page", [](auto& r) { r.set_page_size(1000000000); },
     absl::StatusCode::kInvalidArgument, Reason::INVALID_PAGE_SIZE,
     "1 to 1000"},
    {"order", [](auto& r) { r.set_order_by("value"); },
     absl::StatusCode::kInvalidArgument, Reason::INVALID_ORDER_BY,
     "blocked_value desc, since, since desc, name"},
    {"reason",
     [](auto& r) { r.set_reason(static_cast<v1::ReasonCode::Value>(99)); },
     absl::StatusCode::kInvalidArgument, Reason::UNKNOWN_REASON, "reason"},
    {"entity", [](auto& r) { r.set_entity("XX"); },
     absl::StatusCode::kInvalidArgument, Reason::UNKNOWN_ENTITY, "USTR"},
    {"source", [](auto& r) { r.set_source("XX"); },
     absl::StatusCode::kInvalidArgument, Reason::UNKNOWN_SOURCE, "crm"},
    {"channel", [](auto& r) { r.set_channel("B2X"); },
     absl::StatusCode::kInvalidArgument, Reason::UNKNOWN_CHANNEL,
     "did you mean B2B?); known: DTC, B2B"},
    {"token", [](auto& r) { r.set_page_token("garbage"); },
     absl::StatusCode::kInvalidArgument, Reason::INVALID_PAGE_TOKEN,
     "nextPageToken"},
    {"token without inner", [](auto& r) { r.set_page_token("5."); },
     absl::StatusCode::kInvalidArgument, Reason::INVALID_PAGE_TOKEN,
     "nextPageToken"},
    {"long token", [](auto& r) { r.set_page_token(std::string(2000, '1')); },
     absl::StatusCode::kInvalidArgument, Reason::VALUE_TOO_LONG, "1024"},
};

TEST_F(ReadQueryTest, RefusesBadListsWithFieldAndWhatIsAllowed) {
  for (const BadListCase& bad : kBadLists) {
    SCOPED_TRACE(bad.name);
    v1::ListCardRecordsRequest request;
    request.set_card("ecom-absent");
    bad.break_it(request);
    const absl::Status status = ReadCardRecordsQuery(scope_, request).status();
    EXPECT_EQ(status.code(), bad.code);
    EXPECT_EQ(v1::ErrorReason::Value_Name(DetailOf(status).reason()),
              v1::ErrorReason::Value_Name(bad.reason));
    EXPECT_THAT(std::string(status.message()), HasSubstr(bad.message));
  }
}

TEST_F(ReadQueryTest, TakesPageSizeZeroAsDefault) {
  v1::ListCardRecordsRequest request;
  request.set_card("ecom-absent");
  const auto query = ReadCardRecordsQuery(scope_, request);
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->page_size, 100);
  EXPECT_EQ(query->order, model::CardOrder::kBlockedValueDesc);
  EXPECT_EQ(query->card.as_of, TestNow());
}

TEST_F(ReadQueryTest, PagesKeepTheTimeOfTheFirstPage) {
  const absl::Time first = TestNow() - absl::Minutes(3);
  v1::ListCardRecordsRequest request;
  request.set_card("ecom-absent");
  request.set_page_token(WritePageToken(first, "in.ner"));
  const auto query = ReadCardRecordsQuery(scope_, request);
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->card.as_of, first);
  EXPECT_EQ(query->page_token, "in.ner");

  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(first) - 1);
  EXPECT_EQ(DetailOf(ReadCardRecordsQuery(scope_, request).status()).reason(),
            Reason::INVALID_PAGE_TOKEN);
}

}  // namespace
}  // namespace landfall::serve::api
