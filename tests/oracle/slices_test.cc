// Long questions that writers interrupt, on random worlds: what is answered
// must be what somebody who asks without being interrupted, and remembers
// nothing, is told at the same revision. LANDFALL_WORLDS sets how many (default
// 60), LANDFALL_SEED runs a single one.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/index/rulebook.h"
#include "server/ingest/store_ingest.h"
#include "server/live/live.h"
#include "server/reconcile/live_reconciler.h"
#include "server/store/due_purges.h"
#include "tests/oracle/dice.h"
#include "tests/oracle/random_world.h"
#include "tests/support/in_memory_record_store.h"

namespace landfall::oracle {
namespace {

using reconcile::Reconciler;

// Every so many worlds have a crowd of so many, most of whom are held.
constexpr int kCrowdedWorlds = 4;
constexpr int kCrowd = 60;

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

// Answers as text, with everything that is in them but the revision.
std::string Text(const model::Money& money) {
  return absl::StrCat(money.amount.ToString(), money.currency);
}

std::string Text(const model::Card& card) {
  std::string text = absl::StrCat(
      card.count, " of ", card.stages.in_window, " ", card.stages.promoted, " ",
      card.stages.not_promoted, " ", card.stages.awaiting_sync, " ",
      card.stages.unknown, " ", card.stages.out_of_scope, " ",
      Text(card.blocked_value), " unpriced ", card.unpriced_orders,
      " ambiguous ", card.ambiguous_entity, " dataverse ",
      card.also_in_dataverse, " open ", card.with_open_activity, "\n");
  for (const auto* lines :
       {&card.by_channel, &card.by_source, &card.by_entity, &card.by_reason}) {
    for (const model::Breakdown& line : *lines) {
      absl::StrAppend(&text, line.key, "=", line.count, "/",
                      line.blocked_amount.ToString(), " ");
    }
    text += "\n";
  }
  for (const model::Money& money : card.blocked_by_currency) {
    absl::StrAppend(&text, Text(money), " ");
  }
  if (card.largest) {
    absl::StrAppend(&text, "largest ", card.largest->record.ToString(), " ",
                    card.largest->name, " ", card.largest->amount.ToString());
  }
  if (card.twin) {
    absl::StrAppend(&text, " twin ", card.twin->count, " ",
                    card.twin->only_here, " ", card.twin->only_there);
  }
  for (const std::string& source : card.stale_sources) {
    absl::StrAppend(&text, " stale ", source);
  }
  return text;
}

std::string Text(const model::CardRecordsPage& page) {
  std::string text = absl::StrCat(page.total_count, "\n");
  for (const model::CardRecord& record : page.records) {
    absl::StrAppend(&text, record.record.ToString(), " ", record.name, " ",
                    model::VerdictName(record.verdict), " ",
                    Text(record.blocked_value), " ", record.explanation);
    for (const model::Reason& reason : record.reasons) {
      absl::StrAppend(&text, " ", model::ReasonName(reason.code), " ",
                      reason.entity, reason.message);
    }
    for (const model::ListedOrder& order : record.orders) {
      absl::StrAppend(&text, " order ", order.id, " ", order.entity);
    }
    text += "\n";
  }
  return text;
}

std::string Text(const model::CardHistory& history) {
  std::string text;
  for (const model::CardHistoryPoint& point : history.points) {
    absl::StrAppend(&text, point.count, " ", point.in_window, " ",
                    point.not_promoted, " ", Text(point.blocked_value), " ",
                    point.time_to_promotion.landed, " ",
                    point.time_to_promotion.p90_seconds, "\n");
  }
  return text;
}

template <typename Answer>
std::string TextOf(const absl::StatusOr<Answer>& answer) {
  return answer.ok() ? Text(*answer) : answer.status().ToString();
}

// The parts of an engine, and one who remembers nothing beside it.
class Trial {
 public:
  explicit Trial(const RandomWorld& world)
      : world_(world), dice_(world.seed), records_(FinalRecords(world)) {
    auto rulebook =
        index::Rulebook::Create(world.settings, base::Hasher(store_.secret()));
    live_ = *live::Live::Open(*std::move(rulebook), store_, recall_);
    purges_ = *store::DuePurges::Create(store_);
    ingest_ = std::make_unique<ingest::StoreIngest>(store_, *live_, *purges_,
                                                    recall_);
    questions_ = std::make_unique<reconcile::LiveReconciler>(*live_, recall_,
                                                             store_.secret());
    forgetful_ = std::make_unique<reconcile::LiveReconciler>(*live_, nothing_,
                                                             store_.secret());
    if (world.seed % kCrowdedWorlds == 1) AddCrowd();
    AddEvents();
    std::vector<size_t> half;
    for (size_t i = 0; i < records_.size(); ++i) {
      if (!dice_.OneIn(3)) half.push_back(i);
    }
    Write(half);
    for (const model::LegalEntity& entity : world.settings.legal_entities) {
      if (!dice_.OneIn(4)) Read(entity.id);
    }
  }

  // What all long questions answer while writers interrupt them; "" when it is
  // right.
  std::string FirstMistake() {
    for (const absl::Time as_of : world_.as_ofs) {
      for (model::CardQuery card : world_.card_queries) {
        card.as_of = as_of;
        card.now = WorldEnd();
        std::string mistake = Ask(card);
        if (!mistake.empty()) return absl::StrCat(card.card, ": ", mistake);
      }
      std::string mistake =
          Compare([&](const Reconciler& reconciler, base::Budget& budget) {
            const auto cards = reconciler.ListCards(as_of, WorldEnd(), budget);
            std::string text;
            if (!cards.ok()) return cards.status().ToString();
            for (const model::Card& one : *cards) text += Text(one) + "\n";
            return text;
          });
      if (!mistake.empty()) return absl::StrCat("all cards: ", mistake);
    }
    return "";
  }

  int interruptions() const { return interruptions_; }
  int mended() const { return mended_; }

 private:
  using Question = std::function<std::string(const Reconciler&, base::Budget&)>;

  // Customers of one shop with one address, so many that they cannot be listed
  // each time one of them changes, and about as many as make a hub.
  void AddCrowd() {
    std::vector<model::Record> shoppers;
    for (const model::Record& record : records_) {
      if (record.ref.source == "web" && record.ref.type == "customer") {
        shoppers.push_back(record);
      }
    }
    if (shoppers.empty()) return;
    model::Record shopper = dice_.Pick(shoppers);
    model::Fields fields;
    fields.AddString("email", "crowd@contoso.com");
    for (const auto& [path, value] : shopper.fields.entries()) {
      if (path != "email") fields.Add(path, value);
    }
    fields.Sort();
    shopper.fields = std::move(fields);
    std::vector<model::Record> orders;
    for (const model::Record& record : records_) {
      const auto* order = std::get_if<model::Order>(&record.body);
      if (order != nullptr && record.ref.source == "web")
        orders.push_back(record);
    }
    for (int i = 0; i < kCrowd; ++i) {
      shopper.ref.id = absl::StrCat(900000 + i);
      records_.push_back(shopper);
      if (orders.empty()) continue;
      model::Record order = dice_.Pick(orders);
      order.ref.id = absl::StrCat(800000 + i);
      std::get<model::Order>(order.body).customer_id = shopper.ref.id;
      records_.push_back(std::move(order));
    }
  }

  // Errors about some customers.
  void AddEvents() {
    first_event_ = records_.size();
    const size_t count = records_.size();
    for (size_t i = 0; i < count; ++i) {
      const model::RecordRef about = records_[i].ref;
      if (!dice_.OneIn(4) || about.type == "error_event") continue;
      model::Record event;
      event.ref = {"web", "error_event", absl::StrCat("e", i)};
      event.created = WorldEnd() - absl::Hours(dice_.Between(1, 200));
      model::ErrorEvent body;
      body.system = "other";
      body.flow = "Promote customers";
      body.record = about;
      body.message = "Duplicate record found";
      event.body = body;
      records_.push_back(std::move(event));
    }
  }

  void Write(const std::vector<size_t>& which) {
    ingest::UpsertBatch batch;
    for (size_t i : which) batch.records.push_back(records_[i]);
    const auto counts = ingest_->Upsert(std::move(batch), WorldEnd());
    ASSERT_TRUE(counts.ok()) << counts.status();
  }

  void Read(const std::string& entity) {
    ingest::UpsertBatch batch;
    batch.entities_read = {entity};
    ASSERT_TRUE(ingest_->Upsert(std::move(batch), WorldEnd()).ok());
  }

  // One commit, or none when it changes nothing.
  void WriteSomething() {
    if (dice_.OneIn(12)) {
      Read(dice_.Pick(world_.settings.legal_entities).id);
      return;
    }
    const auto any = [&]() -> size_t {
      const size_t from = dice_.OneIn(4) ? first_event_ : 0;
      const int count = static_cast<int>(records_.size() - from);
      return count == 0 ? 0 : from + static_cast<size_t>(dice_.Below(count));
    };
    if (dice_.Coin()) {
      const absl::Status erased =
          ingest_->Erase(records_[any()].ref, WorldEnd());
      ASSERT_TRUE(erased.ok() || absl::IsNotFound(erased)) << erased;
      return;
    }
    std::vector<size_t> which;
    for (int i = dice_.Between(1, 4); i > 0; --i) which.push_back(any());
    Write(which);
  }

  std::string Ask(const model::CardQuery& card) {
    std::string mistake =
        Compare([&](const Reconciler& reconciler, base::Budget& budget) {
          return TextOf(reconciler.GetCard(card, budget));
        });
    if (!mistake.empty()) return mistake;
    model::CardRecordsQuery list;
    list.card = card;
    list.page_size = dice_.Between(1, 20);
    list.order = dice_.Pick<model::CardOrder>(
        {model::CardOrder::kBlockedValueDesc, model::CardOrder::kSince,
         model::CardOrder::kSinceDesc, model::CardOrder::kName});
    if (dice_.OneIn(3)) list.reason = model::ReasonCode::kNotFound;
    mistake = Compare([&](const Reconciler& reconciler, base::Budget& budget) {
      return TextOf(reconciler.ListCardRecords(list, budget));
    });
    if (!mistake.empty()) return absl::StrCat("list: ", mistake);
    model::CardHistoryQuery history;
    history.card = card;
    history.from = card.as_of - absl::Hours(24 * 20);
    history.step = model::HistoryStep::kDay;
    mistake = Compare([&](const Reconciler& reconciler, base::Budget& budget) {
      return TextOf(reconciler.GetCardHistory(history, budget));
    });
    return mistake.empty() ? "" : absl::StrCat("history: ", mistake);
  }

  // Asks while writers interrupt. Each write begins in the middle of the work,
  // which gives way to it at the next occasion; the last may come too late for
  // the answer.
  std::string Compare(const Question& ask) {
    base::Budget endless;
    std::string before = ask(*forgetful_, endless);
    const std::string first = before;
    std::thread writer;
    int left = dice_.Between(1, 5);
    base::Budget budget([&] {
      if (left == 0 || !done_ || live_->WriterWaits() || !dice_.OneIn(3)) {
        return absl::OkStatus();
      }
      if (writer.joinable()) writer.join();
      --left;
      // Nobody else writes, so this is what holds until now. In a thread of its
      // own, because this one holds the world.
      std::thread([&] { before = ask(*forgetful_, endless); }).join();
      done_ = false;
      writer = std::thread([&] {
        WriteSomething();
        done_ = true;
      });
      ++interruptions_;
      while (!done_ && !live_->WriterWaits()) std::this_thread::yield();
      return absl::OkStatus();
    });
    const std::string answer = ask(*questions_, budget);
    if (writer.joinable()) writer.join();
    const std::string after = ask(*forgetful_, endless);
    if (answer != first && answer == after) ++mended_;
    if (answer == after || answer == before) return "";
    return absl::StrCat("answered\n", answer, "\nbut it was\n", before,
                        "\nand is\n", after);
  }

  const RandomWorld& world_;
  Dice dice_;
  std::vector<model::Record> records_;
  size_t first_event_ = 0;
  testing::InMemoryRecordStore store_;
  recall::Recall recall_{true};
  recall::Recall nothing_{false};
  std::unique_ptr<live::Live> live_;
  std::unique_ptr<store::DuePurges> purges_;
  std::unique_ptr<ingest::Ingest> ingest_;
  std::unique_ptr<Reconciler> questions_;
  std::unique_ptr<Reconciler> forgetful_;
  std::atomic<bool> done_ = true;  // the write
  int interruptions_ = 0;
  int mended_ = 0;  // answers that interruptions changed
};

TEST(SlicesTest, AnswersHoldAtOneRevision) {
  const int only = FromEnvironment("LANDFALL_SEED", -1);
  const int first = only >= 0 ? only : 1;
  const int last = only >= 0 ? only : FromEnvironment("LANDFALL_WORLDS", 60);
  int interruptions = 0;
  int mended = 0;
  for (int seed = first; seed <= last; ++seed) {
    RandomWorld world = MakeWorld(seed);
    if (seed % kCrowdedWorlds == 1) world.settings.hubs.email = kCrowd * 2 / 3;
    Trial trial(world);
    const std::string mistake = trial.FirstMistake();
    ASSERT_EQ(mistake, "") << "rerun with LANDFALL_SEED=" << seed;
    interruptions += trial.interruptions();
    mended += trial.mended();
  }
  std::printf("%d interruptions, %d answers that they changed\n", interruptions,
              mended);
  EXPECT_GT(mended, 0);
}

}  // namespace
}  // namespace landfall::oracle
