// What every RecordStore must do with the log of events and the members of
// cards.
#include "tests/contract/record_store_contract.h"

namespace landfall::testing {
namespace {

using store::EventCursor;
using store::LoggedEvent;
using store::StoreBatch;
using store::StoreView;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

LoggedEvent Event(const std::string& name,
                  std::vector<base::Hash128> about = {}) {
  LoggedEvent logged;
  logged.event.at = absl::FromUnixSeconds(1'780'000'000);
  logged.event.card = "ecom-absent";
  logged.event.record = {"shop", "customer", name};
  logged.event.name = name;
  logged.about = std::move(about);
  return logged;
}

// "2.0 ann": the cursor, and the name or "-".
std::vector<std::string> Log(
    const StoreView& view, EventCursor from = {},
    StoreView::EventOrder order = StoreView::EventOrder::kOldestFirst,
    size_t most = 1000) {
  std::vector<std::string> lines;
  const absl::Status status = view.ForEachEvent(
      from, order, [&](EventCursor cursor, const LoggedEvent& logged) {
        const std::string& name = logged.event.name;
        lines.push_back(std::to_string(cursor.revision) + "." +
                        std::to_string(cursor.position) + " " +
                        (name.empty() ? "-" : name));
        return lines.size() < most;
      });
  EXPECT_TRUE(status.ok()) << status;
  return lines;
}

// "ecom-absent 7 text" of everybody, by number of the record.
std::vector<std::string> Members(const StoreView& view) {
  std::vector<std::string> lines;
  const absl::Status status = view.ForEachMember(
      [&](const store::MemberKey& key, const std::string& text) {
        lines.push_back(key.card + " " + std::to_string(key.record.high) + " " +
                        text);
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return lines;
}

}  // namespace

TEST_P(RecordStoreContract, LogsEventsInTheOrderOfTheCommits) {
  StoreBatch batch;
  batch.events = {Event("ann"), Event("bob")};
  ASSERT_TRUE(store_->Commit(batch).ok());
  const auto before = store_->View();
  Put(1, "somebody");
  batch.events = {Event("cid")};
  ASSERT_TRUE(store_->Commit(batch).ok());
  const auto view = store_->View();
  EXPECT_THAT(Log(*before), ElementsAre("1.0 ann", "1.1 bob"));
  EXPECT_THAT(Log(*view), ElementsAre("1.0 ann", "1.1 bob", "3.0 cid"));
  EXPECT_THAT(Log(*view, {1, 0}), ElementsAre("1.1 bob", "3.0 cid"));
  EXPECT_THAT(Log(*view, {2, 9}), ElementsAre("3.0 cid"));
  EXPECT_THAT(Log(*view, {3, 0}), IsEmpty());
  EXPECT_THAT(Log(*view, {}, StoreView::EventOrder::kOldestFirst, 2),
              ElementsAre("1.0 ann", "1.1 bob"));
  const auto newest = StoreView::EventOrder::kNewestFirst;
  EXPECT_THAT(Log(*view, EventCursor::End(), newest, 2),
              ElementsAre("3.0 cid", "1.1 bob"));
  EXPECT_THAT(Log(*view, {1, 1}, newest), ElementsAre("1.0 ann"));
  EXPECT_THAT(Log(*view, {}, newest), IsEmpty());
}

TEST_P(RecordStoreContract, KeepsEverythingThatAnEventSays) {
  StoreBatch batch;
  batch.events = {Event("ann", {Id(1), Id(2)})};
  model::CardEvent& given = batch.events[0].event;
  given.type = model::EventType::kLeft;
  given.because = model::EventCause::kLanded;
  given.verdict = model::Verdict::kPromoted;
  given.reasons = {model::ReasonCode::kInExpectedEntity};
  given.entities = {"USTR"};
  given.blocked_value = {"USD", base::Decimal(184, 1)};
  given.count = 17;
  ASSERT_TRUE(store_->Commit(batch).ok());
  LoggedEvent found;
  ASSERT_TRUE(store_->View()
                  ->ForEachEvent({}, StoreView::EventOrder::kOldestFirst,
                                 [&](EventCursor, const LoggedEvent& logged) {
                                   found = logged;
                                   return true;
                                 })
                  .ok());
  EXPECT_EQ(found.about, batch.events[0].about);
  EXPECT_EQ(found.event.at, given.at);
  EXPECT_EQ(found.event.record, given.record);
  EXPECT_EQ(found.event.because, given.because);
  EXPECT_EQ(found.event.verdict, given.verdict);
  EXPECT_EQ(found.event.reasons, given.reasons);
  EXPECT_EQ(found.event.entities, given.entities);
  EXPECT_EQ(found.event.blocked_value->amount, given.blocked_value->amount);
  EXPECT_EQ(found.event.count, 17);
  EXPECT_FALSE(found.event.above.has_value());
}

TEST_P(RecordStoreContract, DropsTheOldestEvents) {
  StoreBatch batch;
  batch.events = {Event("ann", {Id(1)}), Event("bob"), Event("cid")};
  ASSERT_TRUE(store_->Commit(batch).ok());
  EXPECT_EQ(*store_->View()->DroppedThrough(), EventCursor());
  StoreBatch drop;
  drop.drop_events_through = EventCursor{1, 1};
  drop.events = {Event("dan")};
  ASSERT_TRUE(store_->Commit(drop).ok());
  EXPECT_THAT(Log(*store_->View()), ElementsAre("1.2 cid", "2.0 dan"));
  EXPECT_EQ(*store_->View()->DroppedThrough(), (EventCursor{1, 1}));
  // Nothing of it is found any more by whom it was about.
  StoreBatch forget;
  forget.forgotten = {{Id(1), true}};
  ASSERT_TRUE(store_->Commit(forget).ok());
  EXPECT_THAT(Log(*store_->View()), ElementsAre("1.2 cid", "2.0 dan"));
}

TEST_P(RecordStoreContract, KeepsMembersUntilTheyLeave) {
  StoreBatch batch;
  batch.members = {{{Id(1), "a"}, "one"}, {{Id(1), "b"}, ""}};
  batch.members[{Id(2), "a"}] = "two";
  ASSERT_TRUE(store_->Commit(batch).ok());
  const auto before = store_->View();
  batch.members = {{{Id(1), "a"}, std::nullopt}, {{Id(2), "a"}, "2"}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  EXPECT_THAT(Members(*before),
              UnorderedElementsAre("a 1 one", "b 1 ", "a 2 two"));
  EXPECT_THAT(Members(*store_->View()), UnorderedElementsAre("b 1 ", "a 2 2"));
  EXPECT_EQ(*store_->View()->Member({Id(2), "a"}), "2");
  EXPECT_EQ(*store_->View()->Member({Id(1), "a"}), std::nullopt);
  EXPECT_TRUE(All().empty());
}

TEST_P(RecordStoreContract, ForgetsTheNameOfWhoIsErased) {
  StoreBatch batch;
  batch.events = {Event("ann", {Id(1), Id(3)}), Event("bob", {Id(2)}),
                  Event("ann", {Id(1)})};
  batch.members = {{{Id(1), "a"}, "one"}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  StoreBatch forget;
  forget.forgotten = {{Id(1), false}, {Id(9), false}};
  // What is logged with it is not meant.
  forget.events = {Event("new", {Id(1)})};
  ASSERT_TRUE(store_->Commit(forget).ok());
  EXPECT_THAT(Log(*store_->View()),
              ElementsAre("1.0 -", "1.1 bob", "1.2 -", "2.0 new"));
  EXPECT_THAT(Members(*store_->View()), UnorderedElementsAre("a 1 one"));
}

TEST_P(RecordStoreContract, ForgetsEverythingAboutWhoseReferenceIsAName) {
  StoreBatch batch;
  batch.events = {Event("ann", {Id(1), Id(3)}), Event("bob", {Id(2)}),
                  Event("cid", {Id(3)})};
  batch.members = {
      {{Id(1), "a"}, "one"}, {{Id(1), "b"}, "one"}, {{Id(2), "a"}, "two"}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  StoreBatch forget;
  forget.forgotten = {{Id(1), true}, {Id(3), false}};
  ASSERT_TRUE(store_->Commit(forget).ok());
  EXPECT_THAT(Log(*store_->View()), ElementsAre("1.1 bob", "1.2 -"));
  EXPECT_THAT(Members(*store_->View()), UnorderedElementsAre("a 2 two"));
}

TEST_P(RecordStoreContract, RefusesEventsFromBeforeAnErasure) {
  StoreBatch forget;
  forget.forgotten = {{Id(1), false}};
  StoreBatch batch;
  batch.events = {Event("ann", {Id(1)})};
  batch.worked_out_at = 0;
  ASSERT_TRUE(store_->Commit(forget).ok());  // revision 1
  EXPECT_EQ(store_->Commit(batch).status().code(), absl::StatusCode::kAborted);
  EXPECT_THAT(Log(*store_->View()), IsEmpty());
  EXPECT_EQ(store_->View()->revision(), 1);
  Put(2, "bob");  // changes in between do no harm
  batch.worked_out_at = 1;
  EXPECT_TRUE(store_->Commit(batch).ok());
  EXPECT_THAT(Log(*store_->View()), ElementsAre("3.0 ann"));
}

TEST_P(RecordStoreContract, KeepsTheLogOverAReopen) {
  if (!GetParam().durable) GTEST_SKIP() << "this store has no disk";
  StoreBatch batch;
  batch.events = {Event("ann", {Id(1)}), Event("bob", {Id(2)})};
  batch.members = {{{Id(1), "a"}, "one"}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  StoreBatch drop;
  drop.drop_events_through = EventCursor{1, 0};
  ASSERT_TRUE(store_->Commit(drop).ok());
  Open();
  EXPECT_THAT(Log(*store_->View()), ElementsAre("1.1 bob"));
  EXPECT_THAT(Members(*store_->View()), UnorderedElementsAre("a 1 one"));
  EXPECT_EQ(*store_->View()->DroppedThrough(), (EventCursor{1, 0}));
}

}  // namespace landfall::testing
