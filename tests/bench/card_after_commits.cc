// Turns commits that concern hardly anybody into the time that a card over
// everybody who is absent takes after them. Entry point:
// MeasureCardAfterCommits.
#include "tests/bench/card_after_commits.h"

#include <cstdio>
#include <utility>
#include <vector>

#include "server/base/check.h"
#include "tests/bench/measure.h"

namespace landfall::bench {
namespace {

constexpr int kCommitSize = 1'000;

// Some upstream customers of the world under other names.
std::vector<model::Record> RenamedCustomers(const BenchWorld& world) {
  std::vector<model::Record> records;
  for (int64_t n = 0; n < kCommitSize; ++n) {
    records.push_back(world.Records(n)[0]);
    records.back().name += " & Co";
  }
  return records;
}

// Masters with keys of nobody.
std::vector<model::Record> NewMasters(const BenchWorld& world) {
  const int64_t beyond = 4 * world.size();
  std::vector<model::Record> records;
  for (int64_t n = 0; n < kCommitSize; ++n) {
    records.push_back(world.Records(beyond + n)[1]);
  }
  return records;
}

}  // namespace

void MeasureCardAfterCommits(const BenchWorld& world,
                             const reconcile::Reconciler& reconciler,
                             ingest::Ingest* ingest) {
  int64_t count = 0;
  const auto ask = [&] {
    return Seconds([&] {
             model::CardQuery query;
             query.card = "ecom-absent";
             query.as_of = world.End();
             query.window_days = 366;
             const auto card = reconciler.GetCard(query);
             LF_CHECK(card.ok());
             count = card->count;
           }) *
           1e3;
  };
  const auto ask_after = [&](std::vector<model::Record> records) {
    ingest::UpsertBatch batch;
    batch.records = std::move(records);
    LF_CHECK(ingest->Upsert(std::move(batch), world.End()).ok());
    return ask();
  };
  const double first = ask();
  const double warm = ask();
  const double customers = ask_after(RenamedCustomers(world));
  const double masters = ask_after(NewMasters(world));
  std::printf(
      "card of a year, counts %-10lld %10.1f ms first, %.1f ms repeated, %.1f "
      "ms after %d customers, %.1f ms after as many masters\n",
      static_cast<long long>(count), first, warm, customers, kCommitSize,
      masters);
}

}  // namespace landfall::bench
