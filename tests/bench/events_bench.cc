// Turns a number of customers into the time from an acknowledged change to its
// event in the hands of a reader of the log, while changes come all the time.
// In the process, over RocksDB; the reader is woken up as the streams of
// WatchCard are. Run by scripts/bench-events; docs/benchmarks.md.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <map>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "server/base/check.h"
#include "server/engine/engine.h"
#include "server/store/rocksdb_record_store.h"
#include "tests/bench/bench_world.h"
#include "tests/support/temp_folder.h"

namespace landfall::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kChangesPerSecond = 5'000;
constexpr int kBatchesPerSecond = 100;
constexpr int kSeconds = 10;
// So many customers of a batch get stuck: each comes onto four cards.
constexpr int kNewcomersPerBatch = 5;

// Time goes on from the end of the world.
class WorldClock final : public base::Clock {
 public:
  explicit WorldClock(absl::Time begin) : begin_(begin) {}
  absl::Time Now() const override {
    return begin_ + absl::FromChrono(Steady::now() - start_);
  }

 private:
  const absl::Time begin_;
  const Steady::time_point start_ = Steady::now();
};

// When who was acknowledged, and how long his event took from then.
// Thread-safe.
class Waits {
 public:
  void Acknowledged(const std::string& id) {
    const absl::MutexLock lock(&mutex_);
    Note(id, &acknowledged_);
  }
  void Seen(const std::string& id) {
    const absl::MutexLock lock(&mutex_);
    Note(id, &seen_);
  }
  bool AllSeen(size_t count) const {
    const absl::MutexLock lock(&mutex_);
    return seen_.size() >= count;
  }
  // In milliseconds, ascending; it begins anew then. Who is seen before his
  // batch is acknowledged waits for nothing.
  std::vector<double> TakeSorted() {
    const absl::MutexLock lock(&mutex_);
    std::vector<double> waits;
    for (const auto& [id, at] : seen_) {
      const std::chrono::duration<double, std::milli> wait =
          at - acknowledged_.at(id);
      waits.push_back(std::max(0.0, wait.count()));
    }
    std::sort(waits.begin(), waits.end());
    acknowledged_.clear();
    seen_.clear();
    return waits;
  }

 private:
  using Times = std::map<std::string, Steady::time_point>;
  static void Note(const std::string& id, Times* times) {
    times->emplace(id, Steady::now());
  }

  mutable absl::Mutex mutex_;
  Times acknowledged_;
  Times seen_;
};

// Reads the log of events as it grows.
class Reader {
 public:
  Reader(engine::Engine& engine, Waits& waits)
      : engine_(engine),
        waits_(waits),
        listening_(engine.log_growth().Listen([this] {
          const absl::MutexLock lock(&mutex_);
          grown_ = true;
        })),
        thread_([this] { Run(); }) {}
  ~Reader() {
    listening_.reset();
    {
      const absl::MutexLock lock(&mutex_);
      ends_ = true;
    }
    thread_.join();
  }

 private:
  void Run() {
    std::string cursor;
    while (true) {
      {
        const absl::MutexLock lock(&mutex_);
        mutex_.Await(absl::Condition(
            +[](Reader* reader) { return reader->grown_ || reader->ends_; },
            this));
        if (ends_) return;
        grown_ = false;
      }
      cursor = ReadFrom(cursor);
    }
  }

  std::string ReadFrom(const std::string& from) {
    model::EventsQuery query;
    query.cursor = from;
    query.card = "ecom-absent";
    query.page_size = 1000;
    while (true) {
      const auto page = engine_.reconciler().ListEvents(query);
      LF_CHECK(page.ok());
      for (const model::ListedEvent& listed : page->events) {
        if (listed.event.type != model::EventType::kEntered) continue;
        waits_.Seen(listed.event.record.id);
      }
      query.cursor = page->next_cursor;
      if (!page->more) return query.cursor;
    }
  }

  engine::Engine& engine_;
  Waits& waits_;
  absl::Mutex mutex_;
  bool grown_ = true;
  bool ends_ = false;
  std::unique_ptr<watch::LogGrowth::Listening> listening_;
  std::thread thread_;
};

// A shop customer whom nobody knows, with an order; both are older than a grace
// period.
std::vector<model::Record> Newcomer(const BenchWorld& world, int64_t n,
                                    absl::Time now) {
  const absl::Time placed = now - absl::Hours(1);
  // Beyond the world and the keys of nobody in it; odd numbers are of the shop.
  std::vector<model::Record> records =
      world.Records(4 * world.size() + 2 * n + 1);
  std::vector<model::Record> kept;
  for (model::Record& record : records) {
    if (std::holds_alternative<model::MasterCustomer>(record.body)) continue;
    if (auto* order = std::get_if<model::Order>(&record.body)) {
      order->placed_at = placed;
    }
    record.created = placed;
    record.modified = now;
    kept.push_back(std::move(record));
  }
  return kept;
}

// Customers of the last days under another name.
void AddRenamed(const BenchWorld& world, int64_t* next, int count,
                absl::Time now, std::vector<model::Record>* records) {
  const int64_t recent = std::max<int64_t>(world.size() / 50, 1);
  for (int i = 0; i < count; ++i) {
    const int64_t n = world.size() - 1 - (*next)++ % recent;
    model::Record record = world.Records(n)[0];
    record.name += absl::StrCat(" ", *next);
    record.modified = now;
    records->push_back(std::move(record));
  }
}

void Load(const BenchWorld& world, ingest::Ingest& ingest) {
  world.ForEachBatch(world.size(), [&](std::vector<model::Record> batch) {
    LF_CHECK(ingest.Upsert({std::move(batch), {}}, world.End()).ok());
  });
  LF_CHECK(ingest.Upsert({{}, {"DEGM"}}, world.End()).ok());
}

// Writes changes at a steady rate.
class Writer {
 public:
  Writer(const BenchWorld& world, engine::Engine& engine,
         const base::Clock& clock, Waits& waits)
      : world_(world), engine_(engine), clock_(clock), waits_(waits) {}

  // Returns how many changes a second it came to.
  double Write(int seconds) {
    const auto start = Steady::now();
    for (int i = 0; i < seconds * kBatchesPerSecond; ++i) {
      std::this_thread::sleep_until(
          start + i * std::chrono::microseconds(1'000'000 / kBatchesPerSecond));
      WriteBatch();
    }
    const std::chrono::duration<double> took = Steady::now() - start;
    return seconds * kChangesPerSecond / took.count();
  }

  // Waits until the reader has seen all newcomers; how long the events of those
  // since the last call took.
  std::vector<double> AwaitEvents() {
    while (!waits_.AllSeen(static_cast<size_t>(newcomers_))) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    newcomers_ = 0;
    return waits_.TakeSorted();
  }

 private:
  void WriteBatch() {
    const absl::Time now = clock_.Now();
    std::vector<model::Record> records;
    std::vector<std::string> ids;
    for (int k = 0; k < kNewcomersPerBatch; ++k) {
      std::vector<model::Record> newcomer = Newcomer(world_, next_++, now);
      ++newcomers_;
      ids.push_back(newcomer[0].ref.id);
      std::move(newcomer.begin(), newcomer.end(), std::back_inserter(records));
    }
    AddRenamed(world_, &renamed_,
               kChangesPerSecond / kBatchesPerSecond -
                   static_cast<int>(records.size()),
               now, &records);
    LF_CHECK(engine_.ingest().Upsert({std::move(records), {}}, now).ok());
    for (const std::string& id : ids) waits_.Acknowledged(id);
  }

  const BenchWorld& world_;
  engine::Engine& engine_;
  const base::Clock& clock_;
  Waits& waits_;
  int64_t next_ = 0;
  int64_t newcomers_ = 0;  // whose events are awaited
  int64_t renamed_ = 0;
};

// Asks one check after the other, each about another customer.
class Prober {
 public:
  Prober(const BenchWorld& world, engine::Engine& engine,
         const base::Clock& clock)
      : thread_([&] {
          for (int64_t n = 0; !ends_; n = (n + 7919) % world.size()) {
            model::CheckQuery query;
            query.record = world.Ref(n);
            query.as_of = query.now = clock.Now();
            LF_CHECK(engine.reconciler().Check(query).ok());
            ++checks_;
          }
        }) {}
  ~Prober() {
    ends_ = true;
    thread_.join();
  }
  double PerSecond() const {
    const std::chrono::duration<double> took = Steady::now() - start_;
    return static_cast<double>(checks_) / took.count();
  }

 private:
  const Steady::time_point start_ = Steady::now();
  std::atomic<bool> ends_{false};
  std::atomic<int64_t> checks_{0};
  std::thread thread_;
};

void Print(const std::vector<double>& waits, double changes_per_second) {
  const auto at = [&](double share) {
    return waits[static_cast<size_t>(share *
                                     static_cast<double>(waits.size() - 1))];
  };
  std::printf(
      "%.0f changes/s, %zu events: from the acknowledged change to the reader "
      "%.1f ms in the middle, %.1f ms p99, %.1f ms the longest\n",
      changes_per_second, waits.size(), at(0.5), at(0.99), waits.back());
}

int Main(int64_t size) {
  const BenchWorld world(size);
  const testing::TempFolder folder;
  const WorldClock clock(world.End());
  auto store = store::OpenRocksDbStore(folder.path());
  LF_CHECK(store.ok());
  engine::EngineOptions options;
  options.watch_clock = &clock;
  // Looks over the load would be long ones, with long rests after them.
  options.watch_by_itself = false;
  auto engine =
      engine::Engine::Open(world.Settings(), *std::move(store), options);
  LF_CHECK(engine.ok());
  Load(world, (*engine)->ingest());
  // The first look writes nothing into the log: nobody has come yet.
  LF_CHECK((*engine)->watch()->LookNow().ok());

  Waits waits;
  const Reader reader(**engine, waits);
  Writer writer(world, **engine, clock, waits);
  const auto checks_beside = [&] {
    const Prober prober(world, **engine, clock);
    writer.Write(kSeconds);
    return prober.PerSecond();
  };
  const double unwatched = checks_beside();
  // What has come up to now would make for a long look.
  LF_CHECK((*engine)->watch()->LookNow().ok());
  (*engine)->watch()->Start();
  const double watched = checks_beside();
  std::printf(
      "checks beside %d changes/s: %.0f/s, without the watch %.0f/s   %.2fx\n",
      kChangesPerSecond, watched, unwatched, watched / unwatched);

  (void)writer.AwaitEvents();
  const double changes_per_second = writer.Write(kSeconds);
  Print(writer.AwaitEvents(), changes_per_second);
  return 0;
}

}  // namespace
}  // namespace landfall::bench

int main(int argc, char** argv) {
  int64_t size = 200'000;
  if (argc > 2 || (argc == 2 && (!absl::SimpleAtoi(argv[1], &size) ||
                                 size < 10'000 || size > 10'000'000))) {
    std::fprintf(stderr,
                 "usage: events_bench [CUSTOMERS], 10000 to 10000000\n");
    return 2;
  }
  return landfall::bench::Main(size);
}
