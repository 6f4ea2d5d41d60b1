#include "server/serve/api/convert.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <set>

#include "server/serve/api/errors.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Every value of a wire enum but the first maps to a domain value of the same
// name, and there are no more of those.
template <typename Domain, typename Wire>
void ExpectSameNames(const google::protobuf::EnumDescriptor* wire, int offset,
                     absl::string_view (*name)(Domain),
                     Wire (*convert)(Domain)) {
  for (int i = 1; i < wire->value_count(); ++i) {
    const auto domain = static_cast<Domain>(wire->value(i)->number() - offset);
    EXPECT_EQ(std::string(name(domain)), wire->value(i)->name());
    EXPECT_EQ(static_cast<int>(convert(domain)), wire->value(i)->number());
  }
}

TEST(ConvertTest, KeepsTheNamesOfEveryEnum) {
  ExpectSameNames(v1::Verdict::Value_descriptor(), 1, &model::VerdictName,
                  &FromVerdict);
  ExpectSameNames(v1::Expectation::Value_descriptor(), 1, &model::ClarityName,
                  &FromClarity);
  ExpectSameNames(v1::Outcome::Value_descriptor(), 1, &model::OutcomeName,
                  &FromOutcome);
  ExpectSameNames(v1::ExpectedBecause::Value_descriptor(), 0,
                  &model::ExpectedBecauseName, &FromBecause);
  ExpectSameNames(v1::ReasonCode::Value_descriptor(), 1, &model::ReasonName,
                  &FromReasonCode);
  ExpectSameNames(v1::KeyKind::Value_descriptor(), 1, &model::KeyKindName,
                  &FromKeyKind);
}

TEST(ConvertTest, ReadsEveryReasonCodeBack) {
  const auto* reasons = v1::ReasonCode::Value_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    const auto wire =
        static_cast<v1::ReasonCode::Value>(reasons->value(i)->number());
    const auto code = ToReasonCode(wire);
    ASSERT_TRUE(code.has_value()) << reasons->value(i)->name();
    EXPECT_EQ(FromReasonCode(*code), wire);
  }
  EXPECT_FALSE(ToReasonCode(v1::ReasonCode::REASON_CODE_UNSPECIFIED));
  EXPECT_FALSE(ToReasonCode(static_cast<v1::ReasonCode::Value>(99)));
}

// Paths of all fields below `message` that have no value, except those that
// cannot have one here. A field that a converter forgets shows up.
void CollectUnset(const google::protobuf::Message& message,
                  const std::string& prefix, std::set<std::string>& unset) {
  const auto* descriptor = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    const std::string path = prefix + field->name();
    const bool is_message =
        field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE;
    if (field->is_repeated()) {
      const int size = reflection->FieldSize(message, field);
      if (size == 0) unset.insert(path);
      for (int j = 0; is_message && j < size; ++j) {
        CollectUnset(reflection->GetRepeatedMessage(message, field, j),
                     path + ".", unset);
      }
    } else if (!reflection->HasField(message, field)) {
      unset.insert(path);
    } else if (is_message && field->message_type()->full_name() !=
                                 "google.protobuf.Timestamp") {
      CollectUnset(reflection->GetMessage(message, field), path + ".", unset);
    }
  }
}

TEST(ConvertTest, FillsEveryFieldOfACheck) {
  v1::CheckPromotionResponse message;
  FillCheck(landfall::testing::FullAnswer(), landfall::testing::TestNow(),
            &message);
  std::set<std::string> unset;
  CollectUnset(message, "", unset);
  // Unset in some of the elements, because they exclude each other.
  EXPECT_THAT(
      unset, ::testing::UnorderedElementsAre(
                 "promoted", "entities.candidate", "entities.customers",
                 "entities.expected_because", "keys.normalized", "keys.problem",
                 "keys.raw", "keys.usable", "blocked_value.saturated",
                 "blocked_by_currency.saturated", "url"));
  EXPECT_EQ(message.verdict(), v1::Verdict::NOT_PROMOTED);
  EXPECT_EQ(message.blocked_value().amount(), 18400.5);
  EXPECT_EQ(message.since().nanos(), 5000);
  EXPECT_EQ(message.entities(1).customers(0).matched_on(0), v1::KeyKind::EMAIL);
}

TEST(ConvertTest, NamesTheFirstActionOfTheReasons) {
  model::CheckAnswer answer;
  v1::CheckPromotionResponse nothing;
  FillCheck(answer, landfall::testing::TestNow(), &nothing);
  EXPECT_FALSE(nothing.has_next_action());
  answer.reasons = {{model::ReasonCode::kNearMatch, "", "m", ""},
                    {model::ReasonCode::kNotFound, "", "m", "Create it."},
                    {model::ReasonCode::kNoUsableKey, "", "m", "Later."}};
  v1::CheckPromotionResponse message;
  FillCheck(answer, landfall::testing::TestNow(), &message);
  EXPECT_EQ(message.next_action(), "Create it.");
}

TEST(ConvertTest, SaysPromotedOnlyForThatVerdict) {
  for (int i = 0; i <= static_cast<int>(model::Verdict::kUnknown); ++i) {
    model::CheckAnswer answer;
    answer.verdict = static_cast<model::Verdict>(i);
    v1::CheckPromotionResponse message;
    FillCheck(answer, landfall::testing::TestNow(), &message);
    EXPECT_EQ(message.promoted(), message.verdict() == v1::Verdict::PROMOTED);
  }
}

TEST(ConvertTest, FillsEveryFieldOfACardAndItsRecords) {
  v1::Card card;
  FillCard(landfall::testing::FullCard(), &card);
  std::set<std::string> unset;
  CollectUnset(card, "", unset);
  EXPECT_THAT(unset,
              ::testing::UnorderedElementsAre(
                  "complete", "twin.agrees", "stages.unknown",
                  "blocked_value.saturated", "blocked_by_currency.saturated"));
  EXPECT_EQ(card.twin().differing_keys(0), v1::KeyKind::TAX_ID);

  v1::CardRecord record;
  FillCardRecord(landfall::testing::FullCardRecord(), &record);
  unset.clear();
  CollectUnset(record, "", unset);
  EXPECT_THAT(unset, ::testing::UnorderedElementsAre(
                         "entities.candidate", "entities.customers",
                         "entities.expected_because", "blocked_value.saturated",
                         "blocked_by_currency.saturated", "orders.amount",
                         "orders.documents", "orders.unpriced"));
}

TEST(ConvertTest, NeverShowsAnUnpricedOrderAsZero) {
  v1::CardRecord record;
  FillCardRecord(landfall::testing::FullCardRecord(), &record);
  ASSERT_EQ(record.orders_size(), 2);
  EXPECT_EQ(record.orders(0).amount(), 18400.5);
  EXPECT_FALSE(record.orders(0).has_unpriced());
  EXPECT_FALSE(record.orders(1).has_amount());
  EXPECT_TRUE(record.orders(1).unpriced());
  EXPECT_EQ(record.unpriced_orders(), 1);
}

TEST(ConvertTest, SaysWhenAnAmountIsOnlyALimit) {
  v1::Money money;
  FillMoney({"USD", base::Decimal(5, 0)}, &money);
  EXPECT_FALSE(money.has_saturated());
  FillMoney({"USD", base::Decimal::Saturated(base::Decimal(5, 0))}, &money);
  EXPECT_TRUE(money.saturated());
  EXPECT_EQ(money.amount(), 5);
}

TEST(ConvertTest, LeavesOutWhatThereIsNot) {
  model::Card none;
  v1::Card card;
  FillCard(none, &card);
  EXPECT_FALSE(card.alert().has_above());
  EXPECT_FALSE(card.has_largest());
  EXPECT_FALSE(card.has_twin());
}

TEST(ConvertTest, GroupsTheValuesOfAHeldRecord) {
  model::Record record;
  record.ref = {"crm", "account", "a1"};
  record.name = "Contoso";
  record.created = landfall::testing::TestNow();
  record.fields.AddString("tags", "b");
  record.fields.AddString("name", "Contoso");
  record.fields.AddString("tags", "a");
  record.fields.Sort();
  v1::HeldRecord message;
  FillHeldRecord(record, &message);
  ASSERT_EQ(message.fields_size(), 2);
  EXPECT_EQ(message.fields(0).name(), "name");
  EXPECT_EQ(message.fields(1).name(), "tags");
  ASSERT_EQ(message.fields(1).values_size(), 2);
  EXPECT_EQ(message.fields(1).values(0), "b");
  EXPECT_FALSE(message.has_modified());
}

TEST(ConvertTest, CutsCountsThatJsonWouldQuote) {
  const landfall::testing::FakeReconciler reconciler;
  const absl::Time now = landfall::testing::TestNow();
  const auto sources = reconciler.ListSources(now);
  v1::Source message;
  FillSource(sources[0], reconciler.settings().FindSource("erp"), now,
             &message);
  EXPECT_EQ(message.row_counts(0).count(), 2147483647);
  EXPECT_EQ(message.lag_seconds(), 5 * 3600);
  EXPECT_EQ(message.state(), v1::SourceState::STALE);
  EXPECT_EQ(message.keys().external_id(0).of(), "crm");
}

TEST(ConvertTest, HasNoSixtyFourBitFieldOutsideTimestamps) {
  for (const google::protobuf::Descriptor* root :
       {v1::CheckPromotionResponse::descriptor(), v1::Card::descriptor(),
        v1::CardRecord::descriptor(), v1::Source::descriptor(),
        v1::GetRecordResponse::descriptor(),
        v1::BatchUpsertRecordsResponse::descriptor()}) {
    const google::protobuf::FileDescriptor* file = root->file();
    for (int i = 0; i < file->message_type_count(); ++i) {
      for (int j = 0; j < file->message_type(i)->field_count(); ++j) {
        const auto* field = file->message_type(i)->field(j);
        EXPECT_NE(field->cpp_type(),
                  google::protobuf::FieldDescriptor::CPPTYPE_INT64)
            << field->full_name();
        EXPECT_NE(field->cpp_type(),
                  google::protobuf::FieldDescriptor::CPPTYPE_UINT64)
            << field->full_name();
      }
    }
  }
}

TEST(ErrorsTest, CarryReasonFieldAndAllowedValues) {
  const absl::Status status =
      MakeError(absl::StatusCode::kNotFound, Reason::UNKNOWN_CARD, "card",
                "unknown card", {"a", "b"});
  const v1::ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason(), Reason::UNKNOWN_CARD);
  EXPECT_EQ(detail.field(), "card");
  EXPECT_EQ(detail.allowed_size(), 2);
  v1::Error error;
  FillError(status, &error);
  EXPECT_EQ(error.code(), 404);
  EXPECT_EQ(error.status(), "NOT_FOUND");
  EXPECT_EQ(error.reason(), Reason::UNKNOWN_CARD);
}

TEST(ErrorsTest, HideTheInsideAndCutTheMessage) {
  EXPECT_THAT(PublicMessage(absl::InternalError("secret 0x1234")),
              Not(HasSubstr("secret")));
  const std::string text = std::string(1023, 'a') + "ü";
  const std::string cut = PublicMessage(absl::NotFoundError(text));
  EXPECT_EQ(cut, std::string(1023, 'a'));
}

TEST(ErrorsTest, TellNobodyWhereTheStoreLies) {
  constexpr char kText[] = "store folder /srv/landfall/data is in trouble";
  for (const absl::StatusCode code :
       {absl::StatusCode::kResourceExhausted, absl::StatusCode::kUnavailable,
        absl::StatusCode::kDataLoss, absl::StatusCode::kPermissionDenied,
        absl::StatusCode::kAborted}) {
    const absl::Status below(code, kText);
    EXPECT_TRUE(IsForTheLogOnly(below));
    EXPECT_THAT(PublicMessage(below), Not(HasSubstr("/srv")));
    EXPECT_GT(PublicMessage(below).size(), 20u);
    v1::Error error;
    FillError(below, &error);
    EXPECT_THAT(error.message(), Not(HasSubstr("/srv")));
    // What is made for callers is told as it is.
    const absl::Status ours = MakeError(code, Reason::OVERLOADED, "", "busy");
    EXPECT_FALSE(IsForTheLogOnly(ours));
    EXPECT_EQ(PublicMessage(ours), "busy");
  }
  EXPECT_EQ(PublicMessage(absl::NotFoundError("not held")), "not held");
}

TEST(ErrorsTest, GiveEveryCodeAReasonAndAnHttpStatus) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "x");
    EXPECT_NE(DetailOf(status).reason(), Reason::ERROR_REASON_UNSPECIFIED);
    EXPECT_GE(HttpStatusOf(status.code()), 400);
  }
  EXPECT_EQ(HttpStatusOf(absl::StatusCode::kOk), 200);
}

}  // namespace
}  // namespace landfall::serve::api
