// Turns a world into the first disagreement between engine and oracle. Entry
// points: FirstMismatch, Shrink.

#include "tests/oracle/world_trial.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/engine/engine.h"
#include "server/live/state.h"
#include "tests/oracle/dice.h"
#include "tests/oracle/naive_reconciler.h"
#include "tests/oracle/questions.h"
#include "tests/oracle/rendering.h"
#include "tests/support/borrowed_store.h"
#include "tests/support/in_memory_record_store.h"

namespace landfall::oracle {
namespace {

using Engine = std::unique_ptr<engine::Engine>;

absl::StatusOr<Engine> Open(const RandomWorld& world, store::RecordStore& store,
                            bool recall = true) {
  return engine::Engine::Open(world.settings,
                              std::make_unique<testing::BorrowedStore>(store),
                              engine::EngineOptions{recall});
}

// What a step stores when it is told to an engine.
ingest::UpsertBatch BatchOf(const WorldStep& step) {
  ingest::UpsertBatch batch = step.batch;
  for (const std::string& source : step.sources_read) {
    batch.values[live::SourceReadKey(source)] =
        absl::StrCat(absl::ToUnixMicros(step.now));
  }
  return batch;
}

// A question and what the oracle says to it.
using Transcript = std::vector<std::pair<Question, std::string>>;

void AskOracle(const RandomWorld& world, const NaiveReconciler& oracle,
               absl::Time as_of, Thoroughness how, Transcript* transcript) {
  const auto opinion = MakeOracleOpinion(oracle);
  for (Question& question : QuestionsAt(world, oracle, as_of, how)) {
    std::string answer = opinion->Answer(question);
    transcript->emplace_back(std::move(question), std::move(answer));
  }
}

std::optional<std::string> CompareWith(const Transcript& transcript,
                                       const engine::Engine& engine,
                                       const std::string& when) {
  const auto opinion = MakeEngineOpinion(engine.reconciler());
  for (const auto& [question, oracle_says] : transcript) {
    const std::string engine_says = opinion->Answer(question);
    if (engine_says == oracle_says) continue;
    return absl::StrCat(when, ", ", Describe(question), "\n",
                        LineDifference(engine_says, oracle_says),
                        "  oracle in full:\n", oracle_says);
  }
  return std::nullopt;
}

std::optional<std::string> LiveThrough(const RandomWorld& world,
                                       engine::Engine& engine,
                                       NaiveReconciler* oracle) {
  for (size_t i = 0; i < world.steps.size(); ++i) {
    const WorldStep& step = world.steps[i];
    const std::string when = absl::StrCat("after step ", i + 1);
    for (int again = 0; again < 2; ++again) {
      const auto counts = engine.ingest().Upsert(BatchOf(step), step.now);
      if (!counts.ok())
        return absl::StrCat(when, ": ", counts.status().ToString());
      if (again == 1 && counts->inserted + counts->updated != 0) {
        return absl::StrCat(when, ": the same batch again changes something");
      }
    }
    oracle->Upsert(step.batch, step.now);
    for (const std::string& source : step.sources_read) {
      oracle->ReadSource(source, step.now);
    }
    Transcript transcript;
    AskOracle(world, *oracle, step.now, Thoroughness::kChecksAndCounts,
              &transcript);
    if (auto mismatch = CompareWith(transcript, engine, when)) return mismatch;
  }
  return std::nullopt;
}

// The final records in another order and other batches, and the same reads.
absl::Status Retell(const RandomWorld& world, const NaiveReconciler& oracle,
                    engine::Engine& engine) {
  Dice dice(world.seed + 1);
  std::vector<model::Record> records = FinalRecords(world);
  dice.Shuffle(&records);
  std::vector<std::pair<absl::Time, std::string>> reads;
  for (const auto& [entity, time] : oracle.facts().entity_read) {
    reads.emplace_back(time, entity);
  }
  std::sort(reads.begin(), reads.end());
  const absl::Time start =
      reads.empty() ? WorldEnd() - absl::Hours(5) : reads.front().first;
  if (!oracle.facts().quotes.feed.empty()) {
    ingest::UpsertBatch batch;
    batch.values[rates::kQuotesKey] =
        rates::EncodeQuotes(oracle.facts().quotes);
    const auto counts = engine.ingest().Upsert(batch, start);
    if (!counts.ok()) return counts.status();
  }
  size_t at = 0;
  while (at < records.size()) {
    ingest::UpsertBatch batch;
    const int size = dice.Between(1, 20);
    for (int i = 0; i < size && at < records.size(); ++i) {
      batch.records.push_back(records[at++]);
    }
    const auto counts = engine.ingest().Upsert(batch, start);
    if (!counts.ok()) return counts.status();
  }
  for (const auto& [time, entity] : reads) {
    ingest::UpsertBatch batch;
    batch.entities_read = {entity};
    const auto counts = engine.ingest().Upsert(batch, time);
    if (!counts.ok()) return counts.status();
  }
  for (const auto& [source, time] : oracle.facts().source_read) {
    WorldStep step{{}, time, {source}};
    const auto counts = engine.ingest().Upsert(BatchOf(step), time);
    if (!counts.ok()) return counts.status();
  }
  // The holes that are there at the end, by a push in two calls.
  for (const auto& [entity, time] : oracle.facts().entity_torn) {
    ingest::UpsertBatch batch;
    batch.push = {"hole", false};
    batch.unread.push_back({entity, "", "", 1, true});
    auto counts = engine.ingest().Upsert(batch, time);
    if (!counts.ok()) return counts.status();
    batch.unread.clear();
    batch.entities_read = {entity};
    counts = engine.ingest().Upsert(batch, time);
    if (!counts.ok()) return counts.status();
  }
  return absl::OkStatus();
}

bool StillFails(const RandomWorld& world) {
  return FirstMismatch(world).has_value();
}

// Tries to remove runs of items, halving the runs down to one item. `access`
// finds the list in a world.
template <typename T>
void DropFrom(const std::function<std::vector<T>&(RandomWorld&)>& access,
              RandomWorld* world) {
  for (size_t run = std::max<size_t>(access(*world).size() / 2, 1);; run /= 2) {
    for (size_t at = 0; at < access(*world).size();) {
      RandomWorld smaller = *world;
      std::vector<T>& items = access(smaller);
      const size_t end = std::min(items.size(), at + run);
      items.erase(items.begin() + at, items.begin() + end);
      if (StillFails(smaller)) {
        *world = std::move(smaller);
      } else {
        at += run;
      }
    }
    if (run <= 1) return;
  }
}

}  // namespace

std::optional<std::string> FirstMismatch(const RandomWorld& world) {
  testing::InMemoryRecordStore store;
  NaiveReconciler oracle(world.settings);
  Transcript transcript;
  {
    const absl::StatusOr<Engine> engine = Open(world, store);
    if (!engine.ok()) return engine.status().ToString();
    if (auto mismatch = LiveThrough(world, **engine, &oracle)) return mismatch;
    for (const absl::Time as_of : world.as_ofs) {
      AskOracle(world, oracle, as_of, Thoroughness::kEverything, &transcript);
    }
    if (auto mismatch = CompareWith(transcript, **engine, "at the end")) {
      return mismatch;
    }
  }
  for (const bool recall : {true, false}) {
    const absl::StatusOr<Engine> restarted = Open(world, store, recall);
    if (!restarted.ok()) return restarted.status().ToString();
    const std::string when =
        recall ? "after a restart" : "with nothing remembered";
    if (auto mismatch = CompareWith(transcript, **restarted, when)) {
      return mismatch;
    }
  }
  testing::InMemoryRecordStore other_store;
  const absl::StatusOr<Engine> shuffled = Open(world, other_store);
  if (!shuffled.ok()) return shuffled.status().ToString();
  if (absl::Status told = Retell(world, oracle, **shuffled); !told.ok()) {
    return told.ToString();
  }
  return CompareWith(transcript, **shuffled, "in another order");
}

RandomWorld Shrink(RandomWorld world) {
  DropFrom<absl::Time>(
      [](RandomWorld & w) -> auto& { return w.as_ofs; }, &world);
  DropFrom<model::CardQuery>(
      [](RandomWorld & w) -> auto& { return w.card_queries; }, &world);
  DropFrom<model::CheckQuery>(
      [](RandomWorld & w) -> auto& { return w.typed_checks; }, &world);
  for (size_t i = 0; i < world.steps.size(); ++i) {
    DropFrom<model::Record>(
        [i](RandomWorld & w) -> auto& { return w.steps[i].batch.records; },
        &world);
  }
  DropFrom<WorldStep>(
      [](RandomWorld & w) -> auto& { return w.steps; }, &world);
  DropFrom<model::ExpectationRule>(
      [](RandomWorld & w) -> auto& { return w.settings.expectation; }, &world);
  DropFrom<model::ScopeRule>(
      [](RandomWorld & w) -> auto& { return w.settings.scope; }, &world);
  return world;
}

}  // namespace landfall::oracle
