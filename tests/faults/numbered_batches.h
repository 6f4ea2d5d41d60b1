#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>

#include "server/store/record_codec.h"
#include "server/store/record_store.h"
#include "tests/support/sample_records.h"

// The batches that the kill test writes: everything in batch `n` follows from
// `n`, so that what must be in the store after batch `last` is known.

namespace landfall::testing {

inline constexpr uint64_t kRecordsPerBatch = 20;
inline constexpr uint64_t kEraseAfter = 3;

inline model::Record NumberedRecord(uint64_t batch, uint64_t i) {
  std::mt19937_64 random(batch * kRecordsPerBatch + i);
  std::string text(random() % 3000, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return SampleCustomer(std::to_string(i), text);
}

inline std::string NumberedIntent(uint64_t n) {
  return "intent/" + std::to_string(n);
}

// Batch `n` (from 1): its records, the erasure of every second record of an
// earlier batch, its number as a named value, and an intent in the place of
// that of the earlier batch.
inline store::StoreBatch NumberedBatch(uint64_t n) {
  store::StoreBatch batch;
  for (uint64_t i = 0; i < kRecordsPerBatch; ++i) {
    batch.puts.push_back({{n, i}, NumberedRecord(n, i)});
    if (n > kEraseAfter && i % 2 == 1) {
      batch.erases.push_back({n - kEraseAfter, i});
    }
  }
  batch.values["last"] = std::to_string(n);
  batch.intents[NumberedIntent(n)] = "due since " + std::to_string(n);
  if (n > kEraseAfter) {
    batch.intents[NumberedIntent(n - kEraseAfter)] = std::nullopt;
  }
  return batch;
}

// The intents after batches 1 to `last`.
inline std::map<std::string, std::string> NumberedIntents(uint64_t last) {
  std::map<std::string, std::string> intents;
  for (uint64_t n = last < kEraseAfter ? 1 : last - kEraseAfter + 1; n <= last;
       ++n) {
    intents[NumberedIntent(n)] = "due since " + std::to_string(n);
  }
  return intents;
}

// The encoded records after batches 1 to `last`.
inline std::map<base::Hash128, std::string> NumberedContent(uint64_t last) {
  std::map<base::Hash128, std::string> content;
  for (uint64_t n = 1; n <= last; ++n) {
    for (uint64_t i = 0; i < kRecordsPerBatch; ++i) {
      if (i % 2 == 1 && n + kEraseAfter <= last) continue;
      content[{n, i}] = store::EncodeRecord(NumberedRecord(n, i));
    }
  }
  return content;
}

}  // namespace landfall::testing
