#include "server/serve/api/handlers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/serve/api/errors.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::api {
namespace {

using landfall::testing::FakeReconciler;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kGuid[] = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";

class HandlersTest : public ::testing::Test {
 protected:
  FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  Handlers handlers_{reconciler_, reconciler_, clock_};
};

v1::BatchUpsertRecordsRequest ErpPush(const std::vector<const char*>& areas) {
  v1::BatchUpsertRecordsRequest request;
  request.set_source("erp");
  request.set_type("customer");
  int line = 1;
  for (const char* area : areas) {
    v1::Payload* payload = request.add_payloads();
    payload->set_json(std::string("{\"dataAreaId\":\"") + area +
                      "\",\"CustomerAccount\":\"C-1\"}");
    payload->set_line(line++);
  }
  return request;
}

TEST_F(HandlersTest, BatchAnswersInOrderWithErrorsInPlace) {
  v1::BatchCheckPromotionRequest request;
  request.add_checks()->mutable_customer();
  request.add_checks();
  request.add_checks()->mutable_customer();
  int asked = 0;
  reconciler_.on_check =
      [&](const model::CheckQuery&) -> absl::StatusOr<model::CheckAnswer> {
    if (++asked == 2) return absl::DataLossError("damaged");
    return landfall::testing::FullAnswer();
  };
  v1::BatchCheckPromotionResponse response;
  ASSERT_TRUE(handlers_.BatchCheckPromotion(request, &response).ok());
  ASSERT_EQ(response.results_size(), 3);
  EXPECT_TRUE(response.results(0).has_check());
  EXPECT_EQ(response.results(1).error().reason(), Reason::SUBJECT_REQUIRED);
  EXPECT_EQ(response.results(1).error().code(), 400);
  EXPECT_EQ(response.results(2).error().reason(), Reason::STORE_DAMAGED);
}

TEST_F(HandlersTest, BatchRefusesNoneAndTooMany) {
  v1::BatchCheckPromotionRequest request;
  v1::BatchCheckPromotionResponse response;
  EXPECT_EQ(DetailOf(handlers_.BatchCheckPromotion(request, &response)).field(),
            "checks");
  for (int i = 0; i < kMaxChecks; ++i) {
    request.add_checks()->mutable_customer();
  }
  EXPECT_TRUE(handlers_.BatchCheckPromotion(request, &response).ok());
  request.add_checks();
  const absl::Status status = handlers_.BatchCheckPromotion(request, &response);
  EXPECT_EQ(DetailOf(status).reason(), Reason::TOO_MANY_ITEMS);
  EXPECT_THAT(std::string(status.message()), HasSubstr("at most 1000"));
}

TEST_F(HandlersTest, EveryCallSurvivesAnEmptyRequest) {
  v1::Card card;
  EXPECT_EQ(handlers_.GetCard({}, &card).code(),
            absl::StatusCode::kInvalidArgument);
  v1::ListCardRecordsResponse records;
  EXPECT_EQ(handlers_.ListCardRecords({}, &records).code(),
            absl::StatusCode::kInvalidArgument);
  v1::GetRecordResponse record;
  EXPECT_EQ(DetailOf(handlers_.GetRecord({}, &record)).field(), "source");
  v1::EraseRecordResponse erased;
  EXPECT_EQ(DetailOf(handlers_.EraseRecord({}, &erased)).field(), "source");
  v1::BatchUpsertRecordsResponse upserted;
  EXPECT_EQ(DetailOf(handlers_.BatchUpsertRecords({}, &upserted)).field(),
            "source");
  v1::CheckPromotionResponse check;
  EXPECT_EQ(DetailOf(handlers_.CheckPromotion({}, &check)).reason(),
            Reason::SUBJECT_REQUIRED);
  v1::ListCardsResponse cards;
  EXPECT_TRUE(handlers_.ListCards({}, &cards).ok());
  EXPECT_EQ(cards.cards_size(), 2);
  v1::ListSourcesResponse sources;
  EXPECT_TRUE(handlers_.ListSources({}, &sources).ok());
  EXPECT_EQ(sources.sources_size(), 2);
  ASSERT_EQ(sources.legal_entities_size(), 5);
  EXPECT_EQ(sources.legal_entities(0).id(), "USTR");
  EXPECT_EQ(sources.legal_entities(0).name(), "US Trade Inc");
  EXPECT_EQ(sources.legal_entities(0).country(), "US");
  EXPECT_EQ(sources.legal_entities(0).currency_code(), "USD");
  EXPECT_EQ(sources.legal_entities(0).source(), "erp");
  EXPECT_EQ(sources.legal_entities(2).name(), "UKCO");  // has no other
}

TEST_F(HandlersTest, ListsWithATokenThatLeadsOn) {
  v1::ListCardRecordsRequest request;
  request.set_card("ecom-absent");
  v1::ListCardRecordsResponse response;
  ASSERT_TRUE(handlers_.ListCardRecords(request, &response).ok());
  EXPECT_EQ(response.total_count(), 17);
  EXPECT_EQ(response.value_size(), 1);
  request.set_page_token(response.next_page_token());
  std::string inner;
  reconciler_.on_list = [&](const model::CardRecordsQuery& query) {
    inner = query.page_token;
    return model::CardRecordsPage{};
  };
  v1::ListCardRecordsResponse last;
  ASSERT_TRUE(handlers_.ListCardRecords(request, &last).ok());
  EXPECT_EQ(inner, "inner");
  EXPECT_EQ(last.next_page_token(), "");
}

TEST_F(HandlersTest, NamesThePageTokenThatWasRefusedBelow) {
  v1::ListCardRecordsRequest request;
  request.set_card("ecom-absent");
  request.set_page_token("5.other");
  reconciler_.on_list = [](const model::CardRecordsQuery&) {
    return absl::InvalidArgumentError("not given out for this query");
  };
  v1::ListCardRecordsResponse response;
  const absl::Status status = handlers_.ListCardRecords(request, &response);
  EXPECT_EQ(DetailOf(status).reason(), Reason::INVALID_PAGE_TOKEN);
}

TEST_F(HandlersTest, GetRecordTellsWhatIsNotThere) {
  v1::GetRecordRequest request;
  request.set_source("crn");
  request.set_type("account");
  request.set_id(kGuid);
  v1::GetRecordResponse response;
  absl::Status status = handlers_.GetRecord(request, &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DetailOf(status).reason(), Reason::UNKNOWN_SOURCE);
  request.set_source("crm");
  status = handlers_.GetRecord(request, &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DetailOf(status).reason(), Reason::RECORD_NOT_HELD);
}

TEST_F(HandlersTest, GetRecordHandsKeysAndWindowOn) {
  reconciler_.on_get_record = [](const model::RecordQuery& query) {
    reconcile::RecordView view;
    view.record.ref = query.record;
    model::CheckAnswer check;
    check.explanation =
        absl::StrCat(query.keys.has_value() ? "some" : "default", " keys, ",
                     query.window_days, " days");
    view.check = std::make_shared<const model::CheckAnswer>(std::move(check));
    return view;
  };
  v1::GetRecordRequest request;
  request.set_source("crm");
  request.set_type("account");
  request.set_id(std::string("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}"));
  v1::GetRecordResponse response;
  ASSERT_TRUE(handlers_.GetRecord(request, &response).ok());
  EXPECT_EQ(response.check().explanation(), "default keys, 7 days");
  EXPECT_EQ(response.record().ref().id(), kGuid);
  request.add_keys(v1::KeyKind::EMAIL);
  request.set_window_days(30);
  response.Clear();
  ASSERT_TRUE(handlers_.GetRecord(request, &response).ok());
  EXPECT_EQ(response.check().explanation(), "some keys, 30 days");
}

TEST_F(HandlersTest, ErasesByTheOneSpelling) {
  v1::EraseRecordRequest request;
  request.set_source("crm");
  request.set_type("account");
  request.set_id("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}");
  v1::EraseRecordResponse response;
  ASSERT_TRUE(handlers_.EraseRecord(request, &response).ok());
  EXPECT_THAT(reconciler_.erased(),
              ElementsAre(model::RecordRef{"crm", "account", kGuid}));
}

TEST_F(HandlersTest, PushMarksTheEntitiesOfItsCustomersAsRead) {
  v1::BatchUpsertRecordsResponse response;
  ASSERT_TRUE(
      handlers_.BatchUpsertRecords(ErpPush({"ustr", "USTR"}), &response).ok());
  EXPECT_EQ(response.read(), 2);
  EXPECT_EQ(response.inserted(), 2);
  EXPECT_THAT(response.entities(), ElementsAre("USTR"));
  ASSERT_EQ(reconciler_.batches().size(), 1u);
  EXPECT_THAT(reconciler_.batches()[0].entities_read, ElementsAre("USTR"));
}

TEST_F(HandlersTest, PushInPartsMarksNothingBeforeTheLast) {
  v1::BatchUpsertRecordsRequest part = ErpPush({"ustr"});
  part.set_complete(false);
  v1::BatchUpsertRecordsResponse response;
  ASSERT_TRUE(handlers_.BatchUpsertRecords(part, &response).ok());
  EXPECT_THAT(response.entities(), ElementsAre("USTR"));
  EXPECT_TRUE(reconciler_.batches()[0].entities_read.empty());

  v1::BatchUpsertRecordsRequest last;
  last.set_source("erp");
  last.add_entities("ustr");
  last.add_entities("CATR");
  response.Clear();
  ASSERT_TRUE(handlers_.BatchUpsertRecords(last, &response).ok());
  EXPECT_THAT(reconciler_.batches()[1].entities_read,
              ElementsAre("USTR", "CATR"));
}

TEST_F(HandlersTest, PushRefusesEntitiesBeforeItIsComplete) {
  v1::BatchUpsertRecordsRequest part = ErpPush({"ustr"});
  part.set_complete(false);
  part.add_entities("USTR");
  v1::BatchUpsertRecordsResponse response;
  const absl::Status status = handlers_.BatchUpsertRecords(part, &response);
  EXPECT_EQ(DetailOf(status).reason(), Reason::FIELD_NOT_ALLOWED);
  EXPECT_TRUE(reconciler_.batches().empty());
}

TEST_F(HandlersTest, PushNotesRejectsAndStoresTheRest) {
  v1::BatchUpsertRecordsRequest request = ErpPush({"ustr"});
  v1::Payload* bad = request.add_payloads();
  bad->set_json("{\"dataAreaId\":\"ustr\"}");
  bad->set_line(7);
  v1::BatchUpsertRecordsResponse response;
  ASSERT_TRUE(handlers_.BatchUpsertRecords(request, &response).ok());
  EXPECT_EQ(response.read(), 2);
  EXPECT_EQ(response.rejected(), 1);
  ASSERT_EQ(response.rejects_size(), 1);
  EXPECT_EQ(response.rejects(0).line(), 7);
  EXPECT_EQ(response.rejects(0).field(), "CustomerAccount");
  EXPECT_THAT(response.rejects(0).cause(), HasSubstr("CustomerAccount"));
  EXPECT_EQ(reconciler_.batches()[0].records.size(), 1u);
}

TEST_F(HandlersTest, PushOfNoCustomersSaysThatThereAreNone) {
  v1::BatchUpsertRecordsRequest request;
  request.set_source("bc1");
  request.set_type("customer");
  v1::BatchUpsertRecordsResponse response;
  ASSERT_TRUE(handlers_.BatchUpsertRecords(request, &response).ok());
  ASSERT_EQ(reconciler_.batches().size(), 1u);
  EXPECT_THAT(reconciler_.batches()[0].entities_read, ElementsAre("DECO"));
}

TEST_F(HandlersTest, PushOfRejectsOnlySaysWhatIsMissing) {
  v1::BatchUpsertRecordsRequest request;
  request.set_source("bc1");
  request.set_type("customer");
  request.add_payloads()->set_json("[]");
  v1::BatchUpsertRecordsResponse response;
  ASSERT_TRUE(handlers_.BatchUpsertRecords(request, &response).ok());
  EXPECT_EQ(response.rejected(), 1);
  ASSERT_EQ(reconciler_.batches().size(), 1u);
  ASSERT_EQ(reconciler_.batches()[0].unread.size(), 1u);
  EXPECT_EQ(reconciler_.batches()[0].unread[0].entity, "DECO");
  EXPECT_EQ(reconciler_.batches()[0].unread[0].rows, 1);
}

struct CompanyCase {
  const char* source;
  const char* type;
  const char* company;
  v1::ErrorReason::Value reason;
  const char* message;
};

TEST_F(HandlersTest, PushAsksForTheCompanyWhereItMatters) {
  const CompanyCase cases[] = {
      {"bc", "customer", "", Reason::COMPANY_REQUIRED,
       "UK Trade Ltd, FR Trade SARL"},
      {"bc", "", "", Reason::COMPANY_REQUIRED, "UK Trade Ltd, FR Trade SARL"},
      {"bc", "customer", "US", Reason::UNKNOWN_COMPANY, "UK Trade Ltd"},
      {"erp", "customer", "XXXX", Reason::UNKNOWN_COMPANY, "USTR, CATR"},
      {"crm", "account", "USTR", Reason::UNKNOWN_COMPANY, "leave it empty"},
  };
  for (const CompanyCase& bad : cases) {
    SCOPED_TRACE(std::string(bad.source) + "/" + bad.company);
    v1::BatchUpsertRecordsRequest request;
    request.set_source(bad.source);
    request.set_type(bad.type);
    request.set_company(bad.company);
    request.add_payloads()->set_json("{}");
    v1::BatchUpsertRecordsResponse response;
    const absl::Status status =
        handlers_.BatchUpsertRecords(request, &response);
    EXPECT_EQ(v1::ErrorReason::Value_Name(DetailOf(status).reason()),
              v1::ErrorReason::Value_Name(bad.reason));
    EXPECT_EQ(DetailOf(status).field(), "company");
    EXPECT_THAT(std::string(status.message()), HasSubstr(bad.message));
  }
  EXPECT_TRUE(reconciler_.batches().empty());
}

TEST_F(HandlersTest, PushRefusesTooManyPayloads) {
  v1::BatchUpsertRecordsRequest request;
  request.set_source("erp");
  for (int i = 0; i <= kMaxPayloads; ++i) request.add_payloads();
  v1::BatchUpsertRecordsResponse response;
  EXPECT_EQ(DetailOf(handlers_.BatchUpsertRecords(request, &response)).reason(),
            Reason::TOO_MANY_ITEMS);
}

TEST_F(HandlersTest, PushPassesOnWhatTheStoreSays) {
  reconciler_.on_upsert = [](const ingest::UpsertBatch&) {
    return absl::ResourceExhaustedError("the disk is full");
  };
  v1::BatchUpsertRecordsResponse response;
  const absl::Status status =
      handlers_.BatchUpsertRecords(ErpPush({"ustr"}), &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(status).reason(), Reason::STORE_FULL);
}

}  // namespace
}  // namespace landfall::serve::api
