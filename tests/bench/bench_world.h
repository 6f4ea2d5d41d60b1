#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/model/record.h"
#include "server/model/settings.h"

namespace landfall::bench {

// A made-up company with `size` upstream customers (every second one a
// Dataverse account, the others Shopify customers with one order) and as many
// masters. Created evenly over one year; every fiftieth of each system is
// absent, a master with keys of nobody stands in its place. Everybody has three
// keys. Customers are numbered 0 to size - 1 by age. Immutable, thread-safe.
class BenchWorld {
 public:
  // REQUIRES: 0 < size <= 25'000'000 (the tax numbers run out).
  explicit BenchWorld(int64_t size) : size_(size) {}

  int64_t size() const { return size_; }
  static bool IsDataverse(int64_t n) { return n % 2 == 0; }
  static bool IsAbsent(int64_t n) { return n / 2 % 50 == 0; }
  absl::Time Created(int64_t n) const;
  // When the youngest customer was created.
  absl::Time End() const;

  model::Settings Settings() const;
  model::RecordRef Ref(int64_t n) const;
  // The upstream record of customer n with its order, and the master.
  std::vector<model::Record> Records(int64_t n) const;
  // The normal forms of the keys of customer n, and of its master: those of
  // nobody when the customer is absent.
  std::vector<std::string> Keys(int64_t n) const;
  std::vector<std::string> MasterKeys(int64_t n) const;

  static constexpr int kCustomersPerBatch = 500;
  // Calls `visit` with the records of that many customers at a time, until all
  // records of `customers` of them were handed out; returns how many records
  // that were. They come scattered over the year: no system delivers by age.
  int64_t ForEachBatch(
      int64_t customers,
      const std::function<void(std::vector<model::Record>)>& visit) const;

 private:
  model::Record Upstream(int64_t n) const;
  model::Record Order(int64_t n) const;
  model::Record Master(int64_t n) const;

  const int64_t size_;
};

}  // namespace landfall::bench
