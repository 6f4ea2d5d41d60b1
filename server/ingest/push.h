#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/decode/decoder.h"
#include "server/ingest/push_gaps.h"
#include "server/ingest/push_row.h"
#include "server/ingest/upsert_batch.h"
#include "server/model/settings.h"

namespace landfall::ingest {

// One call of a push. What it points to must outlive the call.
struct PushChunk {
  const model::Source* source = nullptr;
  std::string type{};                          // "": each row says it
  const model::LegalEntity* entity = nullptr;  // see FitCompany
  std::vector<PushRow> rows{};
  bool complete = false;  // the push ends
  // The caller vouches that nobody is missing for the rows that are rejected.
  bool accept_rejects = false;
  // Rows that the caller could not make elements of, and whether there was more
  // that nobody knows of.
  int64_t unread_rows = 0;
  bool cut_short = false;
  // The push is everything of its source and type; see FullPart.
  bool full = false;
  std::optional<int> max_gone_percent{};  // else that of the source
  bool dry_run = false;

  bool HasGap() const { return unread_rows > 0 || cut_short; }
};

// A row that could not be made a record.
struct Reject {
  int line = 0;
  absl::Status why;
};

// What a push did so far.
struct PushSums {
  int64_t read = 0;  // rows, without their parts
  int64_t inserted = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t rejected = 0;
  int64_t skipped = 0;
  int64_t parts = 0;
  std::vector<Reject> rejects{};  // the first Push::kMostRejects
  // Legal entities whose customers came; ids as configured, no duplicates.
  std::vector<std::string> entities{};
};

// Turns the elements that a source hands out into what is to be stored, in one
// call or many. Remembers which legal entities the customers belong to; they
// count as read only with a chunk that is complete. Whoever has elements
// (a push, an import, a pull) plans with this. Not thread-safe; one per push.
class Push {
 public:
  static constexpr size_t kMostRejects = 1000;

  // `settings` must outlive this.
  explicit Push(const model::Settings& settings) : settings_(settings) {}

  // Says which push the calls belong to.
  void Name(std::string name) { name_ = std::move(name); }
  bool named() const { return !name_.empty(); }

  // Adds legal entities whose customers came in earlier calls, if any. Ids as
  // configured.
  void Resume(const std::vector<std::string>& entities);

  // Whether the next call is a push by itself when it is `complete`.
  bool IsWhole(bool complete) const { return complete && !part_ && !named(); }

  // What to store of the chunk; the rows that are no records are noted as
  // rejects. A full push has a name or is whole, and holds no error events.
  // INVALID_ARGUMENT: none of the customers has a field of the key map.
  // RESOURCE_EXHAUSTED: the rows hold too much once they are read. Then this is
  // of no further use.
  absl::StatusOr<UpsertBatch> Plan(const PushChunk& chunk, absl::Time now);

  // Adds what became of a plan that was stored.
  void Add(const UpsertCounts& counts);

  const PushSums& sums() const { return sums_; }

 private:
  std::vector<std::string> EntitiesEnding(
      const std::vector<UnreadRows>& unread) const;
  // Fills in the records and which of them are parts of a row.
  absl::Status DecodeAll(const decode::DecodeContext& context,
                         const PushChunk& chunk, PushGaps* gaps,
                         UpsertBatch* batch);
  void AddRecords(std::vector<model::Record> records, UpsertBatch* batch);
  void NoteEntity(const model::Source& source, const model::Record& record);
  void AddEntity(const std::string& id);
  void AddReject(int line, absl::Status why);

  const model::Settings& settings_;
  std::string name_;   // of the push, or ""
  bool part_ = false;  // calls of the same push came before
  PushSums sums_;
};

}  // namespace landfall::ingest
