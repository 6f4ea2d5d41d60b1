#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "landfall/v1/record_service.pb.h"
#include "server/ingest/ingest.h"
#include "server/ingest/push.h"
#include "server/model/settings.h"

namespace landfall::serve::api {

// One message of a push. The references must outlive the call.
struct PushMessage {
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
};

// A push of records, in one message or many: validates, has it planned (see
// ingest::Push) and stored, and adds it up. Not thread-safe; one per push.
class Push {
 public:
  // Both must outlive the push.
  Push(ingest::Ingest& ingest, const model::Settings& settings)
      : ingest_(ingest), settings_(settings), push_(settings) {}

  // Says which push the calls belong to, see `push` of the request.
  // INVALID_ARGUMENT when the name is none.
  absl::Status Name(const std::string& name);
  bool named() const { return push_.named(); }

  // Adds legal entities whose customers came in earlier calls. INVALID_ARGUMENT
  // when one is unknown.
  absl::Status Resume(
      const google::protobuf::RepeatedPtrField<std::string>& entities);

  // Stores what can be decoded, durably and atomically, and notes the rest as
  // rejects. INVALID_ARGUMENT: unknown source, type or company, a company that
  // is missing, too many payloads. Errors of the store are passed on; then
  // nothing of the message is stored.
  absl::Status Apply(const PushMessage& message, absl::Time now);

  // Writes the sums so far into one of the two upsert responses.
  void Fill(v1::BatchUpsertRecordsResponse* response) const;
  void Fill(v1::UpsertRecordsResponse* response) const;

 private:
  absl::StatusOr<ingest::PushChunk> ReadMessage(
      const PushMessage& message) const;
  absl::StatusOr<const model::LegalEntity*> ReadCompany(
      const PushMessage& message, const model::Source& source) const;
  absl::Status ValidateFull(const PushMessage& message) const;
  template <typename Response>
  void FillSums(Response* response) const;

  ingest::Ingest& ingest_;
  const model::Settings& settings_;
  ingest::Push push_;
  ingest::UpsertCounts last_;  // of the last message
};

}  // namespace landfall::serve::api
