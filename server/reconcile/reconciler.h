#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/base/budget.h"
#include "server/live/read_marks.h"
#include "server/model/card.h"
#include "server/model/event.h"
#include "server/model/history.h"
#include "server/model/query.h"
#include "server/model/settings.h"
#include "server/model/verdict.h"
#include "server/recall/shared_answer.h"

namespace landfall::reconcile {

using recall::AnswerRef;

struct SourceStatus {
  std::string id;
  model::System system;
  std::string channel;
  bool is_master = false;
  // NEVER_SYNCED | FRESH | STALE | PUSH_ONLY | INCOMPLETE
  std::string state;
  std::optional<absl::Time> last_read;  // masters: the oldest of its entities
  // Masters whose documents are pulled: likewise of all of them.
  std::optional<absl::Time> documents_read{};
  // Masters: how far ahead of the clock a read is dated, which counts as never
  // for that; else 0.
  absl::Duration read_ahead;
  std::optional<absl::Time> last_change;  // newest record time held
  std::vector<std::pair<std::string, int64_t>> row_counts;  // by record type
  std::vector<std::string> companies;  // names to give as `company`
  std::vector<std::string> types;      // record types it accepts
  std::vector<live::UnreadStatus> unread;
};

// A held record and everything Landfall says about it.
struct RecordView {
  model::Record record;
  AnswerRef check;
};

// Answers questions about what Landfall holds, each at one revision. It changes
// nothing. Thread-safe.
//
// Cards, lists and histories are long questions: the writer waits for them, and
// they end with the status of their budget when that is used up. Checks and
// records wait for neither of the two, only while a batch is put into the
// world.
class Reconciler {
 public:
  virtual ~Reconciler() = default;

  // INVALID_ARGUMENT (both or none of record and customer, unknown entity,
  // source or type, window out of 1..366).
  virtual absl::StatusOr<AnswerRef> Check(
      const model::CheckQuery& query) const = 0;
  // Check for threads that must never wait: nullopt when a batch is being put
  // into the world just now.
  virtual std::optional<absl::StatusOr<AnswerRef>> TryCheck(
      const model::CheckQuery& query) const = 0;

  // Answers in request order, all at one revision. The status of `budget` when
  // it ends before them.
  virtual absl::StatusOr<std::vector<absl::StatusOr<AnswerRef>>> CheckBatch(
      const std::vector<model::CheckQuery>& queries,
      base::Budget& budget) const = 0;

  // NOT_FOUND: unknown card. INVALID_ARGUMENT: unknown entity, source, channel.
  virtual absl::StatusOr<model::Card> GetCard(const model::CardQuery& query,
                                              base::Budget& budget) const = 0;
  // The card at the end of every step, all at one revision; each point is what
  // GetCard says at its time. Errors of GetCard; INVALID_ARGUMENT also when
  // `from` does not lie before the card's as_of or there were more than
  // model::kMaxHistoryPoints.
  virtual absl::StatusOr<model::CardHistory> GetCardHistory(
      const model::CardHistoryQuery& query, base::Budget& budget) const = 0;
  virtual absl::StatusOr<std::vector<model::Card>> ListCards(
      absl::Time as_of, absl::Time now, base::Budget& budget) const = 0;
  virtual absl::StatusOr<model::CardRecordsPage> ListCardRecords(
      const model::CardRecordsQuery& query, base::Budget& budget) const = 0;

  // NOT_FOUND when the record is not held at `as_of`. Of an order the check is
  // about who placed it, of an error event about what it means and for whom.
  // INVALID_ARGUMENT: unknown source or type, malformed id, window out of
  // 1..366.
  virtual absl::StatusOr<RecordView> GetRecord(
      const model::RecordQuery& query) const = 0;

  // A page of the log of events. INVALID_ARGUMENT: a cursor of nobody's;
  // OUT_OF_RANGE: events that come after it are no longer kept.
  virtual absl::StatusOr<model::EventsPage> ListEvents(
      const model::EventsQuery& query) const = 0;

  // Has the log of events catch up with the data, so that a card that is asked
  // for next has a cursor, unless it changes meanwhile. Waits for that, but not
  // beyond `budget`. False when it cannot help: nobody writes the log, it takes
  // too long, or the budget ended.
  virtual bool CatchUp(base::Budget& budget) const = 0;

  virtual std::vector<SourceStatus> ListSources(absl::Time now) const = 0;

  virtual const model::Settings& settings() const = 0;

  // The long questions with all the time there is, for tools and tests.
  auto CheckBatch(const std::vector<model::CheckQuery>& queries) const {
    base::Budget budget;
    return CheckBatch(queries, budget);
  }
  auto GetCard(const model::CardQuery& query) const {
    base::Budget budget;
    return GetCard(query, budget);
  }
  auto GetCardHistory(const model::CardHistoryQuery& query) const {
    base::Budget budget;
    return GetCardHistory(query, budget);
  }
  auto ListCards(absl::Time as_of, absl::Time now) const {
    base::Budget budget;
    return ListCards(as_of, now, budget);
  }
  auto ListCardRecords(const model::CardRecordsQuery& query) const {
    base::Budget budget;
    return ListCardRecords(query, budget);
  }
};

}  // namespace landfall::reconcile
