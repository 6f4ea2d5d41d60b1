#pragma once

#include <deque>
#include <vector>

#include "absl/status/statusor.h"
#include "server/store/postgres/connection.h"
#include "server/store/postgres/tables.h"
#include "server/store/store_batch.h"

namespace landfall::store::postgres {

// What a batch does to the tables, as statements. Made before the lock of the
// commit is taken: encoding is most of the work. Not thread-safe.
class Draft {
 public:
  // `batch` must outlive the result.
  explicit Draft(const StoreBatch& batch);

  // Clears the names of those who are to be forgotten in the events that are
  // held now. `connection` is in the transaction of the commit. Errors as
  // Connection; DATA_LOSS when an event cannot be read. Once before Statements.
  absl::Status Forget(Connection& connection);

  // Everything that the batch does, as commit `revision`.
  std::vector<Statement> Statements(Revision revision) const;

 private:
  // Versions of one table that end, and those that are added.
  struct Change {
    explicit Change(const Table& of);
    void AppendTo(Revision revision, std::vector<Statement>* statements) const;

    const Table& table;
    std::vector<Column> ended;  // the key
    std::vector<Column> added;  // the key, `about` and the body
  };

  void DraftRecords();
  void DraftTexts(int64_t kind, const StoreBatch::Texts& texts);
  void DraftPlace(absl::string_view name, EventCursor cursor);
  void DraftMembers();
  void DraftOutbox();
  static void AddEvent(EventCursor cursor, const LoggedEvent& event,
                       Change* change);

  const StoreBatch& batch_;
  std::vector<base::Hash128> entirely_;  // forgotten with their references
  std::vector<base::Hash128> by_name_;   // forgotten otherwise
  Change records_{kRecords};
  Change named_{kNamed};
  Change forgotten_{kEvents};
  Change members_{kMembers};
  Change subscriptions_{kSubscriptions};
  Change deliveries_{kDeliveries};
};

// The event of a row of columns revision, position, about, body. DATA_LOSS when
// it cannot be read.
absl::StatusOr<std::pair<EventCursor, LoggedEvent>> ReadEvent(Row row);

}  // namespace landfall::store::postgres
