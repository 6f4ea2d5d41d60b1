// What is remembered of checks is never told where it does not hold.
#include "server/recall/answer_memory.h"

#include <set>

#include "gtest/gtest.h"
#include "server/base/check.h"
#include "tests/support/test_engine.h"

namespace landfall::recall {
namespace {

using namespace reconcile;  // NOLINT: the records of its tests

using model::CheckQuery;

CheckQuery AboutRecord() {
  CheckQuery query;
  query.record = model::RecordRef{"web", "customer", "1"};
  return query;
}

CheckQuery AboutKeys(std::vector<std::string> emails) {
  CheckQuery query;
  query.customer.emplace();
  query.customer->emails = std::move(emails);
  return query;
}

TEST(AnswerMemoryTest, TellsQuestionsApart) {
  std::vector<CheckQuery> queries = {AboutRecord(), AboutKeys({"a@x.org"}),
                                     AboutKeys({"a@x.org", ""}),
                                     AboutKeys({"", "a@x.org"}), AboutKeys({})};
  const auto add = [&](CheckQuery query) { queries.push_back(query); };
  CheckQuery query = AboutRecord();
  query.window_days = 8;
  add(query);
  query.window_days = 7 + 256;
  add(query);
  query.window_days = 7 + (1 << 16);  // no window, and not to be taken for one
  add(query);
  query = AboutRecord();
  query.keys = model::KeyKinds();
  add(query);
  query.keys = model::KeyKinds::All();
  add(query);
  query = AboutRecord();
  query.expected_entities = {"USTR"};
  add(query);
  query.expected_entities = {"USTR", "CATR"};
  add(query);
  query = AboutKeys({});
  query.ship_to_country = "US";
  add(query);
  query = AboutKeys({});
  query.customer->name = "a@x.org";
  add(query);
  query = AboutKeys({});
  query.customer->external_ids = {{"web", "1"}};
  add(query);
  query = AboutKeys({});
  query.customer->tax_ids = {{"web", "1"}};
  add(query);
  query = AboutKeys({});
  query.customer->country = "US";
  add(query);
  query = AboutKeys({});
  query.customer->postal_code = "US";
  add(query);

  const base::Hasher hasher(std::string(base::Hasher::kSecretSize, 's'));
  std::set<base::Hash128> keys;
  for (size_t i = 0; i < queries.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_TRUE(keys.insert(AnswerMemory::KeyOf(hasher, queries[i])).second);
    CheckQuery later = queries[i];
    later.as_of = absl::UnixEpoch();
    EXPECT_FALSE(keys.insert(AnswerMemory::KeyOf(hasher, later)).second);
  }
}

TEST(AnswerMemoryTest, FindsOnlyWhatHolds) {
  AnswerMemory memory;
  const base::Hash128 key{1, 2};
  const auto answer = std::make_shared<const model::CheckAnswer>();
  memory.Remember(key, 7, {100, 200}, answer);
  EXPECT_EQ(memory.Find(key, 7, 100), answer);
  EXPECT_EQ(memory.Find(key, 7, 200), answer);
  EXPECT_EQ(memory.Find(key, 7, 99), nullptr);
  EXPECT_EQ(memory.Find(key, 7, 201), nullptr);
  EXPECT_EQ(memory.Find(key, 8, 150), nullptr);
  EXPECT_EQ(memory.Find({1, 3}, 7, 150), nullptr);
  memory.Clear();
  EXPECT_EQ(memory.Find(key, 7, 150), nullptr);
}

TEST(AnswerMemoryTest, GivesTheSameAnswerAgain) {
  Engine engine;
  engine.ReadAll();
  engine.Upsert({Shopper("1", "Ann", "ann@contoso.com"),
                 Order("101", "1", "US", "10"),
                 Master("USTR", "C-1", "ann@contoso.com")});
  CheckQuery query = AboutRecord();
  query.as_of = Now();
  const auto first = engine->Check(query);
  query.as_of = Now() + absl::Minutes(1);
  const auto again = engine->Check(query);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(*first, *again) << "the very object";
  query.as_of = Now() + absl::Hours(24 * 8);
  const auto late = engine->Check(query);
  ASSERT_TRUE(late.ok());
  EXPECT_NE((*late)->verdict, (*first)->verdict) << "the order left the window";
}

TEST(AnswerMemoryTest, ForgetsWhatWasStoredSince) {
  Engine engine;
  engine.ReadAll();
  engine.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("101", "1", "US", "10")});
  EXPECT_EQ(engine.VerdictOf("web/customer/1"), model::Verdict::kNotPromoted);
  engine.Upsert({Master("USTR", "C-1", "ann@contoso.com")});
  EXPECT_EQ(engine.VerdictOf("web/customer/1"), model::Verdict::kPromoted);
}

// The answer holds for the time asked about, but the reads that it rests on may
// lie in the future of a clock that was set back.
TEST(AnswerMemoryTest, DoesNotOutliveAClockThatIsSetBack) {
  Engine engine;
  engine.ReadAll();
  engine.Upsert(
      {Shopper("1", "Ann", "ann@contoso.com"), Order("101", "1", "US", "10")});
  CheckQuery query = AboutRecord();
  query.as_of = Now() - absl::Hours(2);
  const auto verdict_at = [&](absl::Time now) {
    query.now = now;
    const auto answer = engine->Check(query);
    LF_CHECK(answer.ok());
    return (*answer)->verdict;
  };
  EXPECT_EQ(verdict_at(Now()), model::Verdict::kNotPromoted);
  EXPECT_EQ(verdict_at(query.as_of), model::Verdict::kUnknown);
  EXPECT_EQ(verdict_at(Now()), model::Verdict::kNotPromoted);
}

// A near master is told while it exists; it shares no key with the customer.
TEST(AnswerMemoryTest, SeesANearMasterGo) {
  Engine engine;
  engine.ReadAll();
  model::Record near = Master("USTR", "C-1", "ann+shop@contoso.com");
  near.deleted = Now() + absl::Minutes(5);
  engine.Upsert({Shopper("1", "Ann", "ann@contoso.com"),
                 Order("101", "1", "US", "10"), near});
  CheckQuery by_record = AboutRecord();
  CheckQuery by_keys = AboutKeys({"ann@contoso.com"});
  for (CheckQuery* query : {&by_record, &by_keys}) {
    query->as_of = Now();
    const auto before = engine->Check(*query);
    ASSERT_TRUE(before.ok());
    EXPECT_EQ((*before)->near_matches.size(), 1u);
    query->as_of = Now() + absl::Minutes(6);
    const auto after = engine->Check(*query);
    ASSERT_TRUE(after.ok());
    EXPECT_TRUE((*after)->near_matches.empty());
  }
}

}  // namespace
}  // namespace landfall::recall
