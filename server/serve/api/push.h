#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "landfall/v1/record_service.pb.h"
#include "server/ingest/ingest.h"
#include "server/model/settings.h"
#include "server/serve/api/push_gaps.h"

namespace landfall::serve::api {

// One message of a push. The references must outlive the call.
struct PushChunk {
  const std::string& source;
  const std::string& type;
  const std::string& company;
  const google::protobuf::RepeatedPtrField<v1::Payload>& payloads;
  bool complete = false;
  // As in v1::BatchUpsertRecordsRequest.
  bool accept_rejects = false;
  int unread_rows = 0;
  bool cut_short = false;

  bool full = false;
  std::optional<int> max_gone_percent{};
  bool dry_run = false;

  bool HasGap() const { return unread_rows > 0 || cut_short; }
};

// A push of records, in one chunk or many. Remembers what it stored and which
// legal entities its customers belong to; they count as read only with a chunk
// that is complete. Not thread-safe; one per push.
class Push {
 public:
  // Both must outlive the push.
  Push(ingest::Ingest& ingest, const model::Settings& settings)
      : ingest_(ingest), settings_(settings) {}

  // Says which push the calls belong to, see `push` of the request.
  // INVALID_ARGUMENT when the name is none.
  absl::Status Name(const std::string& name);
  bool named() const { return !name_.empty(); }

  // Adds legal entities whose customers came in earlier calls. INVALID_ARGUMENT
  // when one is unknown.
  absl::Status Resume(
      const google::protobuf::RepeatedPtrField<std::string>& entities);

  // Stores what can be decoded, durably and atomically, and notes the rest as
  // rejects. INVALID_ARGUMENT: unknown source, type or company, a company that
  // is missing, too many payloads. Errors of the store are passed on; then
  // nothing of the chunk is stored.
  absl::Status Apply(const PushChunk& chunk, absl::Time now);

  // Writes the sums so far into one of the two upsert responses.
  void Fill(v1::BatchUpsertRecordsResponse* response) const;
  void Fill(v1::UpsertRecordsResponse* response) const;

 private:
  struct Target {
    const model::Source* source = nullptr;
    std::string type;
    const model::LegalEntity* entity = nullptr;  // of `company`, or the only
  };

  absl::StatusOr<Target> ReadTarget(const PushChunk& chunk) const;
  absl::Status ValidateNumbers(const PushChunk& chunk) const;
  // Says what the chunk means for a full push.
  absl::Status AddFull(const PushChunk& chunk, const model::Source& source,
                       ingest::UpsertBatch* batch) const;
  std::vector<std::string> EntitiesEnding(
      const std::vector<ingest::UnreadRows>& unread) const;
  // Fills in the records and which of them are parts of a row.
  absl::Status DecodeAll(const decode::DecodeContext& context,
                         const PushChunk& chunk, PushGaps* gaps,
                         ingest::UpsertBatch* batch);
  void AddRecords(std::vector<model::Record> records,
                  ingest::UpsertBatch* batch);
  void NoteEntity(const model::Source& source, const model::Record& record);
  void AddEntity(const std::string& id);
  void Reject(int line, const absl::Status& status);
  template <typename Response>
  void FillSums(Response* response) const;

  ingest::Ingest& ingest_;
  const model::Settings& settings_;
  std::string name_;           // of the push, or ""
  bool part_ = false;          // calls of the same push came before
  ingest::UpsertCounts last_;  // of the last call
  int64_t read_ = 0;
  int64_t inserted_ = 0;
  int64_t updated_ = 0;
  int64_t unchanged_ = 0;
  int64_t rejected_ = 0;
  int64_t skipped_ = 0;
  int64_t parts_ = 0;
  std::vector<v1::Reject> rejects_;    // at most kMaxRejects
  std::vector<std::string> entities_;  // ids as configured, no duplicates
};

}  // namespace landfall::serve::api
