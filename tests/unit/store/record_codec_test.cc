#include "server/store/record_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "server/store/event_codec.h"

namespace landfall::store {
namespace {

using ::testing::HasSubstr;

model::Record Base() {
  model::Record record;
  record.ref = {"shop", "customer", "1"};
  record.name = "Ann \xC3\x9F";
  record.created = absl::FromUnixMillis(1'780'000'000'123);
  record.modified = absl::FromUnixNanos(-1);
  record.tax_ids = {{"vat", "DE136695976", "Germany"}};
  record.fields.AddString("email", std::string("a\0b", 3));
  record.fields.Add("total", {model::FieldValue::Type::kNumber, "18400.50"});
  record.fields.Add("ok", {model::FieldValue::Type::kBool, "true"});
  record.fields.Sort();
  return record;
}

// One record per alternative of the body, every member set.
std::vector<model::Record> EveryKind() {
  std::vector<model::Record> records(8, Base());
  records[0].body = model::UpstreamCustomer{
      "US",       "83814",        model::LifeState::kMerged,
      "2",        {"a", "b"},     {"id", ""},
      {"", "80"}, {"x", "NET30"}, {},
      "7"};
  records[1].body = model::MasterCustomer{"USTR", "C-1", "USA", "83814", true};
  model::Order order;
  order.quote = order.dead = order.ignored = true;
  order.number = "#1001";
  order.customer_type = "company";
  order.customer_id = "5";
  order.customer_name = "Contoso";
  order.email = "a@contoso.com";
  order.state = "PAID";
  order.cancelled_at = absl::InfiniteFuture();
  order.placed_at = absl::InfinitePast();
  order.amount = base::Decimal(-1234567890123456789, 9);
  order.currency = "CAD";
  order.ship_countries = {"CA", ""};
  order.billing_country = "US";
  order.tags = {"wholesale-ca"};
  records[2].body = order;
  records[3].body = model::Activity{{{"account", "1"}, {"contact", "2"}}, true};
  records[4].body = model::Reference{"80", "ustr", "Retail"};
  records[5].body = model::CompanyLocation{"9", "DE"};
  model::ErrorEvent event;
  event.system = "dual_write";
  event.flow = "f";
  event.map = "m";
  event.entity = "USTR";
  event.record = {"crm", "account", "x"};
  event.customer.emplace();
  event.customer->name = "n";
  event.customer->emails = {"e"};
  event.customer->external_ids = {{"shop", "1"}};
  event.customer->tax_ids = {{"DE", "2"}};
  event.customer->country = "DE";
  event.customer->postal_code = "1";
  event.message = "failed";
  event.code = "500";
  records[6].body = event;
  records[7].body = model::Document{"USTR", "SO-1", "ustr:C-1"};
  return records;
}

TEST(RecordCodecTest, RoundTripsEveryKind) {
  for (const model::Record& record : EveryKind()) {
    SCOPED_TRACE(record.body.index());
    const std::string bytes = EncodeRecord(record);
    const auto decoded = DecodeRecord(bytes);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(decoded->ref, record.ref);
    EXPECT_EQ(decoded->name, record.name);
    EXPECT_EQ(decoded->created, record.created);
    EXPECT_EQ(decoded->modified, record.modified);
    EXPECT_EQ(decoded->deleted, record.deleted);
    EXPECT_EQ(decoded->fields, record.fields);
    EXPECT_EQ(decoded->body.index(), record.body.index());
    EXPECT_EQ(EncodeRecord(*decoded), bytes);
  }
}

TEST(RecordCodecTest, KeepsTheMembersOfAnOrder) {
  const auto decoded = DecodeRecord(EncodeRecord(EveryKind()[2]));
  ASSERT_TRUE(decoded.ok());
  const auto& order = std::get<model::Order>(decoded->body);
  EXPECT_TRUE(order.quote && order.dead && order.ignored);
  EXPECT_EQ(order.cancelled_at, absl::InfiniteFuture());
  EXPECT_EQ(order.placed_at, absl::InfinitePast());
  EXPECT_EQ(order.amount->ToString(), "-1234567890.123456789");
  EXPECT_EQ(order.ship_countries, (std::vector<std::string>{"CA", ""}));
  EXPECT_EQ(order.tags, std::vector<std::string>{"wholesale-ca"});
}

TEST(RecordCodecTest, KeepsTheMembersOfAnErrorEvent) {
  const auto decoded = DecodeRecord(EncodeRecord(EveryKind()[6]));
  ASSERT_TRUE(decoded.ok());
  const auto& event = std::get<model::ErrorEvent>(decoded->body);
  EXPECT_EQ(event.record.ToString(), "crm/account/x");
  ASSERT_TRUE(event.customer.has_value());
  EXPECT_EQ(event.customer->external_ids[0].source, "shop");
  EXPECT_EQ(event.customer->tax_ids[0].value, "2");
  EXPECT_EQ(event.code, "500");
}

TEST(RecordCodecTest, EqualAmountsHaveEqualBytes) {
  std::vector<std::string> bytes;
  for (base::Decimal amount :
       {base::Decimal(10, 1), base::Decimal(1, 0), base::Decimal(100, 2)}) {
    model::Record record = Base();
    model::Order order;
    order.amount = amount;
    record.body = order;
    bytes.push_back(EncodeRecord(record));
  }
  EXPECT_EQ(bytes[0], bytes[1]);
  EXPECT_EQ(bytes[0], bytes[2]);
}

TEST(RecordCodecTest, DifferentSplitsHaveDifferentBytes) {
  model::Record a = Base();
  model::Record b = Base();
  a.ref = {"ab", "c", "d"};
  b.ref = {"a", "bc", "d"};
  EXPECT_NE(EncodeRecord(a), EncodeRecord(b));
}

TEST(RecordCodecTest, RefusesEveryTruncationAndAnyRest) {
  for (const model::Record& record : EveryKind()) {
    const std::string bytes = EncodeRecord(record);
    for (size_t size = 0; size < bytes.size(); ++size) {
      SCOPED_TRACE(size);
      const auto decoded = DecodeRecord({bytes.data(), size});
      ASSERT_EQ(decoded.status().code(), absl::StatusCode::kDataLoss);
    }
    EXPECT_EQ(DecodeRecord(bytes + "x").status().code(),
              absl::StatusCode::kDataLoss);
  }
}

TEST(RecordCodecTest, KeepsEventsAndRefusesPartsOfThem) {
  model::CardEvent event;
  event.type = model::EventType::kSourceRecovered;
  event.because = model::EventCause::kConfiguration;
  event.at = absl::FromUnixNanos(1);
  event.revision = -1;
  event.verdict = model::Verdict::kUnknown;
  event.reasons = {model::ReasonCode::kSourceIncomplete};
  event.entities = {"USTR", ""};
  event.blocked_value = {"USD", base::Decimal(-5, 1)};
  event.since = absl::InfinitePast();
  event.count = -17;
  event.above = 0;
  const std::string bytes = EncodeEvent(event);
  const auto decoded = DecodeEvent(bytes);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(EncodeEvent(*decoded), bytes);
  EXPECT_EQ(decoded->at, event.at);
  EXPECT_EQ(decoded->reasons, event.reasons);
  EXPECT_EQ(decoded->count, -17);
  EXPECT_EQ(decoded->above, 0);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeEvent(bytes.substr(0, size)).ok()) << size;
  }
  EXPECT_THAT(DecodeEvent(bytes + "x").status().message(),
              HasSubstr("stored event"));
}

TEST(RecordCodecTest, RefusesAnotherVersion) {
  std::string bytes = EncodeRecord(Base());
  bytes[0] = 9;
  const absl::Status status = DecodeRecord(bytes).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("version 9"));
}

TEST(RecordCodecTest, SurvivesFlippedBytes) {
  constexpr unsigned kSeed = 20260609;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  for (const model::Record& record : EveryKind()) {
    const std::string good = EncodeRecord(record);
    for (int round = 0; round < 2000; ++round) {
      std::string bytes = good;
      for (int flips = 0; flips < 3; ++flips) {
        bytes[random() % bytes.size()] ^= static_cast<char>(1 + random() % 255);
      }
      // Either an error, or a record that can be written again.
      const auto decoded = DecodeRecord(bytes);
      if (decoded.ok()) {
        EXPECT_TRUE(DecodeRecord(EncodeRecord(*decoded)).ok());
      }
    }
  }
}

}  // namespace
}  // namespace landfall::store
