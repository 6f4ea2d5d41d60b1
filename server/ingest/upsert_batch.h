#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/live/read_mark.h"
#include "server/model/record.h"

namespace landfall::ingest {

// Of the records of a batch that are no parts each counts once.
struct UpsertCounts {
  int inserted = 0;
  int updated = 0;
  int unchanged = 0;
  int skipped = 0;  // deletions of what is not held
  // Legal entities of the batch that cannot be said to be read completely, for
  // rows that nobody could read. In the order of the configuration.
  std::vector<std::string> incomplete;
  // Of a full push that ends: what was not in it, of what is held.
  int64_t gone = 0;
  int64_t held = 0;
  bool gone_unsure = false;  // rows could not be read, so nothing is gone
};

// Rows that came along and could not be made records.
struct UnreadRows {
  std::string entity;  // of the master's customers: whose; ids as configured
  std::string source;  // of other rows, with `entity` empty
  std::string type;
  int64_t rows = 0;
  bool cut_short = false;  // and there was more, nobody knows how much
};

// What a batch says about a full push, see v1::BatchUpsertRecordsRequest.
struct FullPart {
  bool asked = false;
  bool ends = false;
  bool unsure = false;  // rows of the batch could not be read
  int max_gone_percent = 20;
};

// One atomic change from outside.
struct UpsertBatch {
  std::vector<model::Record> records;
  // Legal entities whose customers this batch completes: they count as read at
  // the time of the upsert, unless rows of its push could not be read. Ids as
  // configured.
  std::vector<std::string> entities_read;
  std::vector<UnreadRows> unread{};
  // Places in `records`, ascending, of those that are parts of a row and not
  // rows themselves: they are stored and not counted.
  std::vector<size_t> parts{};
  // The caller vouches that nobody is missing for them.
  bool accept_rejects = false;
  live::PushName push{};
  FullPart full{};
  // Store nothing, only count.
  bool dry_run = false;
};

}  // namespace landfall::ingest
