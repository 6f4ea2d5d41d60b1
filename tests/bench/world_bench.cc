// Turns a number of customers into measurements of the reconciler, each beside
// a bare program that does less. Run by scripts/bench; docs/benchmarks.md.
#include <cstdio>
#include <random>

#include "absl/strings/numbers.h"
#include "server/base/check.h"
#include "server/engine/engine.h"
#include "server/index/derive.h"
#include "server/index/world.h"
#include "server/store/rocksdb_record_store.h"
#include "tests/bench/bench_world.h"
#include "tests/bench/card_after_commits.h"
#include "tests/bench/measure.h"
#include "tests/bench/peers.h"
#include "tests/support/temp_folder.h"

namespace landfall::bench {
namespace {

constexpr int kChecks = 20'000;
constexpr int kBatchSize = 1'000;
constexpr int kWindowDays = 7;
constexpr int kOtherWindowDays = 365;
constexpr unsigned kSeed = 20'260'609;

std::unique_ptr<store::RecordStore> OpenStore(const std::string& path) {
  auto store = store::OpenRocksDbStore(path);
  LF_CHECK(store.ok());
  return *std::move(store);
}

// What an amount of memory is for each customer, upstream or master.
double PerCustomer(const BenchWorld& world, int64_t bytes) {
  return static_cast<double>(bytes) / static_cast<double>(2 * world.size());
}

struct StorePeer {
  Writing writing;
  double bytes_per_customer = 0;
};

// The store alone, taking the same batches.
StorePeer MeasureStore(const BenchWorld& world, const std::string& path) {
  const int64_t before = ResidentBytes();
  const auto store = OpenStore(path);
  uint64_t next = 0;
  StorePeer peer;
  peer.writing.records =
      world.ForEachBatch(world.size(), [&](std::vector<model::Record> batch) {
        store::StoreBatch change;
        for (model::Record& record : batch) {
          // Spread like real record ids.
          const uint64_t spread = ++next * 0x9E3779B97F4A7C15;
          change.puts.push_back({{spread, next}, std::move(record)});
        }
        peer.writing.Add([&] { LF_CHECK(store->Commit(change).ok()); });
      });
  peer.bytes_per_customer = PerCustomer(world, ResidentBytes() - before);
  return peer;
}

// The index alone, without a store and without reconciler.
void MeasureIndex(const BenchWorld& world) {
  auto rulebook = index::Rulebook::Create(
      world.Settings(), base::Hasher(base::Hasher::NewSecret()));
  LF_CHECK(rulebook.ok());
  const int64_t before = ResidentBytes();
  index::World index(*rulebook);
  world.ForEachBatch(world.size(), [&](std::vector<model::Record> batch) {
    for (const model::Record& record : batch) {
      index.Apply(std::monostate(), index::DeriveFacts(**rulebook, record));
    }
  });
  std::printf("memory of the index alone       %10.0f bytes per customer\n",
              PerCustomer(world, ResidentBytes() - before));
}

void Load(const BenchWorld& world, const StorePeer& peer,
          ingest::Ingest* ingest) {
  const int64_t before = ResidentBytes();
  Writing writing;
  writing.records =
      world.ForEachBatch(world.size(), [&](std::vector<model::Record> batch) {
        ingest::UpsertBatch upsert;
        upsert.records = std::move(batch);
        writing.Add([&] {
          LF_CHECK(ingest->Upsert(std::move(upsert), world.End()).ok());
        });
      });
  ingest::UpsertBatch read;
  read.entities_read = {"DEGM"};
  LF_CHECK(ingest->Upsert(read, world.End()).ok());
  const int64_t bytes = ResidentBytes() - before;
  std::printf(
      "upsert, batches of %d customers   %10.0f records per processor second, "
      "%.0f/s with the disk\n",
      BenchWorld::kCustomersPerBatch, writing.PerProcessorSecond(),
      writing.PerSecond());
  std::printf(
      "  peer: the store alone           %10.0f records per processor second, "
      "%.0f/s   %.2fx, %.2fx\n",
      peer.writing.PerProcessorSecond(), peer.writing.PerSecond(),
      writing.PerProcessorSecond() / peer.writing.PerProcessorSecond(),
      writing.PerSecond() / peer.writing.PerSecond());
  std::printf(
      "memory (%lld records)          %10.0f bytes RSS per customer, "
      "upstream or master\n"
      "  peer: the store alone           %10.0f bytes\n",
      static_cast<long long>(writing.records), PerCustomer(world, bytes),
      peer.bytes_per_customer);
}

// The same records again: nothing changes.
void LoadAgain(const BenchWorld& world, ingest::Ingest* ingest) {
  Writing writing;
  writing.records = world.ForEachBatch(
      world.size() / 10, [&](std::vector<model::Record> batch) {
        ingest::UpsertBatch upsert;
        upsert.records = std::move(batch);
        writing.Add([&] {
          const auto counts = ingest->Upsert(std::move(upsert), world.End());
          LF_CHECK(counts.ok() && counts->inserted + counts->updated == 0);
        });
      });
  std::printf(
      "upsert of unchanged records       %10.0f records per processor "
      "second, %.0f/s\n",
      writing.PerProcessorSecond(), writing.PerSecond());
}

void MeasureCardList(const BenchWorld& world,
                     const reconcile::Reconciler& reconciler) {
  size_t cards = 0;
  const double first = Seconds(
      [&] { cards = reconciler.ListCards(world.End(), world.End())->size(); });
  const double repeated = MedianSeconds([&](int) {
    cards = reconciler.ListCards(world.End(), world.End())->size();
  });
  std::printf(
      "all %zu cards                     %10.3f ms first, %.3f ms "
      "repeated\n",
      cards, first * 1e3, repeated * 1e3);
}

void MeasureCard(const BenchWorld& world, const BarePeer& peer,
                 const std::string& id, bool dataverse,
                 const reconcile::Reconciler& reconciler) {
  int64_t count = 0;
  auto ask = [&](absl::Duration before_end) {
    model::CardQuery query;
    query.card = id;
    query.as_of = world.End() - before_end;
    query.window_days = kWindowDays;
    const auto card = reconciler.GetCard(query);
    LF_CHECK(card.ok() && card->complete);
    count = card->count;
  };
  // Every round asks for a time that nobody asked for before.
  const double first =
      MedianSeconds([&](int round) { ask(absl::Minutes(round)); });
  const double repeated =
      MedianSeconds([&](int) { ask(absl::ZeroDuration()); });
  int64_t expected = 0;
  const double bare = MedianSeconds([&](int) {
    expected =
        peer.CountAbsent(dataverse, world.End(), absl::Hours(24 * kWindowDays));
  });
  if (count != expected) {
    std::fprintf(stderr, "%s counts %lld, the peer %lld\n", id.c_str(),
                 static_cast<long long>(count),
                 static_cast<long long>(expected));
    LF_CHECK(count == expected);
  }
  std::printf("card %-28s %10.3f ms first, %.3f ms repeated; counts %lld\n",
              id.c_str(), first * 1e3, repeated * 1e3,
              static_cast<long long>(count));
  std::printf("  peer: bare walk over everybody  %10.3f ms   %.3gx, %.3gx\n",
              bare * 1e3, bare / first, bare / repeated);
}

std::vector<int64_t> RandomCustomers(const BenchWorld& world) {
  std::mt19937_64 random(kSeed);
  std::vector<int64_t> customers;
  for (int i = 0; i < kChecks; ++i) {
    customers.push_back(
        static_cast<int64_t>(random() % static_cast<uint64_t>(world.size())));
  }
  return customers;
}

std::vector<model::CheckQuery> Questions(
    const BenchWorld& world, const std::vector<int64_t>& customers) {
  std::vector<model::CheckQuery> queries;
  for (int64_t n : customers) {
    model::CheckQuery query;
    query.record = world.Ref(n);
    query.as_of = world.End();
    query.window_days = 366;  // everybody has an order in it
    queries.push_back(std::move(query));
  }
  return queries;
}

void CheckVerdict(int64_t n,
                  const absl::StatusOr<reconcile::AnswerRef>& answer) {
  LF_CHECK(answer.ok());
  const bool promoted = (*answer)->verdict == model::Verdict::kPromoted;
  LF_CHECK(promoted == !BenchWorld::IsAbsent(n));
}

// Seconds for each of `queries`, asked one by one.
double EachCheck(const std::vector<int64_t>& customers,
                 const std::vector<model::CheckQuery>& queries,
                 const reconcile::Reconciler& reconciler) {
  return Seconds([&] {
           for (size_t i = 0; i < queries.size(); ++i) {
             CheckVerdict(customers[i], reconciler.Check(queries[i]));
           }
         }) /
         static_cast<double>(queries.size());
}

// The same questions in the view BASIC, of everybody and of those who have
// landed.
void MeasureBasic(const std::vector<int64_t>& customers,
                  std::vector<model::CheckQuery> queries,
                  const reconcile::Reconciler& reconciler) {
  for (model::CheckQuery& query : queries) {
    query.view = model::CheckView::kBasic;
  }
  const double each = EachCheck(customers, queries, reconciler);
  std::vector<int64_t> landed;
  std::vector<model::CheckQuery> about_landed;
  for (size_t i = 0; i < customers.size(); ++i) {
    if (BenchWorld::IsAbsent(customers[i])) continue;
    landed.push_back(customers[i]);
    about_landed.push_back(queries[i]);
    // Another question, so that no answer is remembered.
    about_landed.back().window_days = kOtherWindowDays;
  }
  std::printf(
      "Check in BASIC                    %10.2f us a call, %.2f us of those "
      "who "
      "have landed\n",
      each * 1e6, EachCheck(landed, about_landed, reconciler) * 1e6);
}

void MeasureChecks(const BenchWorld& world, const BarePeer& peer,
                   const reconcile::Reconciler& reconciler) {
  const std::vector<int64_t> customers = RandomCustomers(world);
  const std::vector<model::CheckQuery> queries = Questions(world, customers);
  // First, while no record has been read.
  MeasureBasic(customers, queries, reconciler);
  const double each = EachCheck(customers, queries, reconciler);
  const double batched = MedianSeconds([&](int round) {
    const auto begin = queries.begin() + round * kBatchSize;
    const std::vector<model::CheckQuery> batch(begin, begin + kBatchSize);
    const auto answers = *reconciler.CheckBatch(batch);
    for (size_t i = 0; i < answers.size(); ++i) {
      CheckVerdict(customers[static_cast<size_t>(round) * kBatchSize + i],
                   answers[i]);
    }
  });
  std::vector<std::vector<std::string>> keys;
  for (int64_t n : customers) keys.push_back(world.Keys(n));
  const double bare = Seconds([&] {
                        for (size_t i = 0; i < keys.size(); ++i) {
                          LF_CHECK(peer.IsPresent(keys[i]) !=
                                   BenchWorld::IsAbsent(customers[i]));
                        }
                      }) /
                      kChecks;
  // The last thousand once more: what is asked about again is remembered.
  const size_t last = queries.size() - kBatchSize;
  const double again =
      MedianSeconds([&](int) {
        for (size_t i = last; i < queries.size(); ++i) {
          CheckVerdict(customers[i], reconciler.Check(queries[i]));
        }
      }) /
      kBatchSize;
  std::printf(
      "Check, %d random records       %10.2f us a call, %.2f us "
      "asked again\n",
      kChecks, each * 1e6, again * 1e6);
  std::printf("CheckBatch of %d                %10.2f ms, %.2f us a check\n",
              kBatchSize, batched * 1e3, batched / kBatchSize * 1e6);
  std::printf(
      "  peer: absl::flat_hash_map       %10.2f us for the keys of one   "
      "%.3gx, %.3gx\n",
      bare * 1e6, bare / each, bare / (batched / kBatchSize));
}

void Run(int64_t size) {
  const testing::TempFolder folder;
  const BenchWorld world(size);
  std::printf("%lld upstream customers and as many masters, seed %u\n",
              static_cast<long long>(size), kSeed);
  MeasureIndex(world);
  const StorePeer store = MeasureStore(world, folder.Sub("peer"));
  auto created =
      engine::Engine::Open(world.Settings(), OpenStore(folder.Sub("data")));
  LF_CHECK(created.ok());
  const reconcile::Reconciler& reconciler = (*created)->reconciler();
  ingest::Ingest* const ingest = &(*created)->ingest();
  Load(world, store, ingest);
  const BarePeer peer(world);
  MeasureCard(world, peer, "ecom-absent", false, reconciler);
  MeasureCard(world, peer, "dataverse-not-promoted", true, reconciler);
  MeasureCardList(world, reconciler);
  MeasureChecks(world, peer, reconciler);
  LoadAgain(world, ingest);
  MeasureCardAfterCommits(world, reconciler, ingest);
}

}  // namespace
}  // namespace landfall::bench

int main(int argc, char** argv) {
  int64_t size = 1'000'000;
  if (argc > 2 || (argc == 2 && (!absl::SimpleAtoi(argv[1], &size) ||
                                 size < 10'000 || size > 10'000'000))) {
    std::fprintf(stderr, "usage: world_bench [CUSTOMERS]  10000 to 10000000\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  landfall::bench::Run(size);
  return 0;
}
