#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/live/read_mark.h"
#include "server/model/record.h"
#include "server/store/store_batch.h"

namespace landfall::ingest {

// Of the records of a batch that are no parts each counts once.
struct UpsertCounts {
  int inserted = 0;
  int updated = 0;
  int unchanged = 0;
  int skipped = 0;  // deletions of what is not held
  int deleted = 0;  // of the updated ones: those that a deletion named
  // Legal entities of the batch that cannot be said to be read completely, for
  // rows that nobody could read. In the order of the configuration.
  std::vector<std::string> incomplete{};
  // Of a full push that ends: what was not in it, of what is held.
  int64_t gone = 0;
  int64_t held = 0;
  bool gone_unsure = false;  // rows could not be read, so nothing is gone
};

// Rows that came along and could not be made records. Neither rows nor cut
// short: nothing of the type is missing any more.
struct UnreadRows {
  std::string entity;  // of the master's customers: whose; ids as configured
  std::string source;  // of other rows, with `entity` empty
  std::string type;
  int64_t rows = 0;
  bool cut_short = false;  // and there was more, nobody knows how much
};

// A part of what is held.
struct Covered {
  std::string source;
  std::string type;
  // Of the master's customers: whose, in lower case; nullopt: everybody's.
  std::optional<std::string> entity{};
  // Only what was last changed at or after this time.
  absl::Time changed_since = absl::InfinitePast();
  // Likewise what came to be; then nothing that does not say when it did.
  absl::Time created_since = absl::InfinitePast();

  friend bool operator==(const Covered& a, const Covered& b) {
    return a.source == b.source && a.type == b.type && a.entity == b.entity &&
           a.changed_since == b.changed_since &&
           a.created_since == b.created_since;
  }
};

// What a batch says about a full push: one that is everything of its source and
// type, so that what is not in it is gone.
//
// A push is compared before anything of it is stored (UpsertBatch::dry_run),
// or, with `as_read`, stored as it comes and compared at its end. A restart
// forgets what came; whoever reads then has to begin again.
struct FullPart {
  bool asked = false;
  bool ends = false;
  bool unsure = false;  // rows of the batch could not be read
  int max_gone_percent = 20;
  // What somebody can say who knows that more is gone; ends a sentence.
  std::string way_out = "say --max-gone 100% (maxGonePercent)";
  bool as_read = false;
  bool begins = false;  // with as_read: nothing came before
  // Of what the push is everything; nullopt: of what its records belong to.
  std::optional<Covered> covered{};
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
  // Legal entities that were read completely before, and of whose customers
  // everything is held that has changed since: they count as read again, unless
  // rows could not be read and nobody has mended that. Ids as configured.
  std::vector<std::string> entities_followed{};
  // When the reading of all this began; nullopt: at the time of the upsert.
  std::optional<absl::Time> read_at{};
  // What is kept beside the records, such as how far a source was read.
  store::StoreBatch::Texts values{};

  // Whether storing it would change nothing at all.
  bool IsNone() const {
    return records.empty() && entities_read.empty() && unread.empty() &&
           !full.asked && entities_followed.empty() && values.empty();
  }
};

}  // namespace landfall::ingest
