// What the watch writes down about random worlds: whoever takes the list of a
// card and applies the events since then has the list of now. After every step,
// as time passes, over restarts, and when the disk or the process fails between
// any two commits. LANDFALL_WORLDS sets how many (default 120), LANDFALL_SEED
// runs a single one.

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/engine/engine.h"
#include "tests/oracle/dice.h"
#include "tests/oracle/random_world.h"
#include "tests/oracle/whole_card.h"
#include "tests/support/borrowed_store.h"
#include "tests/support/in_memory_record_store.h"
#include "tests/support/set_clock.h"

namespace landfall::oracle {
namespace {

using model::EventType;

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

// "card record" of everybody who stands on a card.
using Standing = std::set<std::string>;

std::string Text(const Standing& standing) {
  std::string text;
  for (const std::string& line : standing) absl::StrAppend(&text, line, "\n");
  return text;
}

// How often each event was seen, as "LEFT LANDED".
using Tally = std::map<std::string, int>;

class Trial {
 public:
  Trial(const RandomWorld& world, Tally* tally)
      : world_(world),
        tally_(*tally),
        dice_(world.seed),
        card_dice_(world.seed + 1),
        clock_(FirstTime(world)) {
    Open();
    EXPECT_TRUE(Look().ok());
    standing_ = Listed();
    EXPECT_EQ(ReadLog(), 0) << "the first look writes no events";
  }

  void LiveThrough() {
    for (const WorldStep& step : world_.steps) {
      clock_.Set(std::max(clock_.Now(), step.now));
      ASSERT_TRUE(engine_->ingest().Upsert(step.batch, step.now).ok());
      LookAndCompare();
    }
    for (int i = 0; i < 12; ++i) {
      const int minutes[] = {1, 20, 90, 24 * 60, 4 * 24 * 60};
      clock_.Advance(absl::Minutes(minutes[dice_.Between(0, 4)]));
      if (dice_.OneIn(3)) Touch();
      LookAndCompare();
    }
  }

 private:
  static absl::Time FirstTime(const RandomWorld& world) {
    return world.steps.empty() ? WorldEnd() : world.steps[0].now;
  }

  void Open() {
    engine_.reset();
    engine::EngineOptions options;
    options.watch_clock = &clock_;
    options.watch_by_itself = false;
    options.watch.most = dice_.OneIn(2) ? 1000 : dice_.Between(1, 5);
    options.watch.keep = absl::Hours(24 * 400);
    auto engine = engine::Engine::Open(
        world_.settings, std::make_unique<testing::BorrowedStore>(store_),
        options);
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
    opened_ = true;
  }

  absl::Status Look() { return engine_->watch()->LookNow(); }

  // Some of the last versions of records once more, others deleted.
  void Touch() {
    ingest::UpsertBatch batch;
    for (const model::Record& record : FinalRecords(world_)) {
      if (!dice_.OneIn(6)) continue;
      model::Record changed = record;
      changed.modified = clock_.Now();
      if (dice_.OneIn(3)) changed.deleted = clock_.Now() - absl::Minutes(1);
      if (dice_.OneIn(4)) DateAhead(&changed);
      batch.records.push_back(std::move(changed));
    }
    for (const model::LegalEntity& entity : world_.settings.legal_entities) {
      if (dice_.OneIn(2)) batch.entities_read.push_back(entity.id);
    }
    ASSERT_TRUE(engine_->ingest().Upsert(batch, clock_.Now()).ok());
  }

  // As a system dates it whose clock is not ours.
  void DateAhead(model::Record* record) {
    const int minutes[] = {1, 20, 90, 24 * 60};
    const absl::Time ahead =
        clock_.Now() + absl::Minutes(minutes[dice_.Between(0, 3)]);
    auto* order = std::get_if<model::Order>(&record->body);
    if (dice_.OneIn(3)) {
      record->deleted = ahead;
    } else if (order == nullptr) {
      record->created = ahead;
    } else if (dice_.OneIn(3)) {
      order->cancelled_at = ahead;
    } else {
      order->placed_at = ahead;
    }
  }

  // The store takes no more writes after a few commits of the look, and as
  // often as not the process ends then.
  void Break() {
    int left = dice_.Between(0, 3);
    store_.OnCommit([&] {
      if (left-- == 0) store_.FailWrites(absl::ResourceExhaustedError("full"));
    });
    if (left == 0) store_.FailWrites(absl::ResourceExhaustedError("full"));
    const absl::Status looked = Look();
    EXPECT_TRUE(looked.ok() || absl::IsResourceExhausted(looked)) << looked;
    store_.OnCommit(nullptr);
    store_.FailWrites(absl::OkStatus());
    if (dice_.OneIn(2)) Open();
  }

  // The cards as they are kept for the watch say what they say when everybody
  // in their windows is judged anew. Looks and questions bring them up in turn.
  void CompareCards() {
    for (const model::CardSettings& card : world_.settings.cards) {
      if (card_dice_.OneIn(4)) continue;
      model::CardQuery query;
      query.card = card.id;
      query.as_of = query.now = clock_.Now();
      auto kept = engine_->reconciler().GetCard(query);
      ASSERT_TRUE(kept.ok()) << kept.status();
      query.now += absl::Microseconds(1);  // is not about now
      const auto gathered = engine_->reconciler().GetCard(query);
      ASSERT_TRUE(gathered.ok()) << gathered.status();
      kept->cursor.clear();
      EXPECT_EQ(WholeText(*kept), WholeText(*gathered)) << clock_.Now();
    }
    if (!card_dice_.OneIn(3)) return;
    const absl::Time now = clock_.Now();
    const auto kept = engine_->reconciler().ListCards(now, now);
    const auto gathered =
        engine_->reconciler().ListCards(now, now + absl::Microseconds(1));
    ASSERT_TRUE(kept.ok() && gathered.ok());
    ASSERT_EQ(kept->size(), gathered->size());
    for (size_t i = 0; i < kept->size(); ++i) {
      EXPECT_EQ(WholeText((*kept)[i]), WholeText((*gathered)[i])) << now;
    }
  }

  void LookAndCompare() {
    if (card_dice_.OneIn(2)) CompareCards();
    if (dice_.OneIn(3)) Break();
    if (dice_.OneIn(4)) Open();
    const absl::Status looked = Look();
    ASSERT_TRUE(looked.ok()) << looked;
    ReadLog();
    opened_ = false;
    EXPECT_EQ(Text(standing_), Text(Listed()))
        << "by the log and by the lists at " << clock_.Now();
    const store::Revision before = store_.View()->revision();
    ASSERT_TRUE(Look().ok());
    EXPECT_EQ(store_.View()->revision(), before)
        << "a look at what has not changed writes something";
    CompareCards();
  }

  // Applies what is new in the log; how many events that were.
  int ReadLog() {
    int count = 0;
    model::EventsQuery query;
    query.cursor = cursor_;
    query.page_size = dice_.Between(1, 7);
    while (true) {
      const auto page = engine_->reconciler().ListEvents(query);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return count;
      for (const model::ListedEvent& listed : page->events) {
        EXPECT_TRUE(ids_.insert(listed.id).second) << "an id twice";
        Apply(listed.event);
        ++count;
      }
      query.cursor = page->next_cursor;
      if (!page->more) break;
    }
    cursor_ = query.cursor;
    return count;
  }

  void Apply(const model::CardEvent& event) {
    const std::string line =
        absl::StrCat(event.card, " ", event.record.ToString());
    const std::string cause(model::EventCauseName(event.because));
    ++tally_[absl::StrCat(model::EventTypeName(event.type), " ", cause)];
    if (event.type == EventType::kEntered) {
      EXPECT_TRUE(standing_.insert(line).second) << line << " enters twice";
      EXPECT_TRUE(cause == "CHANGED" || cause == "TIME") << cause;
    } else if (event.type == EventType::kLeft) {
      EXPECT_EQ(standing_.erase(line), 1u) << line << " leaves twice";
      // Nobody is erased here; only right after a start it may look like that.
      EXPECT_TRUE(cause != "" && cause != "TIME" && cause != "CONFIGURATION" &&
                  (cause != "ERASED" || opened_))
          << line << " " << cause;
      if (event.because == model::EventCause::kLanded && event.verdict &&
          event.card != "orders-blocked") {
        EXPECT_EQ(*event.verdict, model::Verdict::kPromoted) << line;
      }
    }
  }

  Standing Listed() const {
    Standing standing;
    for (const model::CardSettings& card : world_.settings.cards) {
      model::CardRecordsQuery query;
      query.card.card = card.id;
      query.card.as_of = clock_.Now();
      query.card.now = clock_.Now();
      query.page_size = 1000;
      const auto page = engine_->reconciler().ListCardRecords(query);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) continue;
      for (const model::CardRecord& record : page->records) {
        standing.insert(absl::StrCat(card.id, " ", record.record.ToString()));
      }
    }
    return standing;
  }

  const RandomWorld& world_;
  Tally& tally_;
  Dice dice_;
  Dice card_dice_;
  testing::InMemoryRecordStore store_;
  testing::SetClock clock_;
  std::unique_ptr<engine::Engine> engine_;
  bool opened_ = false;  // since the last comparison
  Standing standing_;
  std::string cursor_;
  std::set<std::string> ids_;
};

TEST(WatchTest, EventsLeadFromAnyListToTheListOfNow) {
  const int seed = FromEnvironment("LANDFALL_SEED", 0);
  const int worlds = seed != 0 ? 1 : FromEnvironment("LANDFALL_WORLDS", 120);
  Tally tally;
  for (int i = 0; i < worlds; ++i) {
    const auto which = static_cast<uint64_t>(seed != 0 ? seed : 5000 + i);
    SCOPED_TRACE(absl::StrCat("LANDFALL_SEED=", which));
    const RandomWorld world = MakeWorld(which);
    Trial trial(world, &tally);
    trial.LiveThrough();
    if (::testing::Test::HasFailure()) return;
  }
  if (worlds < 100) return;
  for (const char* event :
       {"ENTERED CHANGED", "ENTERED TIME", "LEFT LANDED", "LEFT CHANGED",
        "LEFT OUT_OF_WINDOW", "LEFT OUT_OF_SCOPE", "LEFT NOT_KNOWN",
        "ALERT_FIRED ", "ALERT_CLEARED ", "SOURCE_STALE ",
        "SOURCE_RECOVERED "}) {
    EXPECT_GT(tally[event], 0) << event << " never happened";
  }
}

}  // namespace
}  // namespace landfall::oracle
