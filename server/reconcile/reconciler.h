#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/base/attachment.h"
#include "server/model/card.h"
#include "server/model/history.h"
#include "server/model/query.h"
#include "server/model/settings.h"
#include "server/model/verdict.h"
#include "server/store/record_store.h"

namespace landfall::reconcile {

struct UpsertCounts {
  int inserted = 0;
  int updated = 0;
  int unchanged = 0;
};

// One atomic change from outside.
struct UpsertBatch {
  std::vector<model::Record> records;
  // Legal entities whose customers this batch completes: they count as read at
  // the time of the upsert. Ids as configured.
  std::vector<std::string> entities_read;
};

struct SourceStatus {
  std::string id;
  model::System system;
  std::string channel;
  bool is_master = false;
  std::string state;  // NEVER_SYNCED | FRESH | STALE | PUSH_ONLY
  std::optional<absl::Time> last_read;    // masters: the oldest of its entities
  std::optional<absl::Time> last_change;  // newest record time held
  std::vector<std::pair<std::string, int64_t>> row_counts;  // by record type
  std::vector<std::string> companies;  // names to give as `company`
  std::vector<std::string> types;      // record types it accepts
};

// An answer that others may have been given too.
struct SharedAnswer : model::CheckAnswer {
  explicit SharedAnswer(model::CheckAnswer answer)
      : model::CheckAnswer(std::move(answer)) {}

  // Somebody asked who was not the first. Only a hint.
  mutable std::atomic<bool> asked_again{false};
  // The answer as its readers send it.
  base::Attachment rendering;
};
using AnswerRef = std::shared_ptr<const SharedAnswer>;

// A held record and everything Landfall says about it.
struct RecordView {
  model::Record record;
  AnswerRef check;
};

// The façade over store, index and rules. Thread-safe: many readers beside one
// writer at a time; every call sees one revision.
class Reconciler {
 public:
  // Opens over `store` and builds the index from it. Errors of the store are
  // passed on.
  static absl::StatusOr<std::unique_ptr<Reconciler>> Create(
      model::Settings settings, std::unique_ptr<store::RecordStore> store);
  virtual ~Reconciler() = default;

  // Stores the batch durably and atomically, then publishes it as one revision.
  // Idempotent. Ids are brought to their one spelling. A record without a
  // meaning in `settings` (unknown source or type, an id that is none) is
  // INVALID_ARGUMENT and nothing is stored.
  virtual absl::StatusOr<UpsertCounts> Upsert(UpsertBatch batch,
                                              absl::Time now) = 0;

  // Removes a record and all that was derived from it. For a shop customer or
  // guest also the orders that carry its personal data. NOT_FOUND when it is
  // not held. INVALID_ARGUMENT: unknown source or type, malformed id.
  virtual absl::Status Erase(const model::RecordRef& ref, absl::Time now) = 0;

  // INVALID_ARGUMENT (both or none of record and customer, unknown entity,
  // source or type, window out of 1..366).
  virtual absl::StatusOr<AnswerRef> Check(
      const model::CheckQuery& query) const = 0;

  // Answers in request order, all at one revision.
  virtual std::vector<absl::StatusOr<AnswerRef>> CheckBatch(
      const std::vector<model::CheckQuery>& queries) const = 0;

  // NOT_FOUND: unknown card. INVALID_ARGUMENT: unknown entity, source, channel.
  virtual absl::StatusOr<model::Card> GetCard(
      const model::CardQuery& query) const = 0;
  // The card at the end of every step, all at one revision; each point is what
  // GetCard says at its time. Errors of GetCard; INVALID_ARGUMENT also when
  // `from` does not lie before the card's as_of or there were more than
  // model::kMaxHistoryPoints.
  virtual absl::StatusOr<model::CardHistory> GetCardHistory(
      const model::CardHistoryQuery& query) const = 0;
  virtual std::vector<model::Card> ListCards(absl::Time as_of) const = 0;
  virtual absl::StatusOr<model::CardRecordsPage> ListCardRecords(
      const model::CardRecordsQuery& query) const = 0;

  // NOT_FOUND when the record is not held at `as_of`. Of an order the check is
  // about who placed it, of an error event about what it means and for whom.
  // INVALID_ARGUMENT: unknown source or type, malformed id, window out of
  // 1..366.
  virtual absl::StatusOr<RecordView> GetRecord(
      const model::RecordQuery& query) const = 0;

  virtual std::vector<SourceStatus> ListSources(absl::Time now) const = 0;

  virtual const model::Settings& settings() const = 0;
};

}  // namespace landfall::reconcile
